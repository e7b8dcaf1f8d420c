"""Which page of a long list is shown, whatever was asked for."""

import pytest

from service.web.paging import PER_PAGE, Page


@pytest.mark.parametrize(
    ("total", "asked", "first", "number", "pages"),
    [
        (0, "", None, 1, 1),
        (PER_PAGE, "", 0, 1, 1),
        (PER_PAGE, "2", 0, 1, 1),
        (PER_PAGE + 1, "2", PER_PAGE, 2, 2),
        (2 * PER_PAGE + 1, "3", 2 * PER_PAGE, 3, 3),
        (2 * PER_PAGE + 1, "99999999999999999999", 0, 1, 3),
        (2 * PER_PAGE + 1, "999", 2 * PER_PAGE, 3, 3),
        (2 * PER_PAGE, "0", 0, 1, 2),
        (2 * PER_PAGE, "twee", 0, 1, 2),
        (2 * PER_PAGE, "²", 0, 1, 2),
    ],
)
def test_pages(total: int, asked: str, first: int | None, number: int, pages: int) -> None:
    page = Page.of(total, asked)
    assert (page.total, page.number, page.pages) == (total, number, pages)
    shown = page.part(range(total))
    assert next(iter(shown), None) == first
    assert len(shown) <= PER_PAGE
