"""The page on which a requester or an expert evaluates."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request
from marshmallow import Schema, ValidationError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.actions.evaluation.record_evaluation import record_evaluation
from service.actions.mail.open_link import open_link
from service.database import reading, writing
from service.domain.errors import InvalidChoice
from service.domain.language import gettext as _
from service.storage.evaluation import Evaluation
from service.storage.mail_link import LinkPurpose
from service.web import current
from service.web.csrf import protection
from service.web.form_fields import Choice, Line, Text, YesNo
from service.web.form_state import Form
from service.web.guarded_form import read_guarded

blueprint = Blueprint("evaluation", __name__)
protection.exempt(blueprint)
GRADES = ("1", "2", "3", "4", "5")


@blueprint.route("/evaluatie/<token>", methods=["GET", "POST"])
def evaluate(token: str) -> Response:
    """Show the questions and store the answers once."""
    if request.method != "POST":
        return _page(token, Form())
    form, values = read_guarded(evaluation_schema(), request.form, ["lessons"])
    if form.errors:
        return _page(token, form, 400)
    try:
        _store(token, values)
    except InvalidChoice as refusal:
        return _page(token, replace(form, errors={refusal.field: refusal.message}), 400)
    return redirect(request.path, code=303)


class Hours(Line):
    """A number of hours with a decimal comma or point; None where it was left open."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        try:
            hours = float(text.replace(",", ".")) if text else None
        except ValueError:
            raise ValidationError(_("Vul een aantal uren in, bijvoorbeeld 2,5.")) from None
        return hours


def evaluation_schema() -> Schema:
    """Give the schema; both sides answer the first two questions and the last."""
    return Schema.from_dict(
        {
            "usefulness": Choice(GRADES, missing=_("Kies een cijfer van 1 tot en met 5.")),
            "would_use_again": YesNo(missing=_("Kies ja of nee.")),
            "helped_decision": YesNo(),
            "hours": Hours(longest=10),
            "lessons": Text(longest=2000),
        }
    )()


def _store(token: str, values: dict[str, Any]) -> None:
    now = current.now()
    with writing(current.engine()) as session:
        evaluation = _evaluation(session, token)
        record_evaluation(
            session,
            now,
            evaluation,
            usefulness=int(values["usefulness"]),
            would_use_again=values["would_use_again"] == "yes",
            helped_decision={"yes": True, "no": False}.get(values["helped_decision"]),
            hours=values["hours"],
            lessons=values["lessons"],
        )


def _page(token: str, form: Form, status: int = 200) -> Response:
    with reading(current.engine()) as session:
        evaluation = _evaluation(session, token)
        page = render_template("invitations/evaluation.html", evaluation=evaluation, form=form)
    return make_response(page, status)


def _evaluation(session: Session, token: str) -> Evaluation:
    link = open_link(session, current.now(), token, LinkPurpose.EVALUATE)
    return session.get_one(Evaluation, link.evaluation_id)
