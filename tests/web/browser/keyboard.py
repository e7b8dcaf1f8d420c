"""Hands that have a keyboard only: Tab, Space, Enter, arrows and letters."""

from typing import Any

from playwright.sync_api import Page

# What the focus is on, and whether somebody can see that: a line around it, on the screen.
FOCUS = """() => {
  const part = document.activeElement;
  const style = getComputedStyle(part);
  const box = part.getBoundingClientRect();
  // The browser itself outlines the button for a calendar that it puts inside a date field.
  const inner = !part.matches(":focus");
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  const chosen = part.type === "radio"
    && document.querySelector(`[name="${part.name}"]:checked`);
  return {
    name: part.name ?? "", form: part.form?.id ?? "", kind: part.type ?? "",
    text: part.innerText ?? "", value: part.value ?? "",
    checked: part.checked ?? false, chosen: chosen?.value ?? "",
    labels: [...(part.options ?? [])].map((option) => [option.value, option.label]),
    seen: (outlined || inner) && box.bottom > 0 && box.top < innerHeight,
    inside: document.querySelector("main").contains(part),
  };
}"""
MOST_STOPS = 80


class Keyboard:
    """A keyboard at a page; every stop of the focus must be visible."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def tab(self) -> dict[str, Any]:
        """Go to the next stop and give what it is."""
        self._page.keyboard.press("Tab")
        stop = self.focus()
        assert stop["seen"], f"no visible focus on {stop}"
        return stop

    def focus(self) -> dict[str, Any]:
        """Give what has the focus now."""
        return dict(self._page.evaluate(FOCUS))

    def press(self, key: str) -> None:
        """Press one key."""
        self._page.keyboard.press(key)

    def fill_in(self, answers: dict[str, str | list[str]]) -> None:
        """Answer what comes by, until the first button that leads on has the focus."""
        left = {
            name: [given] if isinstance(given, str) else [*given] for name, given in answers.items()
        }
        for _stop in range(MOST_STOPS):
            stop = self.tab()
            if (stop["name"], stop["form"]) == ("go", "aanvraag"):
                return
            if wanted := left.get(stop["name"]):
                self._answer(stop, wanted)
        raise AssertionError("the button is out of reach")

    def _answer(self, stop: dict[str, Any], wanted: list[str]) -> None:
        match stop["kind"]:
            case "radio":
                self._choose(wanted[0])
            case "checkbox":
                if stop["value"] in wanted and not stop["checked"]:
                    self.press("Space")
            case "select-one":
                label = dict(stop["labels"])[wanted.pop(0)]
                self._page.keyboard.type(label)
            case _:
                self._page.keyboard.insert_text(wanted[0])

    def _choose(self, value: str) -> None:
        self.press("Space")
        for _option in range(10):
            if self.focus()["chosen"] == value:
                return
            self.press("ArrowDown")
        raise AssertionError(f"{value} cannot be chosen")
