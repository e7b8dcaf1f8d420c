"""The catalogues of the pages: what they say in another language than Dutch."""

from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

from service.domain.language import DUTCH, Catalogue

FOLDER = Path(__file__).parent
NAMES = {"nl": "Nederlands", "en": "English"}
"""The languages of the pages, each with its own name for itself."""


@cache
def catalogue(code: str) -> Catalogue:
    """Give the catalogue of one of the languages of the pages.

    It is read from its source the first time that somebody asks for it, in some tenths of a second:
    so there is no compiled copy to forget, and who only reads Dutch does not wait for it.
    """
    if code == DUTCH.code:
        return DUTCH
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    with (FOLDER / f"{code}.po").open("rb") as source:
        write_mo(compiled, read_po(source, locale=code))
    compiled.seek(0)
    return Catalogue(code, GNUTranslations(compiled))
