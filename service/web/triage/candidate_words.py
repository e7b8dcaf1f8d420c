"""A candidate in the words of the bureau: how well it fits, how busy, and why it moved."""

from datetime import datetime

from expert_registry.ranking.chance import FITS_WELL, MAY_FIT
from service.actions.matching.load_facts import Load
from service.domain.language import gettext as _
from service.domain.language import lazy, ngettext
from service.domain.opening_hours import AMSTERDAM

FIT = {
    "well": lazy("past goed"),
    "maybe": lazy("past mogelijk"),
    "hardly": lazy("past waarschijnlijk niet"),
}


def fit_of(chance: float) -> str:
    """Give the code of how well somebody fits: well, maybe or hardly."""
    if chance >= FITS_WELL:
        return "well"
    return "maybe" if chance >= MAY_FIT else "hardly"


def percentage(chance: float) -> str:
    """Give the probability as a whole percentage, never surer than 1 to 99."""
    return f"{min(max(round(100 * chance), 1), 99)}%"


def load_words(load: Load, now: datetime) -> str:
    """Give how busy somebody is: what runs now, and when they were last asked."""
    running = load.active + load.open_invitations
    parts = [_("{n} lopend").format(n=running), _asked(load.last_asked_at, now)]
    if load.asked_this_quarter > 1:
        parts.append(_("{n} keer dit kwartaal").format(n=load.asked_this_quarter))
    return ", ".join(parts)


def _asked(last_asked_at: datetime | None, now: datetime) -> str:
    if last_asked_at is None:
        return _("nog nooit gevraagd")
    days = (now.astimezone(AMSTERDAM).date() - last_asked_at.astimezone(AMSTERDAM).date()).days
    if days <= 0:
        return _("vandaag gevraagd")
    if days < 14:
        return ngettext("{n} dag geleden gevraagd", "{n} dagen geleden gevraagd", days).format(
            n=days
        )
    if days < 70:
        return _("{n} weken geleden gevraagd").format(n=days // 7)
    return _("{n} maanden geleden gevraagd").format(n=round(days / 30))
