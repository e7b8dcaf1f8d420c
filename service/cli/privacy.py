"""`schakel privacy`: what is stored about somebody, and erasing it."""

import json
import os
import re
from pathlib import Path

import click

from service.actions.privacy.erase_person import Outcome, Stays
from service.cli.installation import open_installation, present
from service.cli.refusal import CannotDo
from service.database import taking_back, writing

WHY = {
    Stays.OPEN_CASE: "the case is open; close it first, or wait until it is erased 90 days later",
    Stays.LEGAL_HOLD: "a legal hold stands on it; the privacy officer can lift that",
    Stays.IN_USE: "this expert is being asked, helps now, or is part of a case with a legal hold",
    Stays.PARTNER_CONTACT: "this person speaks for the partner; enter somebody else on its page",
    Stays.OPEN_ACCOUNT: "the account is open; close it first",
    Stays.OTHER_WORDS: "the address is part of another word; take it out on the page of the case",
}
AUDIT_STAYS = (
    "The audit log and the history keep numbers and codes, never names or addresses; "
    "the log goes after three years. Backups keep all of it until they expire."
)
NOTHING = "Nothing is stored about this address."


class Address(click.ParamType):
    """An e-mail address, cleaned of spaces around it."""

    name = "ADDRESS"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """Give the address; refuse what has not the shape of one."""
        text = str(value).strip()
        if not re.fullmatch(r"[^\s@]+@[^\s@]+\.[^\s@]+", text):
            self.fail("this is no e-mail address, such as name@municipality.example", param, ctx)
        return text


@click.group()
def privacy() -> None:
    """Give or erase what is stored about somebody, for a request under the GDPR."""


@privacy.command()
@click.option("--email", type=Address(), required=True, help="The address of the person.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write it here.")
def export(email: str, out: Path | None) -> None:
    """Give everything that is stored about an address, as JSON.

    As requester, expert, contact of a partner or colleague; and in which cases of others it is
    named. Read it before you hand it over: notes of the bureau may be about others as well. A
    file is made with mode 0600 and never overwrites another. The audit log tells of it.
    """
    from service.actions.privacy.export_person import export_person

    _settings, engine = open_installation()
    if out is not None and out.exists():
        raise CannotDo(f"{out} is there already; choose another file")
    with writing(engine) as session:
        found = export_person(session, present(), email)
    text = json.dumps(found, ensure_ascii=False, indent=2) + "\n"
    if out is None:
        click.echo(text, nl=False)
        return
    _write(out, text)
    known = any(value for value in found.values() if isinstance(value, list))
    click.echo(f"written to {out}" if known else f"written to {out}. {NOTHING}")


@privacy.command()
@click.option("--email", type=Address(), required=True, help="The address of the person.")
@click.option("--dry-run", is_flag=True, help="Only tell what would happen.")
def erase(email: str, dry_run: bool) -> None:
    """Erase or anonymise what is stored about an address, and tell what stays and why."""
    from service.actions.privacy.erase_person import erase_person

    _settings, engine = open_installation()
    with (taking_back if dry_run else writing)(engine) as session:
        outcomes, _destroyed = erase_person(session, present(), email)
    if not outcomes:
        click.echo(NOTHING)
        return
    for outcome in outcomes:
        click.echo(_line(outcome, dry_run))
    click.echo(AUDIT_STAYS)


def _line(outcome: Outcome, dry_run: bool) -> str:
    record = f"{outcome.subject.value} {outcome.name}"
    if outcome.stays is not None:
        return f"stays: {record}: {WHY[outcome.stays]}"
    return f"{'would be erased' if dry_run else 'erased'}: {record}"


def _write(out: Path, text: str) -> None:
    try:
        descriptor = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise CannotDo(f"{out} cannot be written: {error.strerror}") from None
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
