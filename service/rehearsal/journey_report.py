"""Plays the journey on a stage of its own and reports how it went."""

import time
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from service.rehearsal.browser import UnexpectedAnswer
from service.rehearsal.html_page import NotOnThePage
from service.rehearsal.journey import Journey
from service.rehearsal.journey_failed import JourneyFailed
from service.rehearsal.ports import NotReady
from service.rehearsal.stage import Stage
from service.rehearsal.timeline import TimedStep, Timeline

# All that playing can come upon; anything else is a fault of the rehearsal itself.
FAILURES = (
    JourneyFailed,
    NotReady,
    UnexpectedAnswer,
    NotOnThePage,
    ChildProcessError,
    LookupError,
    OSError,
    SQLAlchemyError,
)


def play_journey(
    database_url: str | None, kills: int, seed: int, tell: Callable[[TimedStep], None]
) -> dict[str, Any]:
    """Play the journey, with so many kills of the worker; give the report for people and JSON.

    `ok` says whether all went well, else `failed` says at which step and what, and `logs` where
    the logs are kept. Raises DatabaseInUse when the database holds requests, and what SQLAlchemy
    raises when it cannot be used at all.
    """
    timeline, begun = Timeline(tell), time.monotonic()
    with Stage(database_url) as stage:
        stage.prepare()
        report: dict[str, Any] = {"ok": False, "database": stage.database, "failed": None}
        try:
            report |= _play(stage, timeline, kills, seed)
        except FAILURES as error:
            stage.keep_folder = True
            report["failed"] = f"{timeline.current}: {type(error).__name__}: {error}"
            report["logs"] = str(stage.folder / "log")
    report["seconds"] = round(time.monotonic() - begun, 1)
    report["timeline"] = [asdict(step) for step in timeline.steps]
    return report


def _play(stage: Stage, timeline: Timeline, kills: int, seed: int) -> dict[str, Any]:
    with timeline.step("everything started"):
        stage.start()
    journey = Journey(stage, timeline, kills, seed)
    journey.play()
    return {
        "ok": True,
        "reference": journey.reference,
        "mails": len(stage.inbox.messages()),
        "kills": journey.killer.done,
    }
