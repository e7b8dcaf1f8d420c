"""Named errors of the rules about working time and response times."""

from dataclasses import dataclass


class TimeRuleError(ValueError):
    """A question about time that has no answer."""


class NaiveTime(TimeRuleError):
    """A time without a time zone."""


class NeverOpen(TimeRuleError):
    """The calendar has no open time at all."""


class ClockStandsStill(TimeRuleError):
    """The clock is paused without an end, so no moment can be named yet."""


@dataclass(frozen=True)
class Problem:
    """Something wrong in an agreement or a roster: its place and the reason in Dutch."""

    place: str
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


class InvalidAgreement(ValueError):
    """A service agreement that is refused; `problems` says where and why."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = problems
