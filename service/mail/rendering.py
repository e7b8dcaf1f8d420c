"""From one template per mail to its subject, its text and its HTML."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from babel.dates import format_datetime
from jinja2 import Environment, PackageLoader, PrefixLoader, StrictUndefined, TemplateNotFound

from service.domain.language import gettext, ngettext
from service.domain.opening_hours import AMSTERDAM
from service.mail.errors import UnknownMail


@dataclass(frozen=True)
class Rendered:
    """A mail in its two forms."""

    subject: str
    text: str
    html: str


def render(kind: str, facts: Mapping[str, Any]) -> Rendered:
    """Render the template of this kind of mail. Raises UnknownMail when there is none."""
    text, html = _environment("text"), _environment("html")
    name = f"mails/{kind}.j2"
    try:
        template = text.get_template(name)
    except TemplateNotFound as error:
        raise UnknownMail(kind) from error
    subject = _block(template.blocks["subject"], template.new_context(dict(facts)))
    return Rendered(
        subject,
        template.render(facts, subject=subject).strip() + "\n",
        html.get_template(name).render(facts, subject=subject),
    )


def moment(at: datetime) -> str:
    """Give a moment in Dutch words on the clock of Amsterdam.

    For example: dinsdag 24 november om 14.30 uur.
    """
    return format_datetime(at, "EEEE d MMMM 'om' HH.mm 'uur'", tzinfo=AMSTERDAM, locale="nl")


@cache
def _environment(form: str) -> Environment:
    """The same mails with the layout and the parts of one form, 'text' or 'html'."""
    environment = Environment(
        loader=PrefixLoader(
            {
                "mails": PackageLoader("service.mail", "templates/mails"),
                "form": PackageLoader("service.mail", f"templates/{form}"),
                "shared": PackageLoader("service.mail", "templates/shared"),
            }
        ),
        autoescape=form == "html",  # noqa: S701 - the text form is no HTML
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True
    )
    environment.filters["moment"] = moment
    _offer_parts(environment, "form/parts.j2", ("p", "button", "link_to", "rows"))
    _offer_parts(environment, "shared/parts.j2", ("person", "schedule"))
    return environment


def _offer_parts(environment: Environment, template: str, names: Sequence[str]) -> None:
    """Let every mail use the parts by name, without importing them."""
    module = environment.get_template(template).module
    environment.globals.update({name: getattr(module, name) for name in names})


def _block(block: Callable[..., Any], context: Any) -> str:
    return " ".join("".join(block(context)).split())
