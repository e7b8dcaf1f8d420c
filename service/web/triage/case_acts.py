"""The acts on a case as one table: URL part → act."""

from typing import Any

from marshmallow import fields
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from expert_registry.tables import SupportKind, Theme
from service.actions.deadlines.acknowledge_escalation import acknowledge_escalation
from service.actions.requests import end_request
from service.actions.requests.add_information import add_information
from service.actions.requests.add_note import add_note
from service.actions.requests.ask_requester import ask_requester
from service.actions.requests.correct_request import MOST_THEMES, correct_tags
from service.actions.requests.decide_to_match import decide_to_match
from service.actions.requests.erase_text import erase_text
from service.actions.requests.own_case import hand_over, take_case
from service.actions.requests.record_call_back import record_call_back
from service.actions.requests.refer_on import refer_on
from service.actions.requests.release_hold import release_hold
from service.actions.requests.start_triage import start_triage
from service.domain.intake import Phase
from service.domain.language import gettext as _
from service.domain.language import lazy
from service.domain.request_status import OPEN_STATES, Act, Status, can
from service.domain.requester_check import CallVia
from service.domain.urgency import Urgency
from service.storage.request import SupportRequest
from service.web.form_fields import Choice, Choices, Line, LocalMoment, Number, Text
from service.web.local_time import moment_text
from service.web.triage.case_act import NOTE_LENGTH, CaseAct, CaseStep, Values, fixed
from service.web.triage.inviting_acts import INVITING_ACTS
from service.web.triage.redact_act import REDACT

FALSE_ALARM = "false_alarm"


def _open(request: SupportRequest) -> bool:
    return request.status in OPEN_STATES


def _may(act: Act, request: SupportRequest) -> bool:
    return can(Status(request.status), act)


def _may_ask(request: SupportRequest) -> bool:
    return request.status == Status.SUBMITTED or _may(Act.ASK_REQUESTER, request)


def _tag_fields(session: Session, _submitted: MultiDict[str, str]) -> dict[str, fields.Field[Any]]:
    return {
        "themes": Choices(
            session.scalars(select(Theme.slug)).all(),
            most=MOST_THEMES,
            too_many=_("Kies ten hoogste drie thema's."),
        ),
        "support_kinds": Choices(
            session.scalars(select(SupportKind.slug)).all(),
            _("Kies ten minste één soort ondersteuning."),
        ),
        "phase": Choice(tuple(Phase), _("Kies een fase.")),
        "urgency": Choice(tuple(Urgency), _("Kies hoe dringend het is.")),
        "main_theme": Choice(session.scalars(select(Theme.slug)).all()),
    }


def _call_back(step: CaseStep, values: Values) -> None:
    record_call_back(
        step.session,
        step.now,
        step.request,
        step.actor,
        values["call_back_note"],
        values["called_at"],
        CallVia(values["call_via"]) if values["call_via"] else None,
        values["spoken_with"],
    )


def _release(step: CaseStep, values: Values) -> None:
    verdict = values["release_verdict"]
    release_hold(
        step.session,
        step.now,
        step.request,
        step.actor,
        values["release_note"],
        verdict == FALSE_ALARM if verdict else None,
    )


def _acknowledge(step: CaseStep, _values: Values) -> str:
    until = acknowledge_escalation(step.session, step.now, step.request, step.actor)
    text = _("U pakt dit op. De melding is stil tot {moment}.")
    return text.format(moment=moment_text(until))


def _note() -> Text:
    return Text(longest=NOTE_LENGTH)


# What usually comes next: shown open, on top of the acts.
FIRST_ACTS = {
    Status.SUBMITTED: ("terugbellen",),
    Status.ACKNOWLEDGED: ("zoeken",),
    Status.TRIAGE: ("zoeken",),
    Status.AWAITING_REQUESTER: ("aanvulling",),
    Status.PROPOSED: ("uitnodigen",),
}

