"""The one place where it is known that somebody could not log in."""

from service.web import audit_trail


def log_in_refused(reason: str, account_id: int | None = None) -> None:
    """Have it told; `reason` is a code: password, code, passkey, not_confirmed.

    The account is None where the address belongs to nobody.
    """
    audit_trail.tell_no_login(reason, account_id)
