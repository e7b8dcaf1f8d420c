"""The house style of a municipality: its own colours and sizes, and nothing else."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from service.app import create_app
from service.config import Settings, UnsafeSettings, read_settings
from service.web.house_style import style_sheet, tokens_of

OWN = """
/* Gemeente Voorbeeld; --schakel-line: red; */
@import url("https://elders.example/x.css");
.gemeente-theme {
  --schakel-accent: #006400;
  --utrecht-button-border-radius: calc(2px + 0.25rem);
  --utrecht-document-font-family: "Open Sans", Arial, sans-serif;
  background: url(https://elders.example/pixel.png);
  display: none;
}
main { display: none }
"""


def test_own_colours_sizes_and_fonts_are_used_and_nothing_else() -> None:
    assert tokens_of(OWN) == {
        "--schakel-accent": "#006400",
        "--utrecht-button-border-radius": "calc(2px + 0.25rem)",
        "--utrecht-document-font-family": '"Open Sans", Arial, sans-serif',
    }
    sheet = style_sheet(tokens_of(OWN))
    assert sheet.startswith(":root,\n.voorbeeld-theme {\n  --schakel-accent: #006400;\n")
    assert style_sheet({}) == ""


@pytest.mark.parametrize(
    "declaration",
    [
        "--schakel-accent: url(https://elders.example/x)",
        "--schakel-accent: URL('//elders.example')",
        "--schakel-accent: image-set('x.png' 1x)",
        "--schakel-accent: u\\72l(x)",
        "--schakel-accent: red</style><script>",
        "--schakel-accent: @import 'x'",
        "--schakel-accent: ",
        "--schakel-accent: " + "1" * 201,
        "--other-accent: red",
        "--schakel-Accent: red",
        "color: red",
    ],
)
def test_what_fetches_something_or_is_not_ours_is_left_out(declaration: str) -> None:
    assert tokens_of(f":root {{ {declaration}; --schakel-line: #ccc }}") == {
        "--schakel-line": "#ccc"
    }


@pytest.mark.backend("sqlite")
def test_pages_use_it_only_where_there_is_one(
    settings: Settings, engine: Engine, reference_data: None, client: FlaskClient
) -> None:
    assert "huisstijl" not in client.get("/").text
    own = create_app(replace(settings, house_style=OWN), engine).test_client()
    page, sheet = own.get("/"), own.get("/huisstijl.css")
    assert '<link rel="stylesheet" href="/huisstijl.css">' in page.text
    assert (sheet.mimetype, sheet.text) == ("text/css", style_sheet(tokens_of(OWN)))


def test_a_file_that_cannot_be_read_is_told_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "own.css").write_bytes(b"\xff\xfe\x00")
    for name in ("own.css", "missing.css"):
        with pytest.raises(UnsafeSettings, match="SCHAKEL_HOUSE_STYLE"):
            read_settings({"SCHAKEL_HOUSE_STYLE": str(tmp_path / name)})
