"""Every column of the database has a rule of retention, and the rules say what they mean."""

from datetime import UTC, datetime, timedelta

import pytest

from service.domain.retention import RULES, Effect, RuleCode, destroyed_before
from service.domain.retention_table import COLUMNS, rule_of
from service.storage.all_tables import all_tables

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ENTRIES = [
    (table, column)
    for table, rules in COLUMNS.items()
    for columns in rules.values()
    for column in columns.split()
]


def test_every_column_has_one_entry_and_every_entry_a_column() -> None:
    schema = [
        (table.name, column.name)
        for table in all_tables().sorted_tables
        for column in table.columns
    ]
    assert sorted(ENTRIES) == sorted(schema)


def test_every_rule_is_told_and_used() -> None:
    assert set(RULES) == set(RuleCode)
    assert {rule for rules in COLUMNS.values() for rule in rules} == set(RuleCode)
    assert all(rule.what and rule.why for rule in RULES.values())


@pytest.mark.parametrize(
    ("code", "days"),
    [
        (RuleCode.CASE_TEXT, 90),
        (RuleCode.CASE_CONTACT, 90),
        (RuleCode.MAILS, 90),
        (RuleCode.LINKS, 30),
        (RuleCode.EXPERTS, 365),
        (RuleCode.AUDIT, 3 * 365),
    ],
)
def test_the_time_is_over_after_so_many_days(code: RuleCode, days: int) -> None:
    assert destroyed_before(code, NOW) == NOW - timedelta(days=days)


@pytest.mark.parametrize("code", [code for code in RuleCode if RULES[code].kept is None])
def test_what_has_no_end_is_not_destroyed_by_its_age(code: RuleCode) -> None:
    with pytest.raises(LookupError):
        destroyed_before(code, NOW)
    assert RULES[code].effect in (Effect.KEEP, Effect.ANONYMISE)


@pytest.mark.parametrize(
    ("table", "column", "code"),
    [
        ("support_request", "situation", RuleCode.CASE_TEXT),
        ("support_request", "requester_email", RuleCode.CASE_CONTACT),
        ("support_request", "municipality", RuleCode.FIGURES),
        ("evaluation", "usefulness", RuleCode.FIGURES),
        ("evaluation", "lessons", RuleCode.CASE_TEXT),
        ("request_vector", "vector", RuleCode.CASE_MESSAGES),
        ("candidate", "reasons", RuleCode.CASE_READING),
        ("audit_entry", "hash", RuleCode.AUDIT),
    ],
)
def test_what_a_column_falls_under(table: str, column: str, code: RuleCode) -> None:
    assert rule_of(table, column) is code


def test_a_column_without_an_entry_is_refused() -> None:
    with pytest.raises(LookupError, match=r"expert\.shoe_size"):
        rule_of("expert", "shoe_size")
