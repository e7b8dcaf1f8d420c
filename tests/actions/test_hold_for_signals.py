"""A referral signal in a text holds the request before anything is read or matched."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from service.actions.requests.add_information import add_information
from service.actions.requests.correct_request import correct_tags, in_order
from service.actions.requests.erase_text import erase_text
from service.actions.requests.hold_for_signals import signals_to_judge
from service.actions.requests.release_hold import release_hold
from service.domain.actor import Actor
from service.domain.errors import InvalidChoice
from service.domain.intake import Phase
from service.domain.request_status import Status
from service.domain.urgency import Urgency
from service.storage import history_event, request_vector
from service.storage.history_event import HistoryEvent
from service.storage.request import SupportRequest
from service.storage.request_vector import RequestVector
from tests.actions.conftest import NOW

Submit = Callable[..., SupportRequest]
THREAT = "De wethouder wordt sinds gisteren bedreigd."
PERSON = "Een leerling van het vmbo is aan het radicaliseren."


def events(session: Session, request: SupportRequest, kind: str) -> list[HistoryEvent]:
    session.flush()
    found = history_event.of_request(session, request.id)
    return [event for event in found if event.kind == kind]


def correct(session: Session, request: SupportRequest, actor: Actor, *themes: str) -> None:
    kinds, phase, urgency = request.support_kinds, Phase(request.phase), Urgency(request.urgency)
    correct_tags(session, NOW, request, actor, themes, kinds, phase, urgency)


@pytest.mark.parametrize("field", ["situation", "question", "done_so_far", "expected_size"])
def test_a_signal_in_any_text_holds_the_request(
    session: Session, submit: Submit, field: str
) -> None:
    request = submit(**{field: THREAT})
    assert (request.held, request.ranking_due_at) == (True, None)
    assert request.hold_reasons == ["threatened-official"]
    (event,) = events(session, request, "hold_for_signals")
    assert event.facts == {"found_signals": ["threatened-official"]}
    assert event.note == "" and request.referral_signals == []


def test_what_was_ticked_is_not_found_again(session: Session, submit: Submit) -> None:
    request = submit(situation=THREAT, referral_signals=("threatened-official",))
    assert request.held and not events(session, request, "hold_for_signals")


def test_other_reasons_stay_beside_it(session: Session, submit: Submit) -> None:
    request = submit(situation=THREAT, mayor_informed=False)
    assert request.hold_reasons == ["no_mandate", "threatened-official"]
    assert signals_to_judge(session, request) == ["threatened-official"]


def test_a_signal_that_is_added_holds_and_forgets_what_was_read(
    session: Session, submit: Submit, coordinator: Actor
) -> None:
    request = submit()
    request_vector.keep(session, request.id, "words", b"1234")
    add_information(session, NOW, request, "Er komen meer mensen.")
    assert not request.held
    add_information(session, NOW, request, THREAT)
    assert (request.held, request.ranking_due_at) == (True, None)
    assert session.get(RequestVector, request.id) is None
    add_information(session, NOW, request, THREAT)
    assert len(events(session, request, "hold_for_signals")) == 1
    release_hold(session, NOW, request, coordinator, "Al bekend.", false_alarm=False)
    add_information(session, NOW, request, "Vandaag is de burgemeester bedreigd.")
    assert request.held


def test_an_expert_who_helps_already_is_not_stopped(session: Session, submit: Submit) -> None:
    request = submit()
    request.status = Status.ACTIVE
    add_information(session, NOW, request, THREAT)
    assert not request.held


def test_correcting_finds_what_nobody_looked_at_yet(
    session: Session, submit: Submit, coordinator: Actor
) -> None:
    request = submit()
    request.situation = PERSON
    correct(session, request, coordinator, "voetbal")
    assert request.hold_reasons == ["individual-radicalisation"]
    release_hold(session, NOW, request, coordinator, "Gaat over een toneelstuk.", false_alarm=True)
    correct(session, request, coordinator, "religie")
    assert not request.held and request.ranking_due_at == NOW


def test_a_release_says_whether_the_signal_was_right(
    session: Session, submit: Submit, coordinator: Actor
) -> None:
    request = submit(situation=THREAT)
    with pytest.raises(InvalidChoice) as refused:
        release_hold(session, NOW, request, coordinator, "Bekend bij politie.")
    assert refused.value.field == "release_verdict" and request.held
    release_hold(session, NOW, request, coordinator, "Bekend bij politie.", false_alarm=False)
    (event,) = events(session, request, "release_hold")
    assert event.facts["found_signals"] == ["threatened-official"]
    assert event.facts["false_alarm"] is False
    assert (request.held, request.ranking_due_at) == (False, NOW)
    assert signals_to_judge(session, request) == []


def test_a_person_who_radicalises_is_never_matched(
    session: Session, submit: Submit, coordinator: Actor
) -> None:
    request = submit(situation=PERSON)
    with pytest.raises(InvalidChoice) as refused:
        release_hold(session, NOW, request, coordinator, "Klopt wel.", false_alarm=False)
    assert refused.value.field == "release_verdict" and request.held
    release_hold(session, NOW, request, coordinator, "Vals alarm.", false_alarm=True)
    assert not request.held


def test_a_new_hold_has_its_own_reasons(
    session: Session, submit: Submit, coordinator: Actor
) -> None:
    request = submit(referral_signals=("crime-tip",))
    release_hold(session, NOW, request, coordinator, "Gemeld.")
    add_information(session, NOW, request, THREAT)
    assert request.hold_reasons == ["threatened-official"]


def test_erasing_the_text_erases_what_was_read(
    session: Session, submit: Submit, coordinator: Actor
) -> None:
    request = submit(situation=PERSON)
    request_vector.keep(session, request.id, "words", b"1234")
    erase_text(session, NOW, request, coordinator)
    assert session.get(RequestVector, request.id) is None


@pytest.mark.parametrize(
    ("themes", "before", "main", "after"),
    [
        (["a", "b"], ["b", "a"], "", ["b", "a"]),
        (["a", "b", "c"], ["c"], "", ["c", "a", "b"]),
        (["a"], ["b", "a"], "", ["a"]),
        (["a", "b"], ["a", "b"], "b", ["b", "a"]),
        (["a"], ["a"], "z", ["z", "a"]),
        (["a", "b", "c"], ["a", "b", "c"], "z", ["z", "a", "b"]),
        ([], ["a"], "", []),
    ],
)
def test_the_main_theme_comes_first(
    themes: list[str], before: list[str], main: str, after: list[str]
) -> None:
    assert in_order(themes, before, main) == after
