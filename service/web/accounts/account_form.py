"""The forms of an administrator: a new account, and one that is changed."""

from collections.abc import Collection, Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, validates_schema

from service.domain.actor import Role
from service.domain.language import gettext as _
from service.web.form_fields import Choice, EmailAddress, Line, PhoneNumber

ROLES = tuple(role.value for role in Role)


class RoleSchema(Schema):
    """A role; a contact of a partner needs a partner."""

    @validates_schema
    def partner_goes_with_role(self, values: Mapping[str, Any], **_more: Any) -> None:
        """Raise ValidationError for the contact of no partner."""
        if values.get("role") == Role.PARTNER_CONTACT and not values.get("partner"):
            raise ValidationError(_("Kies een partner."), "partner")


def change_schema(partner_ids: Collection[str]) -> Schema:
    """Give the schema of the form with which an account is changed."""
    return RoleSchema.from_dict(_fields(partner_ids))()


def account_schema(partner_ids: Collection[str]) -> Schema:
    """Give the schema of the form with a new account."""
    found = _fields(partner_ids)
    email = EmailAddress(_("Vul het e-mailadres in."))
    return RoleSchema.from_dict({"name": found["name"], "email": email} | found)()


def address_schema() -> Schema:
    """Give the schema of the form with another address."""
    email = EmailAddress(_("Vul het nieuwe e-mailadres in."))
    return Schema.from_dict({"new_email": email})()


def partner_of(values: Mapping[str, Any]) -> str | None:
    """Give the partner of a read form; only a partner's contact has one."""
    return values["partner"] if values["role"] == Role.PARTNER_CONTACT else None


def _fields(partner_ids: Collection[str]) -> dict[str, fields.Field[Any]]:
    return {
        "name": Line(_("Vul in hoe deze persoon heet.")),
        "phone": PhoneNumber(),
        "role": Choice(ROLES, _("Kies een rol.")),
        "partner": Choice(partner_ids),
    }
