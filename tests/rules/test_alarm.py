"""When a job is silent, how long a mail may wait, and no flood of alarms."""

from datetime import UTC, datetime, timedelta

import pytest

from service.domain.alarm import (
    JOB_LIMITS,
    MOST_PER_KIND,
    OF_THE_ROSTER,
    AlarmKind,
    Finding,
    first_of_each_kind,
    mail_limit,
    silent_workers,
)

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
ALL = ("worker", *JOB_LIMITS)


HOURS = 3600


def signs(**seconds_ago: float) -> dict[str, datetime]:
    """All jobs finished just now, except those that are named (spaces as underscores)."""
    ages = dict.fromkeys(ALL, 1.0)
    ages |= {name.replace("_", " "): age for name, age in seconds_ago.items()}
    return {job: NOW - timedelta(seconds=age) for job, age in ages.items()}


def found(workers: dict[str, dict[str, datetime]]) -> list[str]:
    findings = silent_workers(workers, NOW)
    return [f"{finding.kind} {finding.subject}".strip() for finding in findings]


SILENCES = [
    ({}, []),
    ({"worker": 60}, []),
    ({"worker": 61}, ["worker_silent"]),
    ({"worker": 61, "send_mail": 900}, ["worker_silent"]),
    ({"worker": -3600}, ["worker_silent"]),  # left by a clock that was an hour ahead
    ({"worker": -30}, []),
    ({"check_deadlines": 60}, []),
    ({"check_deadlines": 61}, ["job_silent a: check deadlines"]),
    ({"send_mail": 121, "audit": 121}, ["job_silent a: send mail", "job_silent a: audit"]),
    ({"refresh_registry": 3599}, []),
]


@pytest.mark.parametrize(("ages", "expected"), SILENCES)
def test_one_worker(ages: dict[str, float], expected: list[str]) -> None:
    assert found({"a": signs(**ages)}) == expected


def test_without_any_sign_of_life_the_worker_is_silent() -> None:
    assert silent_workers({}, NOW) == [Finding(AlarmKind.WORKER_SILENT)]


# Of worker a and of worker b: how long ago it signed, and was told to stop; what is found.
TWO_WORKERS = [
    ({}, {}, []),
    ({}, {"worker": 61}, ["worker_down b"]),
    ({}, {"worker": 24 * HOURS}, ["worker_down b"]),
    ({}, {"worker": 25 * HOURS}, []),
    ({"check_deadlines": 61}, {}, ["job_silent a: check deadlines"]),
    ({"worker": 61}, {"worker": 61}, ["worker_silent"]),
    # Stopped in good order: long ago, and just now with a job that was late.
    ({}, {"worker": 310, "stopped": 300, "send_mail": 310}, []),
    ({}, {"worker": 3, "stopped": 1, "send_mail": 121}, []),
    ({"worker": 61}, {"worker": 70, "stopped": 59}, ["worker_down a"]),
    ({"worker": 61}, {"worker": 70, "stopped": 61}, ["worker_silent"]),
    # Started again since, and then killed.
    ({}, {"worker": 120, "stopped": 300}, ["worker_down b"]),
]


@pytest.mark.parametrize(("one", "other", "expected"), TWO_WORKERS)
def test_two_workers(one: dict[str, float], other: dict[str, float], expected: list[str]) -> None:
    assert found({"a": signs(**one), "b": signs(**other)}) == expected


@pytest.mark.parametrize(
    ("urgency", "minutes"), [("U1", 2), ("U2", 15), ("U3", 15), ("U4", 15), (None, 15)]
)
def test_mail_limit(urgency: str | None, minutes: int) -> None:
    assert mail_limit(urgency) == timedelta(minutes=minutes)


def test_of_a_thousand_of_a_kind_the_first_are_kept() -> None:
    many = [Finding(AlarmKind.DEADLINE_MISSED, str(number)) for number in range(1000)]
    other = Finding(AlarmKind.MAIL_LATE, "x")
    kept = first_of_each_kind([*many, other])
    assert kept == [*many[:MOST_PER_KIND], other]


def test_every_kind_has_words_and_only_roster_and_absences_can_wait() -> None:
    assert all(kind.label for kind in AlarmKind)
    ahead = [kind for kind in AlarmKind if not kind.urgent]
    assert ahead == [*OF_THE_ROSTER, AlarmKind.ABSENCE_TO_CONFIRM]
