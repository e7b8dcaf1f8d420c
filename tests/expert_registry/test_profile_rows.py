"""Files as people save them: what is read, and where a bad one goes wrong."""

from pathlib import Path

import pytest

from expert_registry.profile_rows import Row, RowError, read_rows

READABLE = {
    "comma": b"id,summary\nX1,Een tekst\n",
    "semicolon": b"id;summary\r\nX1;Een tekst\r\n",
    "byte order mark": b"\xef\xbb\xbfid;summary\nX1;Een tekst\n",
    "quotes": b'ID; Summary\n"X1";"Een tekst"\n',
    "empty rows": b"id,summary\n\n,\nX1,Een tekst\n\n",
    "jsonl": b'\n{"id": "X1", "summary": "Een tekst"}\r\n\n',
}
UNREADABLE = {
    "empty": (b"", 0),
    "blank": (b" \n\n", 0),
    "latin-1": (b"id,summary\nX1,caf\xe9\n", 2),
    "utf-16": ("id,summary\nX1,tekst\n".encode("utf-16"), 1),
    "too many cells": (b"id,summary\nX1,a,b\n", 2),
    "too few cells": (b"id,summary\nX1\n", 2),
    "open quote": (b'id,summary\nX1,"a\n', 2),
    "same column twice": (b"id,id\n", 1),
    "broken json": (b'{"id": "X1"\n', 1),
    "a list in json": (b'{"id": "X1"}\n[1]\n', 2),
    "deep json": (b'{"id": ' + b"[" * 100_000, 1),
    "a number too long": (b'{"id": ' + b"9" * 5000 + b"}", 1),
}


@pytest.mark.parametrize("content", READABLE.values(), ids=READABLE)
def test_a_file_as_people_save_it(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "experts"
    path.write_bytes(content)
    rows = list(read_rows(path))
    assert [row.cells for row in rows if isinstance(row, Row)] == [
        {"id": "X1", "summary": "Een tekst"}
    ]
    assert len(rows) == 1


@pytest.mark.parametrize(("content", "row"), UNREADABLE.values(), ids=UNREADABLE)
def test_an_unreadable_file_says_where(tmp_path: Path, content: bytes, row: int) -> None:
    path = tmp_path / "experts"
    path.write_bytes(content)
    errors = [error for error in read_rows(path) if isinstance(error, RowError)]
    assert [error.row for error in errors] == [row]


def test_a_line_with_a_cell_over_two_lines_keeps_it_whole() -> None:
    rows = list(read_rows(["id,summary", 'X1,"Regel een', 'regel twee"']))
    assert rows == [Row(2, {"id": "X1", "summary": "Regel een\nregel twee"})]


def test_a_json_text_may_hold_unusual_line_separators() -> None:
    rows = list(read_rows(['{"id": "X1", "summary": "een\u2028twee"}']))
    assert rows == [Row(1, {"id": "X1", "summary": "een\u2028twee"})]


def test_a_missing_file_is_an_error_not_a_crash(tmp_path: Path) -> None:
    assert [type(row) for row in read_rows(tmp_path / "weg.csv")] == [RowError]
