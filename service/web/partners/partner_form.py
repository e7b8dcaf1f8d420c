"""The two forms of a partner: its details, and standing consent with a reason."""

from collections.abc import Mapping

from marshmallow import Schema

from expert_registry.tables import Partner
from service.actions.partners.change_partner import HIGHEST_LIMIT
from service.domain.language import gettext as _
from service.web.form_fields import EmailAddress, Line, Number, Text, YesNo

LIKELIEST = 95


def details_schema() -> Schema:
    """Give the schema of the details of a partner; the chance of a yes is a percentage."""
    return Schema.from_dict(
        {
            "contact_name": Line(),
            "contact_email": EmailAddress(),
            "consent_limit": Number(1, HIGHEST_LIMIT),
            "acceptance": Number(
                100 - LIKELIEST, LIKELIEST, _("Vul in hoe vaak u een ja verwacht.")
            ),
        }
    )()


def standing_schema() -> Schema:
    """Give the schema of a change of the standing consent."""
    return Schema.from_dict(
        {
            "standing": YesNo(_("Kies ja of nee.")),
            "standing_reason": Text(_("Vul in waarom, en met wie dit is afgesproken."), 1000),
        }
    )()


def stored(partner: Partner) -> Mapping[str, list[str]]:
    """Give what is stored of a partner, as the fields show it."""
    return {
        "contact_name": [partner.contact_name],
        "contact_email": [partner.contact_email],
        "consent_limit": [str(partner.consent_limit)] if partner.consent_limit else [],
        "acceptance": [str(round(100 * partner.acceptance_prior))],
        "standing": ["yes" if partner.standing_consent else "no"],
    }
