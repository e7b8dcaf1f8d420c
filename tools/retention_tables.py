"""The rules of retention and the columns under each, as tables of Markdown in English."""

from service.domain.language import DUTCH, use_catalogue
from service.domain.retention import RULES
from service.domain.retention_table import COLUMNS
from service.web.accountability.kept_data import kept_data
from service.web.languages.catalogue import catalogue
from service.web.retention.retention_words import rule_lines


def rule_table() -> str:
    """A row per rule: what, how long, what then, why."""
    use_catalogue(catalogue("en"))
    try:
        rows = [
            f"| `{code}` | {line.what} | {line.how_long} | {line.then} | {line.why} |"
            for code, line in zip(RULES, rule_lines(), strict=True)
        ]
    finally:
        use_catalogue(DUTCH)
    return "\n".join(["| rule | what | how long | then | why |", "|---|---|---|---|---|", *rows])


def column_table() -> str:
    """A row per table and rule: the columns that fall under it."""
    rows = [
        f"| `{table}` | `{rule}` | {', '.join(columns.split())} |"
        for table, rules in sorted(COLUMNS.items())
        for rule, columns in rules.items()
    ]
    return "\n".join(["| table | rule | columns |", "|---|---|---|", *rows])


def term_table() -> str:
    """A row per group of people: each kind of data about them with its term."""
    use_catalogue(catalogue("en"))
    try:
        rows = [
            f"| {group.title} | {line.what} | {line.how_long} | {line.then} |"
            for group in kept_data()
            for line in group.lines
        ]
    finally:
        use_catalogue(DUTCH)
    return "\n".join(["| of whom | what | how long | then |", "|---|---|---|---|", *rows])
