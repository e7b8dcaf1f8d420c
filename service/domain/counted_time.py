"""How a moment was counted, in words: which open time, or where calendar days landed."""

from datetime import datetime, timedelta

from service.domain.agreement_words import weekday_short
from service.domain.language import gettext as _
from service.domain.opening_hours import AMSTERDAM
from service.domain.response_time import Clock
from service.domain.working_time import open_stretches

SHOWN_STRETCHES = 3


def how_counted(running: Clock, end: datetime) -> str:
    """Say which open time was counted until the end, or where calendar days landed."""
    landed = running.start + running.amount
    if running.counting is not running.landing:
        text = _("zelfde kloktijd op %(landed)s") % {"landed": day_time(landed)}
        return text if landed == end else text + _(", dan het eerste open moment")
    stretches = open_stretches(running.start, end, running.counting)
    texts = [_stretch(opens, closes) for opens, closes in stretches]
    if len(texts) > SHOWN_STRETCHES:
        skipped = _("… nog %(count)s delen …") % {"count": len(texts) - 2}
        texts = [texts[0], skipped, texts[-1]]
    return "; ".join(texts)


def day_time(at: datetime) -> str:
    """Give a moment as the clock of Amsterdam shows it: "do 24-12-2026 16:00"."""
    local = at.astimezone(AMSTERDAM)
    text = f"{weekday_short(local.weekday())} {local:%d-%m-%Y %H:%M}"
    return f"{text}:{local:%S}" if local.second else text


def _stretch(opens: datetime, closes: datetime) -> str:
    same_day = opens.astimezone(AMSTERDAM).date() == closes.astimezone(AMSTERDAM).date()
    until = day_time(closes).split()[-1] if same_day else day_time(closes)
    hours, rest = divmod(closes - opens, timedelta(hours=1))
    minutes, seconds = divmod(rest, timedelta(minutes=1))
    length = f"{hours}:{minutes:02}" + (f":{seconds.seconds:02}" if seconds else "")
    return f"{day_time(opens)}–{until} ({length})"
