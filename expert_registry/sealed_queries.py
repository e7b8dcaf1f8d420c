"""Refuses statements that let the database look into a sealed column.

A column itself refuses to be compared (`expert_registry/sealed.py`). What goes past it, such as
`func.lower(column)` or `order_by(column)`, would run without an error and answer nonsense: each
sealing of a text is different.
"""

from collections.abc import Iterable, Iterator
from typing import Any, cast

from sqlalchemy import (
    BinaryExpression,
    BindParameter,
    Cast,
    ClauseElement,
    ColumnElement,
    CompoundSelect,
    Engine,
    Label,
    Null,
    Select,
    Tuple,
    TypeCoerce,
    UnaryExpression,
)
from sqlalchemy.sql import visitors
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import (
    ClauseList,
    Grouping,
    Over,
    _label_reference,
    _textual_label_reference,
)
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.selectable import ScalarSelect

from expert_registry.errors import NotComparable
from expert_registry.sealed import Sealed

_LOOKS_INSIDE = (FunctionElement, Cast, TypeCoerce, UnaryExpression, Tuple, Over)
_AROUND = (ClauseList, Grouping, Label, _label_reference)


def refuse_to_look_inside(engine: Engine) -> None:
    """Let this engine raise NotComparable for such a statement, before the database sees it.

    It is looked through once, when it is compiled; the engine keeps what it compiled.
    """
    ordinary = engine.dialect.statement_compiler

    class Compiler(ordinary):  # type: ignore[misc,valid-type]
        def __init__(self, dialect: Any, statement: ClauseElement | None, *rest: Any, **more: Any):
            if statement is not None:
                check(statement)
            super().__init__(dialect, statement, *rest, **more)

    engine.dialect.statement_compiler = cast(type[SQLCompiler], Compiler)


def check(statement: ClauseElement) -> None:
    """Raise NotComparable when a part of the statement asks what a sealed column says."""
    for part in visitors.iterate(statement):
        if any(isinstance(one, ColumnElement) and _is_sealed(one) for one in _looked_into(part)):
            raise NotComparable(f"a sealed column cannot stand in a {type(part).__name__}")


def _looked_into(part: visitors.ExternallyTraversible) -> Iterator[Any]:
    """Give what this part compares, sorts, groups or works out by itself."""
    match part:
        case BinaryExpression():
            sides = list(_bare((part.left, part.right)))
            if not any(map(_is_nothing, sides)):
                yield from sides
        case _ if isinstance(part, _LOOKS_INSIDE):
            yield from _bare(part.get_children())
        case Select():
            # There is no other way to ask what a statement sorts and groups by.
            by = (*part._order_by_clauses, *part._group_by_clauses)  # noqa: SLF001
            yield from _bare(_by_name(part, one) for one in by)
            if part._distinct:  # noqa: SLF001
                distinct_on = part._distinct_on  # noqa: SLF001
                yield from _bare((*distinct_on, *part.selected_columns))
        case CompoundSelect():
            if not part.keyword.name.endswith("_ALL"):
                yield from part.selected_columns


def _by_name(select: Select[Any], part: Any) -> Any:
    """Give the column that a name in `order_by` stands for."""
    if isinstance(part, _textual_label_reference):
        return select.selected_columns.get(part.element, part)
    return part


def _bare(parts: Iterable[Any]) -> Iterator[Any]:
    """Give the parts without brackets, commas and names around them; a subquery is its column."""
    for part in parts:
        if isinstance(part, ScalarSelect):
            yield from _bare(part.element.selected_columns)
        elif isinstance(part, _AROUND):
            yield from _bare(part.get_children())
        else:
            yield part


def _is_sealed(part: ColumnElement[Any]) -> bool:
    return isinstance(part.type, Sealed) and not isinstance(part, BindParameter)


def _is_nothing(part: Any) -> bool:
    return isinstance(part, Null) or (isinstance(part, BindParameter) and part.value in ("", None))
