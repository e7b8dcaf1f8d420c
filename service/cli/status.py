"""`schakel status`: how the worker and its queues are doing, in numbers."""

import json
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from embeddings.errors import InferenceUnavailable
from embeddings.inference import InferenceClient
from expert_registry.tables import Expert, ExpertVector, registry_version
from service.actions.alarms.findings import findings
from service.cli.installation import open_installation, present
from service.database import reading
from service.domain.alarm import AlarmKind
from service.domain.request_status import OPEN_STATES
from service.storage.deadline import Deadline
from service.storage.heartbeat import Heartbeat
from service.storage.outbox_mail import MailState, OutboxMail
from service.storage.request import SupportRequest

ENCODER_PATIENCE_S = 2.0


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def status(ctx: click.Context, as_json: bool) -> None:
    """Show how worker and queues are doing.

    Numbers and codes only. The exit status is 1 when something is wrong, such as a worker that
    is silent, a clock that nobody watches or a mail that does not leave.
    """
    settings, engine = open_installation()
    with reading(engine) as session:
        found = status_of(session, present())
    found["encoder"] = encoder_state(settings.inference_socket)
    if as_json:
        click.echo(json.dumps(found, indent=2))
    else:
        for name, value in found.items():
            click.echo(f"{name.replace('_', ' '):28} {value if value != {} else 'none'}")
    ctx.exit(1 if any(AlarmKind(kind).urgent for kind in found["alarms"]) else 0)


def status_of(session: Session, now: datetime) -> dict[str, Any]:
    """Give numbers only, no names or texts: signs of life in seconds ago, lengths of queues."""
    beats = session.scalars(select(Heartbeat).order_by(Heartbeat.worker, Heartbeat.job))
    ages = {f"{row.worker}: {row.job}": round((now - row.at).total_seconds()) for row in beats}
    mails = select(OutboxMail.state, func.count()).group_by(OutboxMail.state)
    by_state = dict(session.execute(mails).all())
    alarms = Counter(finding.kind.value for finding in findings(session, now))
    overdue = (Deadline.next_check_at.is_not(None), Deadline.due_at <= now)
    return {
        "worker_alive": AlarmKind.WORKER_SILENT not in alarms,
        "alarms": dict(sorted(alarms.items())),
        "seconds_since": ages,
        "mails": {state.value: by_state.get(state.value, 0) for state in MailState},
        "open_requests": _count(session, SupportRequest, SupportRequest.status.in_(OPEN_STATES)),
        "waiting_for_ranking": _count(
            session, SupportRequest, SupportRequest.ranking_due_at.is_not(None)
        ),
        "overdue_steps": _count(session, Deadline, *overdue),
        "experts": _count(session, Expert),
        "vectors": _count(session, ExpertVector),
        "registry_version": registry_version(session),
    }


def encoder_state(socket_path: Path) -> str:
    """Give how the inference process computes, fast or plain, or that it is loading or down."""
    try:
        described = InferenceClient(socket_path, ENCODER_PATIENCE_S).describe()
    except InferenceUnavailable:
        return "down"
    return described.way or "loading"


def _count(session: Session, table: type, *conditions: Any) -> int:
    query = select(func.count()).select_from(table).where(*conditions)
    return session.scalar(query) or 0
