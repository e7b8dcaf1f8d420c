"""The acts on one question to a partner: URL part → act."""

from typing import Any

from marshmallow import fields
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from service.actions.partner_consent.answer_consent import answer_for_partner
from service.actions.partner_consent.bureau_powers import ask_again, withdraw_consent
from service.domain.language import lazy
from service.storage.partner_consent import PartnerConsent
from service.web.form_fields import Choices, Number, Text, number_in
from service.web.triage.case_act import NOTE_LENGTH, CaseAct, CaseStep, Values, fixed
from service.web.triage.subject_acts import subject_of

MOST_EXPERTS = 50
HOW = lazy("Vul in hoe en van wie u het antwoord kreeg.")


def _consent(step: CaseStep) -> PartnerConsent:
    return subject_of(step, PartnerConsent)


def _record(step: CaseStep, experts: list[int], note: str, most: int | None) -> None:
    answer_for_partner(step.session, step.now, _consent(step), experts, step.actor, note, most)


def _agree(step: CaseStep, values: Values) -> None:
    chosen = [int(expert_id) for expert_id in values["experts"]]
    _record(step, chosen, values["agreed_how"], values["most"])


def _agree_fields(
    _session: Session, submitted: MultiDict[str, str]
) -> dict[str, fields.Field[Any]]:
    """Whether an expert belongs to the question is for the act itself to say."""
    typed = submitted.getlist("experts")
    numbers = [text for text in typed if number_in(text) is not None]
    return {
        "experts": Choices(numbers, lazy("Vink aan met wie de partner akkoord is.")),
        "most": Number(1, MOST_EXPERTS),
        "agreed_how": Text(HOW, NOTE_LENGTH),
    }


CONSENT_ACTS = {
    "akkoord": CaseAct(
        possible=lambda _request: True,
        do=_agree,
        done=lazy("Vastgelegd: de partner is akkoord. Schakel gaat verder."),
        fields=_agree_fields,
    ),
    "geen-akkoord": CaseAct(
        possible=lambda _request: True,
        do=lambda s, v: _record(s, [], v["refused_how"], None),
        done=lazy("Vastgelegd: de partner is niet akkoord."),
        fields=fixed(refused_how=Text(HOW, NOTE_LENGTH)),
    ),
    "opnieuw-vragen": CaseAct(
        possible=lambda _request: True,
        do=lambda s, _v: ask_again(s.session, s.now, _consent(s), s.actor),
        done=lazy("De vraag gaat opnieuw naar de partner."),
        fields=fixed(),
    ),
    "zonder-partner": CaseAct(
        possible=lambda _request: True,
        do=lambda s, v: withdraw_consent(s.session, s.now, _consent(s), s.actor, v["without_note"]),
        done=lazy("Schakel gaat verder zonder deze partner. De partner krijgt bericht."),
        fields=fixed(without_note=Text(longest=NOTE_LENGTH)),
    ),
}
