"""A long list in pages."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.web.form_fields import number_in

PER_PAGE = 50
PAGE = "pagina"
"""The name of the field that asks for a page."""


@dataclass(frozen=True)
class Page:
    """Which page of a list of so many is shown; pages count from 1."""

    total: int
    number: int
    pages: int

    @classmethod
    def of(cls, total: int, asked: str) -> "Page":
        """Give the page that was asked for; the nearest one where it does not exist."""
        pages = max(1, -(-total // PER_PAGE))
        return cls(total, min(number_in(asked) or 1, pages), pages)

    @property
    def skipped(self) -> int:
        """Give how many stand on the pages before this one."""
        return (self.number - 1) * PER_PAGE

    def part(self, whole: Sequence[int]) -> Sequence[int]:
        """Give what of the whole list (ids) stands on this page."""
        return whole[self.skipped : self.skipped + PER_PAGE]
