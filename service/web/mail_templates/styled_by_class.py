"""The HTML of a mail with its styles in one sheet, so that a page may show it."""

import re

_IN_A_TAG = re.compile(r' style="([^"]*)"')
_END_OF_SHEET = "</style>"


def styled_by_class(html: str) -> str:
    """Give the mail with a class in the place of each `style` in a tag, and a rule for each class.

    Programs for mail want styles in the tags; our pages allow none there. The look is the same. The
    rules join the style sheet that the mail has.
    """
    classes: dict[str, str] = {}

    def as_class(match: re.Match[str]) -> str:
        name = classes.setdefault(match[1], f"mail-{len(classes) + 1}")
        return f' class="{name}"'

    tagged = _IN_A_TAG.sub(as_class, html)
    rules = "".join(f" .{name} {{ {style} }}" for style, name in classes.items())
    return tagged.replace(_END_OF_SHEET, rules + _END_OF_SHEET, 1)
