"""What is wrong with the program itself, and what to do about it."""

from flask import Blueprint, render_template

from service.database import reading
from service.domain.alarm import OF_THE_ROSTER
from service.storage import alarm as alarms
from service.web import current
from service.web.accounts.desk_context import desk_context
from service.web.alarms.alarm_words import alarm_lines
from service.web.labels import expert_names

blueprint = Blueprint("alarms", __name__, url_prefix="/bureau/meldingen")
blueprint.context_processor(desk_context)


@blueprint.get("")
def overview() -> str:
    """Show the standing alarms, the first raised first."""
    with reading(current.engine()) as session:
        lines = alarm_lines(alarms.standing(session))
        away = [line.expert_id for line in lines if line.expert_id]
        return render_template(
            "bureau/alarms.html",
            lines=lines,
            experts=expert_names(session, away),
            of_the_roster=OF_THE_ROSTER,
        )
