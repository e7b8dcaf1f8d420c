"""What is wrong with the program itself, and what to do about it."""

from flask import Blueprint, render_template

from service.database import reading
from service.storage import alarm as alarms
from service.web import current
from service.web.accounts.desk_context import desk_context
from service.web.alarms.alarm_words import alarm_lines

blueprint = Blueprint("alarms", __name__, url_prefix="/bureau/meldingen")
blueprint.context_processor(desk_context)


@blueprint.get("")
def overview() -> str:
    """Show the standing alarms, the first raised first."""
    with reading(current.engine()) as session:
        return render_template("bureau/alarms.html", lines=alarm_lines(alarms.standing(session)))
