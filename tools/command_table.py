"""The commands of `schakel` as a table, read from the command itself."""

from collections.abc import Iterator

import click

from service.cli.main import main


def commands(group: click.Group, prefix: str) -> Iterator[tuple[str, click.Command]]:
    """All commands in their own order with the words one types, those of subgroups included."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from commands(command, f"{prefix} {name}")
        elif command is not None and not command.hidden:
            yield f"{prefix} {name}", command


def command_table() -> str:
    """A Markdown table: what one types and the first line of its help."""
    rows = ["| command | what it does |", "|---|---|"]
    for words, command in commands(main, "schakel"):
        rows.append(f"| `{words}` | {command.get_short_help_str(limit=120)} |")
    return "\n".join(rows)
