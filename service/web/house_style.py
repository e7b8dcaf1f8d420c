"""The colours and sizes of a municipality or partner, from a file of design tokens of its own.

Of the file only custom properties are used that our style sheets or the design system know, with
values that fetch nothing: a style sheet could otherwise hide parts of a page or tell others of it.
"""

import re

# Those of our own style sheets and of the Utrecht components.
NAME = re.compile(r"--(?:schakel|utrecht)-[a-z0-9]+(?:-[a-z0-9]+)*")
# Colours, sizes, numbers and names of fonts.
VALUE = re.compile(r"""[\w\s#%.,()"'+*/-]{1,200}""", re.ASCII)
FUNCTIONS = frozenset({"rgb", "rgba", "hsl", "hsla", "var", "calc", "min", "max", "clamp"})

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_DECLARATION = re.compile(r"(?<![\w-])(--[\w-]+)\s*:\s*([^;{}]*)(?=[;}])")
_FUNCTION = re.compile(r"([\w-]+)\s*\(")


def tokens_of(css: str) -> dict[str, str]:
    """Give the properties of a style sheet that may be used, with their values; the last counts."""
    found = _DECLARATION.findall(_COMMENT.sub("", css))
    return {name: " ".join(value.split()) for name, value in found if allowed(name, value)}


def allowed(name: str, value: str) -> bool:
    """Say whether this property may be used with this value."""
    known = NAME.fullmatch(name) and VALUE.fullmatch(value) and value.strip()
    return bool(known) and FUNCTIONS.issuperset(_FUNCTION.findall(value.lower()))


def style_sheet(tokens: dict[str, str]) -> str:
    """Give the style sheet that sets these properties for every page; empty for none."""
    if not tokens:
        return ""
    lines = "".join(f"  {name}: {value};\n" for name, value in tokens.items())
    return f":root,\n.voorbeeld-theme {{\n{lines}}}\n"
