"""`schakel run`: everything on this machine, for development and a first look."""

from dataclasses import replace
from threading import Event
from urllib.parse import urlsplit

import click
from sqlalchemy import Engine

from service.cli.installation import connect_in_data_folder, present
from service.cli.refusal import CannotDo
from service.config import Settings, UnsafeSettings, read_settings
from service.database import writing
from service.domain.actor import Role
from service.jobs.stop import stop_on_signal
from service.migrations.schema import upgrade_schema
from service.rehearsal.inbox import Inbox
from service.rehearsal.installation import programs
from service.rehearsal.login_links import login_link
from service.rehearsal.ports import NotReady, answers, in_use, wait_until
from service.rehearsal.sample_data import load_first_look
from service.rehearsal.supervision import Supervision
from service.storage import user_account

FIRST_PAGE_S = 60.0


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Port of the pages (8000).")
@click.option(
    "--inbox-port",
    default=8025,
    show_default=True,
    type=click.IntRange(1, 65535),
    help="Port of the page on which the mails can be read.",
)
def run(port: int | None, inbox_port: int) -> None:
    """Serve everything on this machine.

    Pages, worker, model, and an inbox for the mails. For development and a first look, with
    artificial sample data in the folder var/. Prints where everything is and a log-in link for
    each role. Stop it with Ctrl-C.
    """
    stop = stop_on_signal()
    settings = _settings(port)
    page_port = urlsplit(settings.base_url).port or 80
    _check_ports({"pages": page_port, "mail": settings.mail.port, "inbox": inbox_port})
    click.echo("Starting …")
    engine = connect_in_data_folder(settings)
    upgrade_schema(engine)
    inbox = Inbox(settings.mail.port, inbox_port, settings.data_dir / "mail")
    supervision = Supervision(programs(settings), lambda line: click.echo(line, err=True))
    try:
        supervision.start("web")
        with writing(engine) as session:
            load_first_look(session, present())
        inbox.start()
        _wait_for_first_page(settings, stop)
        # The rest starts behind the first page, which it would slow down.
        supervision.start("worker", "inference")
        _tell(settings, engine, inbox_port)
        supervision.watch(stop)
    finally:
        click.echo("Stopping …")
        supervision.stop()
        inbox.stop()
        engine.dispose()


def _wait_for_first_page(settings: Settings, stop: Event) -> None:
    first_page = f"{settings.base_url}/"
    try:
        wait_until(lambda: stop.is_set() or answers(first_page), FIRST_PAGE_S, "the first page")
    except NotReady:
        log = settings.data_dir / "log" / "web.log"
        raise CannotDo(f"the web server does not answer; {log} may tell why") from None


def _settings(port: int | None) -> Settings:
    settings = read_settings()
    if not settings.development:
        problem = "`schakel run` is for development; in production start the programs one by one"
        raise UnsafeSettings([problem])
    address = urlsplit(settings.base_url)
    if address.scheme != "http" or address.hostname not in ("127.0.0.1", "localhost"):
        raise UnsafeSettings(["BASE_URL must be on http://127.0.0.1 for `schakel run`"])
    return replace(settings, base_url=f"http://127.0.0.1:{port}") if port else settings


def _check_ports(ports: dict[str, int]) -> None:
    for what, port in ports.items():
        if in_use(port):
            raise CannotDo(
                f"port {port} ({what}) is in use; stop the program that uses it, or choose "
                "another with --port, --inbox-port or MAIL_PORT"
            )


def _tell(settings: Settings, engine: Engine, inbox_port: int) -> None:
    rows = [
        ("Form for a mayor's office", f"{settings.base_url}/aanvraag"),
        ("Inbox with all mails", f"http://127.0.0.1:{inbox_port}/"),
        ("Database and logs", str(settings.data_dir)),
    ]
    with writing(engine) as session:
        for role in Role:
            for user in user_account.with_role(session, role)[:1]:
                link = login_link(session, present(), user, settings.base_url)
                rows.append((f"Log in once as {role.replace('_', ' ')}", link))
    click.echo("Schakel runs. Stop it with Ctrl-C.")
    for what, where in rows:
        click.echo(f"  {what:33} {where}")
    click.echo("These links skip password and second step, which only development allows.")
