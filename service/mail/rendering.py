"""From one template per mail, and a wording of its pieces, to its subject, text and HTML."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from jinja2 import (
    Environment,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateNotFound,
    pass_context,
)
from jinja2.runtime import Context
from markupsafe import Markup

from service.domain.language import gettext, ngettext
from service.domain.mail_piece import Words
from service.domain.mail_placeholder import fill_in, names_in
from service.mail.errors import UnknownMail
from service.mail.facts import MailFacts
from service.mail.placeholder_values import moment, placeholder_values

SAY = "subject_line"
"""The call in a template that gives its subject."""
PARTS = ("p", "button", "link_to")
"""The calls that give a piece of its body: key, text, and the address of a button or link."""
_WORDING = "wording"


@dataclass(frozen=True)
class Rendered:
    """A mail in its two forms."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Wording:
    """The texts of one mail: those of a version, else those that come with the program."""

    words: Words
    values: Mapping[str, str]

    def say(self, key: str, default: str) -> str:
        """Give a piece with its facts.

        The default stands in for a text that asks a fact which this mail has not: the mail must
        go, also when the program has changed since the text was stored.
        """
        text = self.words.get(key, default)
        return fill_in(text if names_in(text) <= self.values.keys() else default, self.values)


def render(kind: str, facts: MailFacts, words: Words) -> Rendered:
    """Render the template of this kind of mail. Raises UnknownMail when there is none."""
    text, html = environment("text"), environment("html")
    name = f"mails/{kind}.j2"
    try:
        template = text.get_template(name)
    except TemplateNotFound as error:
        raise UnknownMail(kind) from error
    values = {part.name: getattr(facts, part.name) for part in fields(facts)}
    values[_WORDING] = Wording(words, placeholder_values(facts))
    subject = _block(template.blocks["subject"], template.new_context(values))
    body = template.render(values, subject=subject).strip()
    return Rendered(
        subject,
        re.sub(r"\n{3,}", "\n\n", body) + "\n",
        html.get_template(name).render(values, subject=subject),
    )


@cache
def environment(form: str) -> Environment:
    """Give the same mails with the layout and the parts of one form, 'text' or 'html'."""
    made = Environment(
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
    made.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.filters["moment"] = moment
    _offer_parts(made, "form/parts.j2", ("rows",))
    _offer_parts(made, "shared/parts.j2", ("person", "schedule", "cases"))
    _offer_pieces(made)
    return made


def _offer_parts(made: Environment, template: str, names: Sequence[str]) -> None:
    """Let every mail use the parts by name, without importing them."""
    module = made.get_template(template).module
    made.globals.update({name: getattr(module, name) for name in names})


def _offer_pieces(made: Environment) -> None:
    module = made.get_template("form/parts.j2").module
    made.globals.update({name: _piece(getattr(module, name)) for name in PARTS})
    made.globals[SAY] = pass_context(_say)


def _piece(part: Callable[..., str]) -> Callable[..., str]:
    """Give the part with the text of a piece in it, once per line: each is a paragraph."""

    def paragraphs(context: Context, key: str, default: str, *address: str) -> str:
        lines = [line for line in _say(context, key, default).splitlines() if line.strip()]
        made = [part(line, *address) for line in lines]
        return Markup("\n").join(made) if context.eval_ctx.autoescape else "\n".join(made)

    return pass_context(paragraphs)


def _say(context: Context, key: str, default: str) -> str:
    wording: Wording = context[_WORDING]
    return wording.say(key, default)


def _block(block: Callable[..., Any], context: Any) -> str:
    return " ".join("".join(block(context)).split())
