"""Stops a form with personal data in a free text, until the user corrects or confirms it."""

from collections.abc import Collection, Iterable, Mapping

from service.domain.language import gettext as _
from service.domain.language import lazy
from service.domain.personal_data.finding import Finding, Kind, fingerprint
from service.domain.personal_data.search import find_personal_data
from service.storage.known_names import packaged_names
from service.web.form_state import Alarm

FIELD = "false_alarm"
LOOKS_LIKE = {
    Kind.BSN: lazy("burgerservicenummer"),
    Kind.EMAIL: lazy("e-mailadres"),
    Kind.PHONE: lazy("telefoonnummer"),
    Kind.IBAN: lazy("rekeningnummer"),
    Kind.PLATE: lazy("kenteken"),
    Kind.ADDRESS: lazy("adres"),
    Kind.BIRTH_DATE: lazy("geboortedatum"),
    Kind.CASE_NUMBER: lazy("nummer van politie of justitie"),
    Kind.MARKING: lazy("stempel van geheime informatie"),
    Kind.NAME: lazy("naam"),
}
NOT_OF_A_PERSON = (Kind.CASE_NUMBER, Kind.MARKING)


def alarms_in(texts: Mapping[str, str], confirmed: Collection[str]) -> dict[str, list[Alarm]]:
    """Give per field what looks like personal data, and whether the user said that it is not."""
    found = {
        name: [
            _alarm(name, text, finding, confirmed)
            for finding in find_personal_data(text)
            if not finding.kind.warns_only
        ]
        for name, text in texts.items()
    }
    return {name: alarms for name, alarms in found.items() if alarms}


def alarm_errors(alarms: Mapping[str, Iterable[Alarm]]) -> dict[str, str]:
    """Give an error for each field that has an alarm nobody confirmed as false."""
    errors = {}
    for name, found in alarms.items():
        sentence = _("‘{piece}’ (lijkt een {kind})")
        pieces = [
            sentence.format(piece=alarm.piece, kind=alarm.looks_like)
            for alarm in found
            if not alarm.confirmed
        ]
        if pieces:
            errors[name] = _sentence(found).format(pieces=", ".join(pieces))
    return errors


def probable_names(texts: Iterable[str]) -> list[str]:
    """Give what may be names of persons in these texts, each once: to warn of, not to stop."""
    pieces = (
        finding.piece(text)
        for text in texts
        for finding in find_personal_data(text, packaged_names())
        if finding.kind.warns_only
    )
    return list(dict.fromkeys(pieces))


def kinds_told(kinds: Iterable[str]) -> str:
    """Give kinds of personal data as words; what is no kind is other words."""
    known = [_(LOOKS_LIKE[Kind(kind)]) for kind in kinds if kind in set(Kind)]
    return ", ".join(known) or _("andere woorden")


def _sentence(found: Iterable[Alarm]) -> str:
    if all(alarm.of_person for alarm in found if not alarm.confirmed):
        return _(
            "Hier lijken persoonsgegevens te staan: {pieces}. Haal ze weg. "
            "Of geef hieronder aan dat het vals alarm is."
        )
    return _(
        "Hier lijkt iets te staan dat wij niet mogen bewaren: {pieces}. Haal het weg. "
        "Of geef hieronder aan dat het vals alarm is."
    )


def confirmed_kinds(alarms: Mapping[str, Iterable[Alarm]]) -> tuple[str, ...]:
    """Give what is stored of confirmed alarms: field and kind, nothing of the text itself."""
    keys = (alarm.key for found in alarms.values() for alarm in found if alarm.confirmed)
    return tuple(dict.fromkeys(key.rpartition(":")[0] for key in keys))


def _alarm(name: str, text: str, finding: Finding, confirmed: Collection[str]) -> Alarm:
    key = fingerprint(name, text, finding)
    of_person = finding.kind not in NOT_OF_A_PERSON
    looks_like = _(LOOKS_LIKE[finding.kind])
    return Alarm(key, finding.piece(text), looks_like, key in confirmed, of_person)
