"""Stops a form with personal data in a free text, until the user corrects or confirms it."""

from collections.abc import Collection, Iterable, Mapping

from service.domain.language import gettext as _
from service.domain.personal_data import Finding, Kind, find_personal_data, fingerprint
from service.web.form_state import Alarm

FIELD = "false_alarm"


def alarms_in(texts: Mapping[str, str], confirmed: Collection[str]) -> dict[str, list[Alarm]]:
    """Give per field what looks like personal data, and whether the user said that it is not."""
    found = {
        name: [_alarm(name, text, finding, confirmed) for finding in find_personal_data(text)]
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
            errors[name] = _(
                "Hier lijken persoonsgegevens te staan: {pieces}. Haal ze weg. "
                "Of geef hieronder aan dat het vals alarm is."
            ).format(pieces=", ".join(pieces))
    return errors


def confirmed_kinds(alarms: Mapping[str, Iterable[Alarm]]) -> tuple[str, ...]:
    """Give what is stored of confirmed alarms: field and kind, nothing of the text itself."""
    keys = (alarm.key for found in alarms.values() for alarm in found if alarm.confirmed)
    return tuple(dict.fromkeys(key.rpartition(":")[0] for key in keys))


def _alarm(name: str, text: str, finding: Finding, confirmed: Collection[str]) -> Alarm:
    key = fingerprint(name, text, finding)
    piece = text[finding.start : finding.end]
    return Alarm(key, piece, _looks_like(finding.kind), key in confirmed)


def _looks_like(kind: Kind) -> str:
    return {
        Kind.BSN: _("burgerservicenummer"),
        Kind.EMAIL: _("e-mailadres"),
        Kind.PHONE: _("telefoonnummer"),
        Kind.IBAN: _("rekeningnummer"),
        Kind.PLATE: _("kenteken"),
    }[kind]
