"""How well what the requester ticked agrees with what the expert declared; 0 to 1 each."""

from collections.abc import Collection, Sequence

MAIN_THEME = 1.0
SIDE_THEME = 0.6


def theme_match(asked: Collection[str], declared: Sequence[str]) -> float:
    """1 when the main (first) theme of the expert is asked, 0.6 when only a side theme is."""
    if not asked or not declared:
        return 0.0
    if declared[0] in asked:
        return MAIN_THEME
    return SIDE_THEME if any(theme in asked for theme in declared) else 0.0


def kind_match(asked: Collection[str], declared: Collection[str]) -> float:
    """The share of the asked kinds of support that the expert offers."""
    wanted = set(asked)
    return len(wanted & set(declared)) / len(wanted) if wanted else 0.0


def phase_match(asked: str | None, declared: Collection[str]) -> float:
    """1 when the expert has worked in the asked phase; unknown counts as 0."""
    return float(asked is not None and asked in declared)
