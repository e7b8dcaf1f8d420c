"""Sees after a whole run that the tests named in `docs/security/asvs.toml` really ran.

A table that points at tests is worth nothing when these are skipped or no longer collected. Of a
part of the tests (a file, `-k`, `-m`, `--lf`, a run that was stopped) nothing is said.
"""

import pytest

from tools.asvs_table import read_table
from tools.named_tests import TestRun


class NamedTestsRan:
    """A plugin of pytest; with xdist it works where the reports of all workers come together."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self._names = names
        self._run = TestRun()
        self._not_shown: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note each report."""
        self._run.note(report.nodeid, report.outcome, report.when)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Fail the run when a named test was left out; one that failed fails it already."""
        ended = exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
        if ended and not session.shouldstop and not session.shouldfail and is_whole(session.config):
            self._not_shown = self._run.not_shown(self._names)
            if self._not_shown:
                session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Name what was left out."""
        if self._not_shown:
            terminalreporter.section("named in docs/security/asvs.toml, and not shown by this run")
            for line in self._not_shown:
                terminalreporter.write_line(line, red=True)


def is_whole(config: pytest.Config) -> bool:
    """Say whether this is a run of all tests."""
    chosen = ("keyword", "markexpr", "lf", "deselect", "ignore", "ignore_glob", "collectonly")
    by_itself = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    everything = by_itself or [one.rstrip("/") for one in config.args] == config.getini("testpaths")
    return everything and not any(config.getoption(name, None) for name in chosen)


def watch(config: pytest.Config) -> None:
    """Watch this run, but for the workers of xdist: what they report comes to where they began."""
    if not hasattr(config, "workerinput"):
        names = tuple(name for row in read_table() for name in row.tests)
        config.pluginmanager.register(NamedTestsRan(names), "named-tests-ran")
