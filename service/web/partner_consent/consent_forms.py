"""The two forms of a partner: to whom it agrees and how many at once, or no with a reason."""

from collections.abc import Sequence

from marshmallow import Schema

from service.domain.language import gettext as _
from service.web.form_fields import Choices, Line, Number, Text

MOST_EXPERTS = 50


def agree_schema(expert_ids: Sequence[int]) -> Schema:
    """Give the schema of a yes to some of these experts."""
    return Schema.from_dict(
        {
            "experts": Choices(
                [str(expert_id) for expert_id in expert_ids],
                missing=_("Vink ten minste één deskundige aan. Of zeg hieronder nee."),
            ),
            "most": Number(1, MOST_EXPERTS),
            "agree_note": Text(longest=1000),
        }
    )()


def refuse_schema() -> Schema:
    """Give the schema of a no."""
    return Schema.from_dict(
        {
            "refuse_reason": Text(missing=_("Vul in waarom niet."), longest=1000),
            "suggestion": Line(longest=500),
        }
    )()
