"""What is kept about persons and how long, as the privacy statement tells it."""

from collections.abc import Mapping
from dataclasses import dataclass

from service.domain.language import gettext as _
from service.domain.language import lazy
from service.domain.retention import RULES, RuleCode
from service.web.retention.retention_words import RuleLine, rule_lines

OF_WHOM: Mapping[str, tuple[RuleCode, ...]] = {
    lazy("Gegevens van een aanvraag"): (
        RuleCode.CASE_CONTACT,
        RuleCode.CASE_TEXT,
        RuleCode.CASE_READING,
        RuleCode.CASE_MESSAGES,
        RuleCode.COURSE,
        RuleCode.FIGURES,
    ),
    lazy("Gegevens van deskundigen"): (RuleCode.EXPERTS, RuleCode.EXPERT_DATA),
    lazy("Gegevens van medewerkers en partners"): (
        RuleCode.ACCOUNTS,
        RuleCode.ROSTER,
        RuleCode.CONTACTS,
        RuleCode.REASONS,
    ),
    lazy("Gegevens over het gebruik van Schakel"): (
        RuleCode.MAILS,
        RuleCode.LINKS,
        RuleCode.LOG_INS,
        RuleCode.TRIES,
        RuleCode.AUDIT,
        RuleCode.EVIDENCE,
    ),
}

NOT_ABOUT_PERSONS = frozenset({RuleCode.SETTINGS, RuleCode.SIGNS, RuleCode.TROUBLE})
"""What the page leaves out: it tells nothing of anybody."""


@dataclass(frozen=True)
class KeptData:
    """What is kept about one group of people; a line per rule."""

    title: str
    lines: list[RuleLine]


def kept_data() -> list[KeptData]:
    """Give what is kept about whom, from the rules that the worker follows."""
    lines = dict(zip(RULES, rule_lines(), strict=True))
    return [KeptData(_(title), [lines[code] for code in codes]) for title, codes in OF_WHOM.items()]
