"""Everyone who fits is kept away: the ranking stores by what, and where the registry runs short."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from embeddings.errors import InferenceUnavailable
from embeddings.vectors import Encoded
from expert_registry.snapshot import SnapshotCache
from expert_registry.tables import Expert, MunicipalityNeighbour, Partner, bump_version
from service.actions.matching.eligibility import Eligibility, check_everyone, check_experts
from service.actions.matching.ranker import Ranker
from service.domain.partner_consent import ConsentState
from service.jobs.rank_pending import rank_pending
from service.storage import match_run
from service.storage.invitation import Invitation
from service.storage.partner_consent import PartnerConsent
from service.storage.request import SupportRequest
from tests.actions.conftest import NOW


class NoReader:
    """An inference process that is down: letters and ticks decide."""

    def read_query(self, texts: list[str]) -> Encoded:
        raise InferenceUnavailable("down")


@pytest.fixture
def registry(session: Session, experts: list[int]) -> list[int]:
    """The five experts who fit, and thirty whose theme is another (ids of the five)."""
    session.add_all(
        Expert(
            external_id=f"X{number}",
            partner_id="ngb",
            name=f"Ander {number}",
            summary="Kent de harde kern van supporters.",
            themes=["voetbal"],
            support_kinds=["duiding"],
        )
        for number in range(30)
    )
    bump_version(session)
    session.flush()
    return experts


def ranked(engine: Engine, session: Session, request: SupportRequest) -> match_run.MatchRun:
    session.commit()
    ranker = Ranker(SnapshotCache(lambda: Session(engine)), NoReader(), lambda: None)
    assert rank_pending(engine, NOW, ranker) == 1
    run = match_run.latest_run(session, request.id)
    assert run is not None
    return run


def by_kind(run: match_run.MatchRun) -> dict[str, tuple[int, int]]:
    """Number of experts and of those who are named, by obstacle."""
    rows = [row for row in run.obstacles if row["kind"] != "gap"]
    return {row["kind"]: (row["count"], len(row["expert_ids"])) for row in rows}


def test_all_who_fit_are_absent(
    engine: Engine,
    session: Session,
    submit: Callable[..., SupportRequest],
    registry: list[int],
) -> None:
    for expert_id in registry:
        session.get_one(Expert, expert_id).unavailable_until = NOW.date() + timedelta(days=9)
    run = ranked(engine, session, submit())
    assert by_kind(run) == {"unavailable": (5, 3)}
    assert run.obstacles[0]["best_chance"] > 0.6
    assert set(run.obstacles[0]["expert_ids"]) <= set(registry)


def omo_refused(session: Session, request: SupportRequest, expert: Expert) -> None:
    session.get_one(Partner, "omo").standing_consent = False
    session.add(
        PartnerConsent(
            request_id=request.id,
            partner_id="omo",
            state=ConsentState.REFUSED,
            expert_ids=[expert.id],
            agreed_ids=[],
            asked_at=NOW,
            answer_by=NOW,
        )
    )


def test_each_obstacle_is_counted_by_itself(
    engine: Engine,
    session: Session,
    submit: Callable[..., SupportRequest],
    registry: list[int],
) -> None:
    session.add(MunicipalityNeighbour(name_a="Zeist", name_b="Buurdorp"))
    one, two, three, four, five = (session.get_one(Expert, key) for key in registry)
    one.municipality = "Zeist"
    two.municipality = "Buurdorp"
    three.email = ""
    four.partner_id = "omo"
    request = submit(neighbour_allowed=False)
    omo_refused(session, request, four)
    five.max_active = 0
    five.unavailable_until = NOW.date()
    run = ranked(engine, session, request)
    assert by_kind(run) == {
        "conflict": (1, 1),
        "neighbour": (1, 1),
        "address": (1, 1),
        "partner_consent": (1, 1),
        "several": (1, 1),
    }


def test_where_the_registry_runs_short_is_stored(
    engine: Engine,
    session: Session,
    submit: Callable[..., SupportRequest],
    registry: list[int],
) -> None:
    run = ranked(engine, session, submit(themes=("asielopvang", "religie")))
    assert run.obstacles == [{"kind": "gap", "theme": "religie", "support_kind": None, "supply": 0}]


def test_partners_alternate_in_the_stored_order(
    engine: Engine,
    session: Session,
    submit: Callable[..., SupportRequest],
    registry: list[int],
) -> None:
    last = session.get_one(Expert, registry[4])
    last.partner_id = "ngb"
    run = ranked(engine, session, submit())
    found = match_run.candidates(session, run.id)[:3]
    assert [(one.expert_id, one.rank, one.rank_by_score) for one in found] == [
        (registry[0], 1, 1),
        (registry[4], 2, 5),
        (registry[1], 3, 2),
    ]
    assert all(0 < (one.chance or 0) < 1 for one in found)


def test_who_was_asked_often_this_quarter_comes_later(
    engine: Engine,
    session: Session,
    submit: Callable[..., SupportRequest],
    registry: list[int],
) -> None:
    request = submit()
    for days in (31, 40, 45):
        asked_at = NOW - timedelta(days=days)
        session.add(
            Invitation(
                request_id=request.id,
                expert_id=registry[0],
                attempt=days,
                state="declined",
                sent_at=asked_at,
                answer_by=asked_at,
            )
        )
    run = ranked(engine, session, request)
    assert [one.expert_id for one in match_run.candidates(session, run.id)][:2] == registry[1:3]


def test_everyone_is_checked_as_each_alone_and_without_a_list_of_ids(
    engine: Engine,
    session: Session,
    submit: Callable[..., SupportRequest],
    registry: list[int],
) -> None:
    session.get_one(Expert, registry[1]).municipality = "Zeist"
    session.get_one(Expert, registry[2]).previous_offices = [
        {"municipality": "Zeist", "until": "2025-01-01"}
    ]
    request = submit(avoid="liever niet Deskundige 4")
    session.flush()
    sizes = []

    def count(_c: Any, _k: Any, _s: str, parameters: Any, _x: Any, _many: bool) -> None:
        sizes.append(len(parameters))

    event.listen(engine, "before_cursor_execute", count)
    everyone = check_everyone(session, NOW, request)
    event.remove(engine, "before_cursor_execute", count)
    assert max(sizes) < 20
    alone: dict[int, Eligibility] = {}
    for expert_id in everyone:
        alone |= check_experts(session, NOW, request, [expert_id])
    assert everyone == alone
    conflicts = {key: verdict.hard_conflicts for key, verdict in everyone.items()}
    assert [conflicts[key] for key in registry] == [
        (),
        ("own_municipality",),
        ("previous_office",),
        ("veto",),
        (),
    ]
