"""`schakel screen`: what looks like personal data in a text."""

import json

import click

from service.cli.typed_text import text_of_input
from service.domain.personal_data.search import find_personal_data
from service.storage.known_names import packaged_names


@click.command()
def screen() -> None:
    """Find personal data in a text, as JSON.

    The text comes from standard input; it is kept nowhere. Each finding has its kind, the place
    of its first sign and of the one behind its last (from 0), and the reason in Dutch. Example:
    schakel screen < FILE
    """
    text = text_of_input()
    found = [
        {"kind": one.kind, "start": one.start, "end": one.end, "reason": one.reason}
        for one in find_personal_data(text, packaged_names())
    ]
    click.echo(json.dumps(found, ensure_ascii=False, indent=2))
