"""The papers of accountability name only what is there; what is gone or unproven is found."""

from pathlib import Path

import pytest

from tools.paper_claims import PAPERS, ROOT, is_there, lost_links, other_pages, problems_of


@pytest.mark.parametrize("paper", PAPERS)
def test_a_paper_names_what_is_there(paper: str) -> None:
    assert list(problems_of(ROOT / paper)) == []


def test_the_other_pages_have_no_lost_links() -> None:
    assert "README.md" in other_pages()
    assert [lost for page in other_pages() for lost in lost_links(ROOT / page)] == []


@pytest.mark.parametrize(
    ("named", "there"),
    [
        ("tests/tools/test_paper_claims.py::test_a_paper_names_what_is_there", True),
        ("tests/tools/test_paper_claims.py::test_something_else", False),
        ("tests/tools/test_paper_claims.py::PAPERS", False),
        ("tests/tools/test_gone.py::test_a_paper_names_what_is_there", False),
        ("service/domain/retention.py", True),
        ("service/domain/gone.py", False),
        ("requirements.lock", True),
        ("gone.lock", False),
        ("GET /privacy", True),
        ("POST /privacy", False),
        ("GET /weg", False),
        ("PRIVACY_OFFICER", True),
        ("PRIVACY_OFFICIAL", False),
        ("schakel audit verify", True),
        ("schakel audit repair", False),
        ("make sbom", True),
        ("make gold", False),
        ("excluded", None),
        ("[weggehaald]", None),
    ],
)
def test_what_stands_in_code(named: str, there: bool | None) -> None:
    assert is_there(named) is there


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[one](other.md#a-heading-of-it)", None),
        ("[one](https://elders.example/x)", None),
        ("[one](gone.md)", "gone.md"),
        ("[one](other.md#another-heading)", "#another-heading"),
        ("[one](#not-here)", "#not-here"),
        ("| claim | shown by |\n|---|---|\n| safe | `make check` |", None),
        ("| claim | shown by |\n|---|---|\n| safe | by us |", "shown by nothing: safe"),
        ("| claim | shown by |\n|---|---|\n| safe | |", "shown by nothing: safe"),
        ("| claim | shown by |\n|---|---|\n| a | [b](other.md) |\n\n| c | d |", None),
    ],
)
def test_a_paper_that_names_what_is_gone(tmp_path: Path, text: str, problem: str | None) -> None:
    (tmp_path / "other.md").write_text("# Title\n\n## A heading, of it\n")
    paper = tmp_path / "paper.md"
    paper.write_text(text)
    found = list(problems_of(paper))
    assert len(found) == (problem is not None)
    assert problem is None or problem in found[0]
