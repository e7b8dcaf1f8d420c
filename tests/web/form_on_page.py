"""The fields of a page as a browser would send them when nothing was changed."""

from html.parser import HTMLParser

from werkzeug.datastructures import MultiDict


class FormOnPage(HTMLParser):
    """Collects the values of inputs, selects and text areas of the form to one address."""

    def __init__(self, page: str, action: str) -> None:
        super().__init__()
        self.fields: MultiDict[str, str] = MultiDict()
        self._action, self._inside = action, False
        self._select = self._area = ""
        self._text: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = found.get("action") == self._action
        if not self._inside:
            return
        if tag == "input":
            self._input(found)
        elif tag == "select":
            self._select = found["name"]
            self.fields.setlistdefault(self._select, [""])
        elif tag == "option" and self._select and "selected" in found:
            self.fields.setlist(self._select, [found["value"]])
        elif tag == "textarea":
            self._area, self._text = found["name"], []

    def handle_data(self, data: str) -> None:
        if self._area:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area:
            self.fields.add(self._area, "".join(self._text).removeprefix("\n"))
            self._area = ""
        if tag == "select":
            self._select = ""
        if tag == "form":
            self._inside = False

    def _input(self, found: dict[str, str]) -> None:
        if found.get("type") in ("checkbox", "radio") and "checked" not in found:
            return
        self.fields.add(found["name"], found.get("value", ""))
