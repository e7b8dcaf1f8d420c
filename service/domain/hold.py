"""When a request is held: stored, but not embedded and not matched until released."""

from collections.abc import Collection

NO_MANDATE = "no_mandate"
CRISIS_ACTIVE = "grip-active"


def hold_reasons(
    referral_signals: Collection[str], crisis_structure_active: bool, mayor_informed: bool
) -> list[str]:
    """Give why a request is held: referral signals, an active crisis structure, no mandate."""
    reasons = sorted(set(referral_signals))
    if crisis_structure_active and CRISIS_ACTIVE not in reasons:
        reasons.append(CRISIS_ACTIVE)
    if not mayor_informed:
        reasons.append(NO_MANDATE)
    return reasons
