"""A page as its reader sees it: words, links and forms with what is filled in already."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

NOT_SHOWN = frozenset({"script", "style", "template", "head"})
VOID_TEXT = re.compile(r"\s+")


class NotOnThePage(Exception):
    """A form, field or choice that the player looks for is not there."""


@dataclass
class Field:
    """One field by name: its values as sent now, and all that can be chosen (empty = free)."""

    name: str
    kind: str
    values: list[str] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)


@dataclass
class Form:
    """A form: where it is sent, how, and its fields and buttons in the order of the page.

    A button is (name, value); one without a name is not listed.
    """

    action: str
    method: str
    fields: dict[str, Field] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def fill(self, **values: str | list[str]) -> "Form":
        """Type, tick or choose.

        Raises NotOnThePage for a field that is not there or a choice that is not offered.
        """
        for name, value in values.items():
            self._put(name, [value] if isinstance(value, str) else value)
        return self

    def press(self, value: str = "") -> "Form":
        """Press the button with this value, the first one when none is named.

        Raises NotOnThePage for a button that is not there.
        """
        pressed = [button for button in self.buttons if value in ("", button[1])][:1]
        if not pressed:
            raise NotOnThePage(f"no button {value} among {self.buttons}")
        for name, chosen in pressed:
            self.fields[name] = Field(name, "submit", [chosen])
        return self

    def data(self) -> list[tuple[str, str]]:
        """Give what a browser sends."""
        return [(found.name, value) for found in self.fields.values() for value in found.values]

    def _put(self, name: str, values: list[str]) -> None:
        found = self.fields.get(name)
        if found is None:
            raise NotOnThePage(f"no field {name} among {list(self.fields)}")
        unknown = [value for value in values if found.choices and value not in found.choices]
        if unknown:
            raise NotOnThePage(f"{name} does not offer {unknown}; it offers {found.choices}")
        found.values = values


@dataclass
class Page:
    """An answer of the server: status, final address, words, links and forms."""

    status: int
    url: str
    words: str
    links: list[str]
    forms: list[Form]

    def form(self, action: str) -> Form:
        """Give the form whose address ends like this. Raises NotOnThePage."""
        found = self.forms_to(action)
        if not found:
            raise NotOnThePage(f"no form to {action} among {len(self.forms)} forms")
        return found[0]

    def forms_to(self, action: str) -> list[Form]:
        """Give the forms whose address ends like this, the query aside."""
        return [found for found in self.forms if found.action.split("?")[0].endswith(action)]

    def form_with(self, name: str) -> Form:
        """Give the first form with a field of this name. Raises NotOnThePage."""
        for found in self.forms:
            if name in found.fields:
                return found
        there = [list(found.fields) for found in self.forms]
        raise NotOnThePage(f"no form with a field {name}; there are {there}")


def read_page(status: int, url: str, text: str) -> Page:
    """Read an HTML page."""
    reader = _Reader(url)
    reader.feed(text)
    reader.close()
    words = VOID_TEXT.sub(" ", " ".join(reader.words)).strip()
    return Page(status, url, words, reader.links, reader.forms)


class _Reader(HTMLParser):
    def __init__(self, url: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._url = url
        self._form: Form | None = None
        self._hidden = 0
        self._select: Field | None = None
        self._textarea: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self._hidden += tag in NOT_SHOWN
        match tag:
            case "a" if "href" in found:
                self.links.append(found["href"])
            case "form":
                action = found.get("action") or self._url
                self._form = Form(action, found.get("method", "get").lower())
                self.forms.append(self._form)
            case "input":
                self._input(found)
            case "button" if self._form and "name" in found and "form" not in found:
                self._form.buttons.append((found["name"], found.get("value", "")))
            case "select":
                self._select = self._field(found, "select")
            case "option" if self._select:
                self._option(self._select, found)
            case "textarea":
                self._textarea = self._field(found, "textarea")
                if self._textarea:
                    self._textarea.values = [""]

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in NOT_SHOWN
        match tag:
            case "form":
                self._form = None
            case "select":
                if self._select and not self._select.values:
                    self._select.values = self._select.choices[:1]
                self._select = None
            case "textarea":
                self._textarea = None

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self._textarea.values = [(self._textarea.values[0] + data).removeprefix("\n")]
        elif not self._hidden:
            self.words.append(data)

    def _input(self, found: dict[str, str]) -> None:
        kind = found.get("type", "text").lower()
        if kind in ("submit", "button", "image", "reset"):
            return
        target = self._field(found, kind)
        if target is None:
            return
        if kind not in ("checkbox", "radio"):
            target.values.append(found.get("value", ""))
            return
        target.choices.append(found.get("value", "on"))
        if "checked" in found:
            target.values.append(found.get("value", "on"))

    def _option(self, target: Field, found: dict[str, str]) -> None:
        target.choices.append(found.get("value", ""))
        if "selected" in found:
            target.values.append(found.get("value", ""))

    def _field(self, found: dict[str, str], kind: str) -> Field | None:
        name = found.get("name")
        if self._form is None or not name or "disabled" in found:
            return None
        return self._form.fields.setdefault(name, Field(name, kind))
