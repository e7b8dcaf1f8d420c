"""Words of time in a text that do not go with the chosen urgency: to ask, never to change it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from service.domain.opening_hours import AMSTERDAM
from service.domain.phrase_pattern import PhrasePattern, Word, is_denied, phrase_pattern, sentences
from service.domain.urgency import Urgency

# The longest time that each class is meant for (source: the agreement on response times).
MEANT_FOR = (
    (timedelta(hours=24), Urgency.U1),
    (timedelta(hours=72), Urgency.U2),
    (timedelta(days=14), Urgency.U3),
)

_DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_PARTS = ("", "avond", "ochtend", "morgen", "middag", "nacht")
_GROUPS = {
    "soon": "komt/komen/gaat/gaan/wil/willen/moet/moeten/zal/zullen/begint/beginnen/verwacht"
    "/verwachten/staat/staan/dreigt/dreigen/hebben/vertrekt/vertrekken",
    "was": "was/waren/werd/werden/kwam/kwamen/stond/stonden/ging/gingen/liep/liepen/geweest"
    "/gisteren/gisteravond/eergisteren/zaten/had/hadden/bleek/sloeg/sloegen",
    "off": "afgelast/afgeblazen/geannuleerd/uitgesteld/afgezegd",
    "hours": "een/1/anderhalf/twee/2/drie/3/vier/4/vijf/5/zes/6/acht/8/tien/10/twaalf/12/24",
    "many_hours": "36/48/72",
    "few_days": "een/1/twee/2/drie/3",
    "some_days": "vier/4/vijf/5/zes/6/zeven/7/acht/8/negen/9/tien/10/elf/11/twaalf/12",
    "day": "/".join(day + part for day in _DAYS for part in _PARTS),
    "next": "aanstaande/aanstaand/komende/komend/as",
    "event": "raadsvergadering/raadsavond/raad/gemeenteraad/demonstratie/betoging/optocht/mars"
    "/bewonersavond/bewonersbijeenkomst/informatieavond/inloopavond/bijeenkomst/wedstrijd/intocht"
    "/stemming/besluit/debat/manifestatie/actie/tegendemonstratie/herdenking/protest/zitting",
}
_U1, _U2, _U3 = Urgency.U1, Urgency.U2, Urgency.U3
# Urgency, phrase, and what makes the phrase say something else.
_PHRASES: tuple[tuple[Urgency, str, tuple[str, ...]], ...] = (
    (_U1, "vanavond", ("vanavond ..1 {was}/heeft", "{was} ..2 vanavond")),
    (_U1, "vannacht ..5 {soon}", ("{was}", "vannacht ..1 hebben")),
    (_U1, "{soon} ..5 vannacht", ("{was}", "hebben")),
    (_U1, "vanmiddag ..5 {soon}", ("{was}", "vanmiddag ..1 hebben")),
    (_U1, "{soon} ..5 vanmiddag", ("{was}", "hebben")),
    (_U1, "vandaag nog", ("{was}",)),
    (_U1, "nog vandaag", ("{was}",)),
    (_U1, "morgenochtend/morgenvroeg", ()),
    (_U1, "over {hours} uur", ("{was}", "gesproken")),
    (_U1, "over een half uur", ("{was}",)),
    (_U1, "over een paar uur", ("{was}",)),
    (_U1, "binnen {hours} uur", ("{was}", "binnen ..2 uur ..1 duizend")),
    (_U1, "binnen enkele/een ..1 uren/uur", ("{was}",)),
    (_U1, "nu ..2 gaande", ("{was}",)),
    (_U1, "NU", ()),
    (_U2, "morgen/morgenavond/morgenmiddag/overmorgen", ("elke/iedere/de/goede/die/een morgen",)),
    (_U2, "binnen {many_hours} uur", ("{was}",)),
    (_U2, "over/binnen {few_days} dagen/dag", ("{was}",)),
    (_U2, "met spoed", ()),
    (_U2, "dringend", ()),
    (_U3, "over/binnen {some_days} dagen", ("{was}",)),
    (_U3, "volgende/komende week", ("{was}",)),
)
_NEAR_DAY = (
    "{next} {day}",
    "{day} ..6 {event}",
    "{event} ..4 {day}",
)
_OTHER_DAY = (
    "afgelopen/vorige/voorbije/sinds/elke/iedere/laatste {day}",
    "{was}",
    "volgende week {day}",
)


@dataclass(frozen=True)
class UrgencyHint:
    """What a text or the expected moment suggests; `quote` is empty for the moment."""

    suggested: Urgency
    quote: str = ""


@dataclass(frozen=True)
class _Rule:
    phrase: PhrasePattern
    unless: tuple[PhrasePattern, ...]
    urgency: Urgency | None


def urgency_hints(
    text: str, expected_moment: datetime | None, chosen: Urgency, asked_at: datetime
) -> list[UrgencyHint]:
    """Give what speaks against the chosen urgency: of the text the most urgent, and the moment.

    `asked_at` is when the text was written and `expected_moment` when it happens, both aware. A
    moment may also speak for less haste, but never against the text.
    """
    local = asked_at.astimezone(AMSTERDAM).weekday()
    by_text = min(_of_text(text, local), key=lambda hint: hint.suggested, default=None)
    hints = [by_text] if by_text and by_text.suggested < chosen else []
    if expected_moment is not None and expected_moment > asked_at:
        wanted = _of_moment(expected_moment - asked_at)
        calm = wanted is Urgency.U4 and chosen <= Urgency.U2 and by_text is None
        if wanted < chosen or calm:
            hints.append(UrgencyHint(Urgency.U3 if calm else wanted))
    return hints


def _of_moment(ahead: timedelta) -> Urgency:
    return next((urgency for longest, urgency in MEANT_FOR if ahead <= longest), Urgency.U4)


def _of_text(text: str, today: int) -> Iterator[UrgencyHint]:
    for words in sentences(text):
        for rule in _RULES:
            place = _place(words, rule)
            if place is None:
                continue
            urgency = rule.urgency or _of_day(words[place[0] : place[1] + 1], today)
            start, end = words[place[0]].start, words[place[1]].end
            yield UrgencyHint(urgency, " ".join(text[start:end].split()))


def _of_day(words: Sequence[Word], today: int) -> Urgency:
    """Give the class for the first day among the words; the same day of the week is a week off."""
    named = next(n for word in words for n, day in enumerate(_DAYS) if word.plain.startswith(day))
    return Urgency.U2 if 1 <= (named - today) % 7 <= 3 else Urgency.U3


def _place(words: Sequence[Word], rule: _Rule) -> tuple[int, int] | None:
    found = (place for place in rule.phrase.found_in(words) if not is_denied(words, *place))
    first = next(found, None)
    # Most rules are not about the sentence, so what speaks against them is looked for last.
    if first and any(True for other in rule.unless for _found in other.found_in(words)):
        return None
    return first


def _rule(phrase: str, unless: Sequence[str], urgency: Urgency | None) -> _Rule:
    denied = (f"niet ..1 {phrase}", f"{phrase} ..1 niet/geen", "{off}", "niet door")
    others = tuple(phrase_pattern(text, _GROUPS) for text in (*unless, *denied))
    return _Rule(phrase_pattern(phrase, _GROUPS), others, urgency)


_RULES = (
    *(_rule(phrase, unless, urgency) for urgency, phrase, unless in _PHRASES),
    *(_rule(phrase, _OTHER_DAY, None) for phrase in _NEAR_DAY),
)
