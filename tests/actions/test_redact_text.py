"""Words taken out of a case: they are gone everywhere, and a new ranking follows."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from service.actions.invitations.decline_invitation import decline_invitation
from service.actions.invitations.invite_wave import invite_next
from service.actions.matching.rank_request import ranking_job, store_ranking
from service.actions.matching.ranker import Ranker
from service.actions.requests.add_information import add_information
from service.actions.requests.add_note import add_note
from service.actions.requests.end_request import withdraw_request
from service.actions.requests.record_call_back import record_call_back
from service.actions.requests.redact_text import redact_text
from service.database import writing
from service.domain.actor import Actor
from service.domain.errors import InvalidChoice
from service.domain.invitation import DeclineReason
from service.jobs.rank_pending import rank_pending
from service.storage import case_text, history_event, invitation, match_run
from service.storage.all_tables import all_tables
from service.storage.evaluation import Evaluation
from service.storage.partner_consent import PartnerConsent
from service.storage.request import SupportRequest
from service.storage.request_vector import RequestVector
from tests.actions.conftest import NOW
from tests.actions.test_rank_pending import WordEncoder, encoder, ranker  # noqa: F401
from tests.sample_case import store_run

Submit = Callable[..., SupportRequest]
LATER = NOW + timedelta(minutes=5)
NAME = "Wubbo Kwispelaar"
TOLD = f"Bij de opvang staat {NAME} elke avond met boze bewoners."


def places_of(engine: Engine, word: str) -> set[str]:
    """Every column of every table in which the word stands, as `table.column`."""
    found = set()
    with engine.connect() as connection:
        for table in all_tables().sorted_tables:
            for column in table.columns:
                # Read as the program does: in the database itself confidential columns are sealed.
                values = connection.scalars(select(column)).all()
                if any(word in _as_text(value) for value in values):
                    found.add(f"{table.name}.{column.name}")
    return found


def _as_text(value: object) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def bytes_of(engine: Engine) -> bytes:
    """Everything in the files of the database, its log included."""
    path = Path(engine.url.database or "")
    return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))


def stored_situation(engine: Engine) -> bytes:
    """The situation as it stands in the files: sealed."""
    with engine.connect() as connection:
        stored = connection.execute(text("SELECT situation FROM support_request")).scalar_one()
    return str(stored).encode()


@pytest.fixture
def told(
    session: Session, proposed: Submit, coordinator: Actor, experts: list[int]
) -> SupportRequest:
    """A case in which the name stands in every text."""
    request = proposed(
        situation=TOLD,
        question=f"Wat doen wij met {NAME}?",
        done_so_far=f"{NAME} is gebeld.",
        expected_size=f"{NAME} en tien anderen",
        avoid=NAME,
        second_contact=NAME,
    )
    request.neutral_summary = f"Onrust door {NAME}."
    request.closing_lessons = f"Bel {NAME} eerder."
    add_information(session, NOW, request, f"{NAME} was er weer.")
    add_note(session, NOW, request, coordinator, f"Let op {NAME}.")
    record_call_back(session, NOW, request, coordinator, f"Gesproken over {NAME}.")
    invite_next(session, NOW, request, coordinator)
    session.flush()
    asked = invitation.open_of_request(session, request.id)[0]
    decline_invitation(
        session, NOW, asked, DeclineReason.NO_TIME, coordinator, f"Kent {NAME}.", suggestion=NAME
    )
    session.add(
        PartnerConsent(
            request_id=request.id, partner_id="ngb", state="refused", expert_ids=[], asked_at=NOW,
            answer_by=NOW, note=f"Niet met {NAME}.", suggestion=NAME,
        )
    )  # fmt: skip
    session.add(Evaluation(request_id=request.id, side="requester", asked_at=NOW, lessons=NAME))
    reasons = [{"kind": "theme", "text_nl": "thema", "phrases": [NAME]}]
    store_run(session, request.id, [{"expert_id": experts[0], "reasons": reasons}])
    session.commit()
    return request


def test_the_words_are_gone_from_every_column_and_from_the_files(
    engine: Engine, session: Session, told: SupportRequest, coordinator: Actor
) -> None:
    before = places_of(engine, NAME)
    assert {"support_request.situation", "candidate.reasons", "invitation.suggestion"} <= before
    assert {one.place for one in case_text.of_request(session, told)} <= before
    request_id = told.id
    session.rollback()
    former = stored_situation(engine)
    with writing(engine) as fresh:
        redact_text(fresh, NOW, fresh.get_one(SupportRequest, request_id), coordinator, [NAME])
    assert places_of(engine, "Kwispelaar") == set()
    assert "support_request.situation" in places_of(engine, "staat [weggehaald] elke avond")
    if engine.dialect.name == "sqlite":
        assert stored_situation(engine) in bytes_of(engine)
        assert former not in bytes_of(engine)


def test_the_request_is_read_and_ranked_anew(
    engine: Engine,
    session: Session,
    submit: Submit,
    coordinator: Actor,
    ranker: Ranker,  # noqa: F811
) -> None:
    request_id = submit(situation=TOLD).id
    session.commit()
    rank_pending(engine, NOW, ranker)
    session.expire_all()
    first, request = (
        match_run.latest_run(session, request_id),
        session.get(SupportRequest, request_id),
    )
    assert first is not None and request is not None and match_run.candidates(session, first.id)
    redact_text(session, LATER, request, coordinator, [NAME])
    session.commit()
    assert session.get(RequestVector, request_id) is None
    assert not any(one.reasons for one in match_run.candidates(session, first.id))
    assert first.themes == first.support_kinds == []
    session.commit()
    assert rank_pending(engine, LATER, ranker) == 1
    session.expire_all()
    again = match_run.latest_run(session, request_id)
    assert again is not None and again.id != first.id
    assert all(one.reasons for one in match_run.candidates(session, again.id))
    assert session.get(RequestVector, request_id) is not None


def test_a_ranking_that_was_being_made_is_not_stored(
    engine: Engine,
    session: Session,
    submit: Submit,
    coordinator: Actor,
    ranker: Ranker,  # noqa: F811
) -> None:
    request = submit(situation=TOLD)
    job = ranking_job(session, NOW, request.id)
    session.commit()
    made = ranker.rank(job.facts, job.allowed, job.penalties, 5)
    redact_text(session, LATER, request, coordinator, [NAME])
    assert not store_ranking(session, LATER, job, made)


@pytest.mark.parametrize(("mayor_informed", "ended"), [(False, False), (True, True)])
def test_what_is_held_or_has_ended_is_not_ranked(
    session: Session, submit: Submit, coordinator: Actor, mayor_informed: bool, ended: bool
) -> None:
    request = submit(situation=TOLD, mayor_informed=mayor_informed)
    if ended:
        withdraw_request(session, NOW, request, coordinator, "Niet meer nodig.")
    redact_text(session, LATER, request, coordinator, [NAME])
    assert "[weggehaald]" in request.situation and request.ranking_due_at is None


def test_words_in_a_note_only_leave_the_ranking_as_it_is(
    session: Session, submit: Submit, coordinator: Actor, experts: list[int]
) -> None:
    request = submit()
    request.ranking_due_at = None
    add_note(session, NOW, request, coordinator, f"Let op {NAME}.")
    run = store_run(
        session, request.id, [{"expert_id": experts[0], "reasons": [{"kind": "theme"}]}]
    )
    assert redact_text(session, LATER, request, coordinator, [NAME]) == 1
    assert match_run.candidates(session, run.id)[0].reasons and request.ranking_due_at is None


def test_the_history_holds_fields_and_kinds_only(
    session: Session, submit: Submit, coordinator: Actor
) -> None:
    request = submit(situation=f"{TOLD} Bel 06-90123456.")
    seen = request.revision
    redact_text(session, NOW, request, coordinator, ["06-90123456", "boze bewoners"])
    session.flush()
    event = history_event.of_request(session, request.id)[-1]
    assert (event.kind, event.note) == ("redact_text", "")
    assert event.facts == {"fields": ["support_request.situation"], "kinds": ["phone"], "count": 2}
    assert request.revision == seen + 1


@pytest.mark.parametrize(
    ("passages", "sentence"),
    [
        ([], "ten minste twee"),
        (["x"], "ten minste twee"),
        (["Niemand"], "staan niet in deze aanvraag"),
    ],
)
def test_words_that_cannot_be_taken_out_are_refused(
    session: Session, submit: Submit, coordinator: Actor, passages: list[str], sentence: str
) -> None:
    request = submit()
    before = request.text(), request.revision
    with pytest.raises(InvalidChoice, match=sentence):
        redact_text(session, NOW, request, coordinator, passages)
    assert (request.text(), request.revision) == before
