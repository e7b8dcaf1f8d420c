"""Probable names of persons: behind a title, behind initials, or a known name in capitals."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from service.domain.personal_data.finding import Finding, Kind
from service.domain.personal_data.name_words import (
    BEARS_A_NAME,
    NO_INITIALS,
    NO_PERSON,
    NO_SURNAME,
    PLACE_WORD,
)


@dataclass(frozen=True)
class KnownNames:
    """First names and surnames as `folded` gives them; a surname with its prefix, if it has one."""

    first: frozenset[str] = frozenset()
    last: frozenset[str] = frozenset()


NO_NAMES = KnownNames()


def folded(name: str) -> str:
    """Give a name without accents, capitals and doubled spaces, to compare it."""
    bare = unicodedata.normalize("NFKD", name.replace("ı", "i").replace("’", "'"))
    kept = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return " ".join(kept.casefold().split())


_PREFIX = (
    r"(?:van|von|de|den|der|ter|ten|te|'t|’t|het|in ['’]t|op den|op de|uit de|uit den|el|al|ben|bin"
    r"|ibn|la|le|da|dos|du|"
    r"Van|De|Den|Der|Ter|Ten|Te|'T|El|Al|Ben|Bin|Ait|Aït|La|Le|Da|Di|Dos|Du|Op|In|Uit)"
)
_WORD = r"[A-ZÀ-ÖØ-ÞİŞĞ][a-zß-öø-ÿışğç'’]+(?:[A-Z][a-zß-öø-ÿ]+)?"
_CAPITAL = rf"(?:{_WORD}(?:-(?:{_PREFIX}[ ])?{_WORD})?)"
_SURNAME = rf"((?:{_PREFIX}[ ]){{0,3}})({_CAPITAL})"
_INITIALS = r"(?:[A-ZÀ-Þ](?:[hj])?\.[ ]?){1,5}"
_ACADEMIC = r"(?:(?:dr|drs|mr|ir|ing|prof|bc|mgr|em)\.?[ ]){0,3}"

_TITLE = (
    r"(?:[Dd]e[ ][Hh]eer|[Hh]eer|[Dd]hr\.?|[Mm]evrouw|[Mm]evr\.?|[Mm]w\.?|[Mm]ej\.?|[Mm]eneer"
    r"|[Ff]amilie|[Ff]am\.|[Gg]ezin|[Bb]uurman|[Bb]uurvrouw|[Dd]ominee|[Dd]s\.|[Pp]astoor"
    r"|[Ii]mam|[Rr]abbijn|[Oo]om|[Tt]ante)"
)
_BEHIND_TITLE = re.compile(
    rf"\b{_TITLE}[ ]({_ACADEMIC}(?:{_INITIALS})?(?:{_CAPITAL}[ ])?{_SURNAME})"
)
_OFFICE = (
    r"(?:[Ll]oco-?)?(?:[Bb]urgemeester|[Ww]ethouder|[Rr]aadslid|[Mm]inister|[Gg]emeentesecretaris"
    r"|[Gg]riffier|[Tt]eamchef|[Ww]ijkagent|[Aa]gent|[Oo]fficier|[Cc]ommandant|[Dd]irecteur"
    r"|[Vv]oorzitter|[Bb]ewoner|[Bb]ewoonster|[Ii]nwoner|[Vv]erdachte|[Aa]ctivist|[Oo]rganisator)"
)
_BEHIND_OFFICE = re.compile(rf"\b{_OFFICE}[ ]({_ACADEMIC}(?:{_INITIALS})?{_SURNAME})")
_BEHIND_INITIALS = re.compile(rf"(?<![\w.&/-])({_INITIALS}){_SURNAME}")
_BEHIND_BARE_INITIALS = re.compile(rf"(?<![\w.&/-])[A-Z]{{1,2}}[ ]{_SURNAME}")
_CALLED = re.compile(
    r"\b(?:genaamd|geheten|heet|heette|heten|roepnaam|voornaam|bijnaam|ene|zekere|noemt zich)"
    rf"[ ]:?[ ]?[\"'‘“]?({_CAPITAL})"
)
_TWO_WORDS = re.compile(
    rf"(?<![\w.@-])({_CAPITAL})((?:[ ]{_CAPITAL})?)[ ](?:{_INITIALS})?{_SURNAME}"
)
_SUSPECT = re.compile(rf"(?<![\w.@-])({_CAPITAL})[ ][A-Z]\.(?![A-Z\w])")
_SURNAME_ALONE = re.compile(
    rf"(?<=[a-z,][ ])((?:Van|De|Den|Ter)[ ](?:(?:de|den|der|het|'t)[ ])?)({_CAPITAL})"
)

_NEXT_WORD = re.compile(r"[ -]([A-Za-zÀ-ÿ]+)")
_PATRONYMIC = re.compile(r"(?:sen|stra|sma|inga|ema|mans|huizen|oğlu|oglu)$")
_TOO_SHORT, _LOOK_BACK = 2, 16


def person_names(text: str, names: KnownNames) -> Iterator[Finding]:
    """Give what is probably a name: it asks for a look, it proves nothing."""
    for search in (_suspects, _titled, _in_office, _initialled, _called, _known, _alone):
        for start, end in search(text, names):
            if not _names_a_place(text, start, end, names):
                yield Finding(Kind.NAME, start, end)


_Spans = Iterator[tuple[int, int]]


def _titled(text: str, names: KnownNames) -> _Spans:
    """Behind a title a prefix has a capital; `gezin de Poolse` goes on with ordinary words."""
    for match in _BEHIND_TITLE.finditer(text):
        prefix, surname = match.group(2), match.group(3)
        plain = prefix[:1].islower() and "." not in match.group(1)
        if plain and not _is_surname(prefix, surname, names):
            continue
        if folded(surname) not in NO_SURNAME:
            yield match.span(1)


def _in_office(text: str, names: KnownNames) -> _Spans:
    """An office is followed by a field of work or a place as often as by a name."""
    for match in _BEHIND_OFFICE.finditer(text):
        known = _is_surname(match.group(2), match.group(3), names)
        if known or (folded(match.group(3)) in names.first):
            yield match.span(1)


def _initialled(text: str, names: KnownNames) -> _Spans:
    for match in _BEHIND_INITIALS.finditer(text):
        letters = folded(re.sub(r"\W", "", match.group(1)))
        prefix, surname = match.group(2), match.group(3)
        if letters in NO_INITIALS or folded(surname) in NO_SURNAME:
            continue
        if prefix or len(letters) > 1 or _is_surname(prefix, surname, names):
            yield match.span()
    for match in _BEHIND_BARE_INITIALS.finditer(text):
        letters = folded(match.group().partition(" ")[0])
        if letters not in NO_INITIALS and _is_surname(match.group(1), match.group(2), names):
            yield match.span()


def _called(text: str, names: KnownNames) -> _Spans:
    for match in _CALLED.finditer(text):
        if _is_first_name(match.group(1), names):
            yield match.span(1)


def _known(text: str, names: KnownNames) -> _Spans:
    """A known first name before a word in capitals, or any such word before a telling surname."""
    for match in _TWO_WORDS.finditer(text):
        first, _second, prefix, surname = match.groups()
        if folded(surname) in NO_SURNAME or folded(first) in NO_SURNAME:
            continue
        known_first = _is_first_name(first, names)
        telling = bool(prefix) or _PATRONYMIC.search(surname) is not None
        if known_first or (telling and _is_surname(prefix, surname, names)):
            yield match.span()


def _alone(text: str, names: KnownNames) -> _Spans:
    for match in _SURNAME_ALONE.finditer(text):
        if match.group(1).startswith("Van") and _is_surname(match.group(1), match.group(2), names):
            yield match.span()


def _suspects(text: str, names: KnownNames) -> _Spans:
    """A first name with the letter of a surname, as newspapers write it."""
    for match in _SUSPECT.finditer(text):
        if _is_first_name(match.group(1), names):
            yield match.span()


def _is_first_name(written: str, names: KnownNames) -> bool:
    """Say whether it is a known first name; of a double one the first half counts."""
    one = folded(written)
    return len(one) > _TOO_SHORT and (one in names.first or one.partition("-")[0] in names.first)


def _is_surname(prefix: str, surname: str, names: KnownNames) -> bool:
    """Say whether it is a known surname; of a double one the first half counts."""
    half = surname.partition("-")[0]
    return any(folded(f"{prefix}{one}") in names.last for one in (surname, half))


def _names_a_place(text: str, start: int, end: int, names: KnownNames) -> bool:
    """Say whether it is a street, a school or a shop that bears the name."""
    piece = text[start:end]
    following = _NEXT_WORD.match(text, end)
    return (
        any(folded(piece).startswith(known) for known in NO_PERSON)
        or BEARS_A_NAME.search(text[max(start - _LOOK_BACK, 0) : start]) is not None
        or (following is not None and PLACE_WORD.search(following.group(1)) is not None)
        or (PLACE_WORD.search(piece) is not None and not _ends_in_surname(piece, names))
    )


def _ends_in_surname(piece: str, names: KnownNames) -> bool:
    words = [folded(word) for word in piece.split()]
    return any(" ".join(words[first:]) in names.last for first in range(len(words)))


def known_names(first: Iterable[str], last: Iterable[str]) -> KnownNames:
    """Give these names in the form in which they are compared."""
    return KnownNames(frozenset(map(folded, first)), frozenset(map(folded, last)))