ACTS = INVITING_ACTS | {
    "terugbellen": CaseAct(
        possible=_open,
        do=_call_back,
        done=lazy("Vastgelegd: u hebt de gemeente gesproken."),
        fields=fixed(
            call_via=Choice(tuple(CallVia)),
            spoken_with=Line(),
            call_back_note=_note(),
            called_at=LocalMoment(),
        ),
    ),
    "overnemen": CaseAct(
        possible=_open,
        do=lambda s, _v: take_case(s.session, s.now, s.request, s.actor),
        done=lazy("De aanvraag is nu van u."),
        fields=fixed(),
    ),
    "overdragen": CaseAct(
        possible=_open,
        do=lambda s, v: hand_over(
            s.session, s.now, s.request, s.actor, v["new_owner"], v["hand_over_note"]
        ),
        done=lazy("De aanvraag is overgedragen."),
        fields=fixed(
            new_owner=Number(1, 99_999, lazy("Kies aan wie u de aanvraag overdraagt.")),
            hand_over_note=_note(),
        ),
    ),
    "vrijgeven": CaseAct(
        possible=lambda request: request.held and _open(request),
        do=_release,
        done=lazy("De aanvraag is vrijgegeven. Schakel zoekt nu deskundigen."),
        fields=fixed(
            release_note=Text(lazy("Vul in waarom u de aanvraag vrijgeeft."), 1000),
            release_verdict=Choice((FALSE_ALARM, "correct")),
        ),
    ),
    "beoordelen": CaseAct(
        possible=lambda request: _may(Act.START_TRIAGE, request),
        do=lambda s, _v: start_triage(s.session, s.now, s.request, s.actor),
        done=lazy("U beoordeelt deze aanvraag nu."),
        fields=fixed(),
    ),
    "zoeken": CaseAct(
        possible=lambda request: not request.held and _may(Act.DECIDE_TO_MATCH, request),
        do=lambda s, _v: decide_to_match(s.session, s.now, s.request, s.actor),
        done=lazy("Besloten: wij zoeken een deskundige."),
        fields=fixed(),
    ),
    "kenmerken": CaseAct(
        possible=_open,
        do=lambda s, v: correct_tags(
            s.session,
            s.now,
            s.request,
            s.actor,
            v["themes"],
            v["support_kinds"],
            Phase(v["phase"]),
            Urgency(v["urgency"]),
            v["main_theme"],
        ),
        done=lazy("De kenmerken zijn bewaard."),
        fields=_tag_fields,
    ),
    "vraag": CaseAct(
        possible=_may_ask,
        do=lambda s, v: ask_requester(s.session, s.now, s.request, s.actor, v["question"]),
        done=lazy("De vraag gaat per mail naar de gemeente. De termijnen staan stil."),
        fields=fixed(question=Text(lazy("Vul uw vraag aan de gemeente in."), 2000)),
    ),
    "notitie": CaseAct(
        possible=lambda _request: True,
        do=lambda s, v: add_note(s.session, s.now, s.request, s.actor, v["case_note"]),
        done=lazy("Uw notitie is bewaard."),
        fields=fixed(case_note=Text(lazy("Vul uw notitie in."), NOTE_LENGTH)),
        on_latest=False,
    ),
    "aanvulling": CaseAct(
        possible=_open,
        do=lambda s, v: add_information(s.session, s.now, s.request, v["text"], s.actor),
        done=lazy("De aanvulling is bewaard."),
        fields=fixed(text=Text(lazy("Vul in wat de gemeente heeft verteld."))),
    ),
    "oppakken": CaseAct(
        possible=lambda _request: True,
        do=_acknowledge,
        done=lazy("U pakt dit op. De melding is een tijd stil."),
        fields=fixed(),
    ),
    "doorverwijzen": CaseAct(
        possible=lambda request: _may(Act.REFER_ON, request),
        do=lambda s, v: refer_on(
            s.session, s.now, s.request, s.actor, v["signal"], v["refer_note"]
        ),
        done=lazy("De aanvraag is doorverwezen. De gemeente krijgt bericht."),
        fields=fixed(signal=Line(lazy("Kies een partij uit de lijst.")), refer_note=_note()),
    ),
    "geen-deskundige": CaseAct(
        possible=lambda request: _may(Act.FIND_NOBODY, request),
        do=lambda s, v: end_request.declare_no_match(
            s.session, s.now, s.request, s.actor, v["no_match_note"]
        ),
        done=lazy("Vastgelegd: geen deskundige gevonden. De gemeente krijgt bericht."),
        fields=fixed(no_match_note=_note()),
    ),
    "afsluiten": CaseAct(
        possible=lambda request: _may(Act.CLOSE, request),
        do=lambda s, v: end_request.close_request(
            s.session, s.now, s.request, s.actor, v["lessons"]
        ),
        done=lazy("De aanvraag is afgesloten."),
        fields=fixed(lessons=Text(longest=2000)),
    ),
    "intrekken": CaseAct(
        possible=lambda request: _may(Act.WITHDRAW, request),
        do=lambda s, v: end_request.withdraw_request(
            s.session, s.now, s.request, s.actor, v["withdraw_note"]
        ),
        done=lazy("De aanvraag is ingetrokken. Iedereen krijgt bericht."),
        fields=fixed(withdraw_note=Text(lazy("Vul in waarom de gemeente stopt."), NOTE_LENGTH)),
    ),
    "heropenen": CaseAct(
        possible=lambda request: _may(Act.REOPEN, request) and request.erased_at is None,
        do=lambda s, v: end_request.reopen_request(
            s.session, s.now, s.request, s.actor, v["reopen_note"]
        ),
        done=lazy("De aanvraag is weer open. De termijnen beginnen opnieuw."),
        fields=fixed(reopen_note=_note()),
    ),
    "weghalen": REDACT,
    "wissen": CaseAct(
        possible=lambda request: request.text_erased_at is None,
        do=lambda s, _v: erase_text(s.session, s.now, s.request, s.actor),
        done=lazy("De tekst is gewist."),
        fields=fixed(erase_confirmed=Choice(("yes",), lazy("Vink aan dat u het zeker weet."))),
    ),
}
