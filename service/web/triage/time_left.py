"""How much time is left until a moment, in words that a reader takes in at a glance."""

from datetime import datetime, timedelta

from service.domain.language import gettext as _
from service.domain.language import ngettext

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


def time_left(due_at: datetime, now: datetime) -> str:
    """Give 'nog 35 min' or '12 min te laat'; real time, both moments aware."""
    amount = _in_words(abs(due_at - now))
    if now < due_at:
        return _("nog {amount}").format(amount=amount)
    return _("{amount} te laat").format(amount=amount)


def _in_words(length: timedelta) -> str:
    if length < _HOUR:
        return _("{n} min").format(n=length // timedelta(minutes=1))
    if length < 2 * _HOUR:
        minutes = (length - _HOUR) // timedelta(minutes=1)
        return _("1 uur en {n} min").format(n=minutes) if minutes else _("1 uur")
    if length < 2 * _DAY:
        return _("{n} uur").format(n=length // _HOUR)
    days = length // _DAY
    return ngettext("{n} dag", "{n} dagen", days).format(n=days)
