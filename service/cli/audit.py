"""`schakel audit`: whether the audit log is as it was written."""

import json
import re

import click

from service.actions.audit.expire_log import LogIsBroken, expire_log
from service.actions.audit.verify_log import Verified, verify_log
from service.cli.installation import open_installation, present
from service.cli.refusal import CannotDo
from service.database import reading, writing
from service.domain.audit_chain import Break, BreakKind, End
from service.storage.audit_entry import see_one_moment

WORDS = {
    BreakKind.CHANGED: "entry {place} was changed, or its hash no longer follows on entry {former}",
    BreakKind.REMOVED: "entry {place} was removed",
    BreakKind.INSERTED: "entry {place} was inserted",
    BreakKind.UNSIGNED: "the checkpoint at entry {place} is not signed with one of the data keys",
    BreakKind.UNSEALED: "the program did not seal entry {place} as the last: others may be gone",
}


class KnownEnd(click.ParamType):
    """An end of the chain as an earlier check printed it: `12:` and 64 hexadecimal digits."""

    name = "PLACE:HASH"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> End:
        """Give the end; refuse what no check printed."""
        found = re.fullmatch(r"(\d{1,10}):([0-9a-f]{64})", str(value).strip())
        if found is None:
            self.fail("this is no end that a check printed, such as 12:0f3a…", param, ctx)
        return End(int(found[1]), found[2])


@click.group()
def audit() -> None:
    """Check the log of who read, changed and was refused what, or let old entries expire."""


@audit.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--end", type=KnownEnd(), help="The end that an earlier check printed.")
@click.pass_context
def verify(ctx: click.Context, as_json: bool, end: End | None) -> None:
    """Look for an entry that was changed, removed or inserted.

    The first such entry is named and the exit status is 1. Keep the end that is printed outside
    this installation: with --end a later check finds a log that was made anew as a whole.
    """
    _settings, engine = open_installation()
    with reading(engine) as session:
        see_one_moment(session)
        found = verify_log(session, end)
    click.echo(json.dumps(_values(found), indent=2) if as_json else _sentence(found))
    ctx.exit(1 if found.broken else 0)


@audit.command()
def expire() -> None:
    """Remove the entries of more than three years ago.

    A signed checkpoint stays, from which the log can still be checked. A log that is broken is
    left as it is.
    """
    _settings, engine = open_installation()
    try:
        with writing(engine) as session:
            gone = expire_log(session, present())
    except LogIsBroken as error:
        raise CannotDo(f"nothing was removed: {_what(error.broken)}") from None
    click.echo(f"{gone} entries were removed")


def _values(found: Verified) -> dict[str, object]:
    broken = found.broken and {"kind": found.broken.kind, "entry": found.broken.position}
    return {"whole": broken is None, "broken": broken, "end": _end(found.end)}


def _sentence(found: Verified) -> str:
    if found.broken:
        return f"The audit log is broken: {_what(found.broken)}."
    entries = found.end.position - found.start.position
    return f"The audit log is whole: {entries} entries.\nEnd: {_end(found.end)}"


def _what(broken: Break) -> str:
    return WORDS[broken.kind].format(place=broken.position, former=broken.position - 1)


def _end(end: End) -> str:
    return f"{end.position}:{end.hash}"
