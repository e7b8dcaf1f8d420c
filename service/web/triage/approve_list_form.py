"""The form of the ordered list: a position per expert, the summary and the places."""

import re
from typing import Any

from marshmallow import ValidationError, fields
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from expert_registry.tables import Expert
from service.actions.invitations.add_to_list import LONGEST_LIST
from service.actions.matching.approve_list import LONGEST_SUMMARY, MOST_PLACES, approve_list
from service.domain.language import gettext as _
from service.web.form_fields import Number, Text
from service.web.triage.case_act import CaseStep, Values
from service.web.triage.other_experts import find_expert

_POSITION = re.compile(r"position-([0-9]{1,9})")


class ExtraExpert(fields.Field[int | None]):
    """An expert outside the proposal, by number or name; None where left open."""

    def __init__(self, session: Session, missing: str = "") -> None:
        super().__init__(required=True)
        self.session = session
        self.missing_error = missing

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int | None:
        if not value.strip():
            if self.missing_error:
                raise ValidationError(self.missing_error)
            return None
        expert_id, mistake = find_expert(self.session, " ".join(value.split()))
        if mistake:
            raise ValidationError(mistake)
        return expert_id


def list_fields(session: Session, submitted: MultiDict[str, str]) -> dict[str, fields.Field[Any]]:
    """Give a field for each position that was sent, and those of the rest of the form."""
    positions = {name: Number(1, LONGEST_LIST) for name in submitted if _POSITION.fullmatch(name)}
    return {
        **positions,
        "extra": ExtraExpert(session),
        "extra_position": Number(1, LONGEST_LIST),
        "summary": Text(_("Vul een neutrale samenvatting in."), LONGEST_SUMMARY),
        "places": Number(1, MOST_PLACES, _("Vul in hoeveel deskundigen er nodig zijn.")),
        "parallel": Number(1, 2 * MOST_PLACES),
    }


def approve(step: CaseStep, values: Values) -> None:
    """Approve the list in the order of the positions. Raises ValidationError and refusals."""
    approve_list(
        step.session,
        step.now,
        step.request,
        step.actor,
        expert_ids=chosen_order(step.session, values),
        summary=values["summary"],
        places=values["places"],
        parallel=values["parallel"],
    )


def chosen_order(session: Session, values: Values) -> list[int]:
    """Give the chosen expert ids, first place first.

    Raises ValidationError at the field for an unknown expert and for a position used twice.
    """
    places = _positions(values)
    known = set(session.scalars(select(Expert.id).where(Expert.id.in_(e for _f, e, _p in places))))
    taken: dict[int, int] = {}
    errors: dict[str, list[str]] = {}
    for field, expert_id, position in places:
        if expert_id not in known:
            errors[field] = [_("Deze deskundige bestaat niet (meer). Laad de pagina opnieuw.")]
        elif expert_id in taken.values():
            errors[field] = [_("Deze deskundige staat al in de lijst.")]
        elif position in taken:
            errors[field] = [_("Plaats {n} is twee keer gebruikt.").format(n=position)]
        else:
            taken[position] = expert_id
    if errors:
        raise ValidationError(errors)
    return [taken[position] for position in sorted(taken)]


def _positions(values: Values) -> list[tuple[str, int, int]]:
    """Give (field, expert id, position) of every expert that was given a position."""
    found = [
        (name, int(match[1]), position)
        for name, position in values.items()
        if (match := _POSITION.fullmatch(name)) and position is not None
    ]
    if values["extra"] is not None:
        last = max((position for _name, _id, position in found), default=0)
        found.append(("extra", values["extra"], values["extra_position"] or last + 1))
    return found
