"""Which columns are sealed and which are not, as a table for the documentation."""

from service.storage.column_secrecy import SECRECY, Why


def secrecy_table() -> str:
    """A Markdown table: each reason, sealed ones first, with its columns per table."""
    rows = ["| | why | columns |", "|---|---|---|"]
    for why in sorted(Why, key=lambda reason: not reason.sealed):
        kind = "sealed" if why.sealed else "in clear"
        reason = why.value.removeprefix("sealed: ")
        rows.append(f"| {kind} | {reason} | {'; '.join(_per_table(why))} |")
    return "\n".join(rows)


def _per_table(why: Why) -> list[str]:
    tables: dict[str, list[str]] = {}
    for place, reason in SECRECY.items():
        table, _, column = place.partition(".")
        if reason is why:
            tables.setdefault(table, []).append(column)
    return [f"`{table}`: {', '.join(columns)}" for table, columns in tables.items()]
