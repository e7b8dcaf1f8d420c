"""The acts on one invitation, assignment or mail of a case: URL part → act."""

from typing import TypeVar

from werkzeug.exceptions import NotFound

from service.actions.invitations.accept_invitation import accept_invitation
from service.actions.invitations.assignments import (
    confirm_contact,
    hand_back,
    record_check_in,
    refuse_expert,
)
from service.actions.invitations.decline_invitation import decline_invitation
from service.actions.invitations.extend_answer import extend_answer
from service.actions.invitations.resend_invitation import resend_invitation
from service.actions.invitations.withdraw_invitation import withdraw_invitation
from service.actions.mail.resend_mail import resend_mail
from service.domain.invitation import DeclineReason
from service.domain.language import lazy
from service.storage.invitation import Assignment, Invitation
from service.storage.outbox_mail import OutboxMail
from service.storage.partner_consent import PartnerConsent
from service.web.form_fields import Choice, Day, Line, LocalMoment, Text
from service.web.triage.case_act import NOTE_LENGTH, CaseAct, CaseStep, Values, fixed

Subject = TypeVar("Subject", Invitation, Assignment, OutboxMail, PartnerConsent)
NOT_POSSIBLE = lazy("Deze deskundige mag of kan toch niet helpen. De volgende wordt gevraagd.")


def subject_of(step: CaseStep, table: type[Subject]) -> Subject:
    """Give the row that the act is about; one of another case does not exist. Raises NotFound."""
    found = step.session.get(table, step.subject_id)
    if found is None or found.request_id != step.request.id:
        raise NotFound
    return found


def _accept(step: CaseStep, values: Values) -> str | None:
    found = accept_invitation(
        step.session,
        step.now,
        subject_of(step, Invitation),
        values["first_contact_at"],
        step.actor,
        values["accept_reason"],
    )
    return None if found else NOT_POSSIBLE


def _decline(step: CaseStep, values: Values) -> None:
    decline_invitation(
        step.session,
        step.now,
        subject_of(step, Invitation),
        DeclineReason(values["decline_reason"]),
        step.actor,
        note=values["decline_note"],
        unavailable_until=values["unavailable_until"],
        suggestion=values["suggestion"],
    )


def _note(missing: str = "") -> Text:
    return Text(missing, NOTE_LENGTH)


INVITATION_ACTS = {
    "intrekken": CaseAct(
        possible=lambda _request: True,
        do=lambda s, v: withdraw_invitation(
            s.session, s.now, subject_of(s, Invitation), s.actor, v["invitation_note"]
        ),
        done=lazy("De uitnodiging is ingetrokken. De deskundige krijgt bericht."),
        fields=fixed(invitation_note=_note()),
    ),
    "opnieuw-sturen": CaseAct(
        possible=lambda _request: True,
        do=lambda s, _v: resend_invitation(s.session, s.now, subject_of(s, Invitation), s.actor),
        done=lazy("De uitnodiging gaat opnieuw de deur uit."),
        fields=fixed(),
    ),
    "verlengen": CaseAct(
        possible=lambda _request: True,
        do=lambda s, v: extend_answer(
            s.session, s.now, subject_of(s, Invitation), s.actor, v["until"], v["extend_note"]
        ),
        done=lazy("De deskundige heeft meer tijd. De deskundige en de gemeente krijgen bericht."),
        fields=fixed(
            until=LocalMoment(lazy("Vul in tot wanneer de deskundige kan antwoorden.")),
            extend_note=_note(),
        ),
    ),
    "aannemen": CaseAct(
        possible=lambda _request: True,
        do=_accept,
        done=lazy("Vastgelegd: de deskundige zegt ja."),
        fields=fixed(
            first_contact_at=LocalMoment(lazy("Vul in wanneer het eerste contact is.")),
            accept_reason=_note(lazy("Vul in hoe u het antwoord hebt gekregen.")),
            declared=Choice(
                ("yes",), lazy("Vraag de deskundige om beide verklaringen en vink dit aan.")
            ),
        ),
    ),
    "afslaan": CaseAct(
        possible=lambda _request: True,
        do=_decline,
        done=lazy("Vastgelegd: de deskundige zegt nee."),
        fields=fixed(
            decline_reason=Choice(tuple(DeclineReason), lazy("Kies de reden.")),
            decline_note=_note(lazy("Vul in hoe u het antwoord hebt gekregen.")),
            unavailable_until=Day(),
            suggestion=Line(),
        ),
    ),
}

MAIL_ACTS = {
    "mail-opnieuw": CaseAct(
        possible=lambda _request: True,
        do=lambda s, _v: resend_mail(
            s.session, s.now, s.request, subject_of(s, OutboxMail), s.actor
        ),
        done=lazy("De mail gaat opnieuw de deur uit."),
        fields=fixed(),
    ),
}

ASSIGNMENT_ACTS = {
    "contact": CaseAct(
        possible=lambda _request: True,
        do=lambda s, _v: confirm_contact(s.session, s.now, subject_of(s, Assignment), s.actor),
        done=lazy("Vastgelegd: het eerste contact is geweest."),
        fields=fixed(),
    ),
    "navraag": CaseAct(
        possible=lambda _request: True,
        do=lambda s, v: record_check_in(
            s.session, s.now, subject_of(s, Assignment), s.actor, v["check_in_note"]
        ),
        done=lazy("Vastgelegd: u hebt nagevraagd hoe het gaat."),
        fields=fixed(check_in_note=_note()),
    ),
    "teruggeven": CaseAct(
        possible=lambda _request: True,
        do=lambda s, v: hand_back(
            s.session, s.now, subject_of(s, Assignment), s.actor, v["hand_back_reason"]
        ),
        done=lazy("De deskundige stopt. Schakel vraagt de volgende van de lijst."),
        fields=fixed(hand_back_reason=_note(lazy("Vul in waarom de deskundige stopt."))),
    ),
    "weigeren": CaseAct(
        possible=lambda _request: True,
        do=lambda s, v: refuse_expert(
            s.session, s.now, subject_of(s, Assignment), s.actor, v["refuse_reason"]
        ),
        done=lazy("Vastgelegd: de gemeente kiest iemand anders."),
        fields=fixed(refuse_reason=_note()),
    ),
}
