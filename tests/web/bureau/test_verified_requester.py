"""Who asks is verified: by the mailbox, by the domain of the address, by the call back."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, select

from expert_registry.tables import MunicipalityDomain
from service.database import reading, writing
from service.rehearsal.sample_data import load_sample_domains
from service.storage.history_event import HistoryEvent
from service.storage.mail_link import LinkPurpose, MailLink, hash_token, new_token
from service.storage.request import SupportRequest, by_reference
from tests.web.bureau.desk import Clock, Desk

pytestmark = pytest.mark.backend("sqlite")

NOT_YET, CONFIRM = "Mailadres nog niet bevestigd.", "Ja, dit is mijn e-mailadres"
BY_SWITCHBOARD = "Bel via het algemene nummer van de gemeente"


def status_link(engine: Engine, clock: Clock, reference: str) -> str:
    token = new_token()
    with writing(engine) as session:
        case = by_reference(session, reference)
        assert case is not None
        session.add(
            MailLink(
                token_hash=hash_token(token),
                purpose=LinkPurpose.STATUS,
                request_id=case.id,
                created_at=clock.now,
                expires_at=clock.now.replace(year=clock.now.year + 1),
            )
        )
    return f"/status/{token}"


def kinds(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return list(session.scalars(select(HistoryEvent.kind).order_by(HistoryEvent.id)))


def test_the_mailbox_is_confirmed_by_a_press_and_not_by_opening(
    desk: Desk, engine: Engine, clock: Clock, submit: Callable[..., str]
) -> None:
    reference = submit()
    case = f"/bureau/aanvragen/{reference}"
    before = desk.page(case)
    assert NOT_YET in before
    link, requester = status_link(engine, clock, reference), desk.client.application.test_client()
    assert CONFIRM in requester.get(link).text
    requester.head(link)
    requester.get(f"{link}/bevestigen")
    assert NOT_YET in desk.page(case)
    for _twice in range(2):
        assert requester.post(f"{link}/bevestigen").status_code == 303
    page = requester.get(link).text
    assert CONFIRM not in page and "Bevestigd op" in page
    assert "Mailadres bevestigd op" in desk.page(case)
    assert kinds(engine).count("mailbox_confirmed") == 1
    # Who had the case open goes on: nothing that they decide on has changed.
    assert desk.post(f"{case}/terugbellen", before, call_back_note="Gesproken.").status_code == 303


@pytest.mark.parametrize(
    ("path", "typed"),
    [("aanvulling", {"text": "Het wordt drukker."}), ("link", {"purpose": "withdraw"})],
)
def test_whatever_a_person_posts_by_the_link_confirms_it(
    desk: Desk,
    engine: Engine,
    clock: Clock,
    submit: Callable[..., str],
    path: str,
    typed: dict[str, str],
) -> None:
    link = status_link(engine, clock, submit())
    desk.client.application.test_client().post(f"{link}/{path}", data=typed)
    assert kinds(engine)[-1] == "mailbox_confirmed"


@pytest.mark.parametrize(
    ("address", "words", "warned"),
    [
        ("kabinet@zeist.example", "Het e-mailadres is van de gemeente Zeist.", False),
        ("kabinet@utrecht.example", "van een andere gemeente: Utrecht.", True),
        ("kabinet@zeist.example.test", "Onbekend domein: zeist.example.test.", True),
        ("kabinet@gemeente-zeist.example", "Onbekend domein: gemeente-zeist.example.", True),
    ],
)
def test_the_domain_is_told_and_stops_nobody(
    desk: Desk, engine: Engine, submit: Callable[..., str], address: str, words: str, warned: bool
) -> None:
    with writing(engine) as session:
        load_sample_domains(session)
    reference = submit(requester_email=address)
    page = desk.page(f"/bureau/aanvragen/{reference}")
    assert words in page
    assert (BY_SWITCHBOARD in page) is warned
    desk.do(reference, "terugbellen", call_back_note="Gesproken.")


def test_a_call_tells_on_which_number_and_with_whom(
    desk: Desk, engine: Engine, submit: Callable[..., str]
) -> None:
    reference = submit(requester_email="kabinet@onbekend.example")
    case = f"/bureau/aanvragen/{reference}"
    desk.do(reference, "terugbellen", call_via="form", spoken_with="Adviseur Een")
    page = desk.page(case)
    assert "Gebeld op het nummer uit de aanvraag." in page and BY_SWITCHBOARD in page
    spoken_with = "Adviseur Een, 000-1000009"
    desk.do(reference, "terugbellen", call_via="switchboard", spoken_with=spoken_with)
    page = desk.page(case)
    assert "Gebeld op het algemene nummer van de gemeente." in page
    assert "Gesproken: Adviseur Een, 000-1000009." in page
    assert BY_SWITCHBOARD not in page
    with reading(engine) as session:
        stored = session.scalars(select(SupportRequest)).one()
        last = session.scalars(select(HistoryEvent).order_by(HistoryEvent.id.desc())).first()
        assert stored.call_back_via == "switchboard"
        assert last is not None and last.actor_id and last.facts["via"] == "switchboard"


def test_a_call_that_is_taken_back_proves_nothing(
    desk: Desk, engine: Engine, submit: Callable[..., str]
) -> None:
    reference = submit(requester_email="kabinet@onbekend.example")
    page = desk.do(reference, "terugbellen", call_via="known")
    assert BY_SWITCHBOARD not in page
    with reading(engine) as session:
        event = session.scalars(select(HistoryEvent.id).order_by(HistoryEvent.id.desc())).first()
    page = desk.do(reference, "terugdraaien", undo_event=event, undo_reason="Andere gemeente.")
    assert BY_SWITCHBOARD in page and "Gebeld op" not in page


def test_the_samples_show_all_three_marks(engine: Engine, reference_data: None) -> None:
    with writing(engine) as session:
        load_sample_domains(session)
        load_sample_domains(session)
        rows = session.scalars(
            select(MunicipalityDomain).where(MunicipalityDomain.source == "sample")
        )
        assert {row.domain for row in rows} >= {"zeist.example", "utrecht.example"}
