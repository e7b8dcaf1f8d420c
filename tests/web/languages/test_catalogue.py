"""The English catalogue is whole: every text of the source, nothing else, with the same facts."""

import pytest
from babel.messages import Catalog
from babel.messages.pofile import read_po

from service.domain.language import DUTCH, gettext, in_dutch, language, ngettext, use_catalogue
from service.web.languages.catalogue import FOLDER, NAMES, catalogue
from tools.translations import problems, renewed


@pytest.mark.parametrize("code", sorted(set(NAMES) - {DUTCH.code}))
def test_every_text_has_a_translation(code: str) -> None:
    with (FOLDER / f"{code}.po").open("rb") as source:
        found = read_po(source, locale=code)
    assert list(problems(found)) == []
    assert not found.obsolete


@pytest.mark.parametrize("code", sorted(set(NAMES) - {DUTCH.code}))
def test_the_catalogue_holds_the_texts_of_the_source(code: str) -> None:
    current = (FOLDER / f"{code}.po").read_text("utf-8")
    assert renewed(code, current) == current, "run make translations"


@pytest.mark.parametrize(
    ("source", "said", "wrong"),
    [
        ("Ja", "Yes", ""),
        ("Ja", "", "is not translated"),
        ("{n} dagen", "{n} days", ""),
        ("{n} dagen", "some days", "has other placeholders"),
        ("tot %(moment)s", "until %(time)s", "has other placeholders"),
        ("90%% in %(n)s", "90% in %(n)s", "has other placeholders"),
        (" op {day}", "on {day}", "has other spaces"),
        (("{n} dag", "{n} dagen"), ("{n} day", "{n} days"), ""),
        (("{n} dag", "{n} dagen"), ("{n} day", ""), "is not translated"),
        (("{n} dag", "{n} dagen"), ("one day", "{n} days"), "has other placeholders"),
    ],
)
def test_what_is_wrong_with_a_translation_is_found(
    source: str | tuple[str, str], said: str | tuple[str, str], wrong: str
) -> None:
    tried = Catalog(locale="en")
    tried.add(source, said)
    found = list(problems(tried))
    assert len(found) == bool(wrong) and all(wrong in problem for problem in found)


def test_what_is_doubtful_does_not_count_as_translated() -> None:
    tried = Catalog(locale="en")
    tried.add("Ja", "Yes", flags=["fuzzy"])
    assert [problem.partition(":")[0] for problem in problems(tried)] == ["is marked as doubtful"]


def test_a_text_that_is_new_waits_for_its_translation_and_an_old_one_goes() -> None:
    text = (FOLDER / "en.po").read_text("utf-8")
    spoilt = text.replace('msgid "Uw nummer is"', 'msgid "Uw cijfer is"')
    assert spoilt != text
    tried = renewed("en", spoilt)
    assert 'msgid "Uw nummer is"\nmsgstr ""' in tried
    assert "Uw cijfer is" not in tried and "Your number is" not in tried


def test_english_is_spoken_until_somebody_speaks_dutch() -> None:
    use_catalogue(catalogue("en"))
    try:
        assert (gettext("Ja"), gettext(""), gettext("Nergens te vinden")) == (
            "Yes",
            "",
            "Nergens te vinden",
        )
        assert ngettext("{n} deskundige", "{n} deskundigen", 1) == "{n} expert"
        assert ngettext("{n} deskundige", "{n} deskundigen", 0) == "{n} experts"
        with in_dutch():
            assert (language(), gettext("Ja")) == ("nl", "Ja")
        assert language() == "en"
    finally:
        use_catalogue(DUTCH)
    assert ngettext("{n} deskundige", "{n} deskundigen", 2) == "{n} deskundigen"
