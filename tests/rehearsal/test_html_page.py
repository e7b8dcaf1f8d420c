"""Pages are read as a browser reads them."""

import pytest

from service.rehearsal.html_page import NotOnThePage, read_page

PAGE = read_page(
    200,
    "http://host.example/page",
    """<html><head><title>niet</title></head><body><h1>Dag &amp; welkom</h1>
    <form method="get" action="/zoek"><input name="q" value="x"></form>
    <form method="post" action="/ver/stuur?x=1">
      <input type="hidden" name="token" value="t&quot;1">
      <input type="hidden" name="merk" value="een">
      <input type="hidden" name="merk" value="twee">
      <input name="naam">
      <textarea name="tekst">
Eerste regel
tweede</textarea>
      <select name="plaats"><option value="">Kies</option><option value="a">A</option></select>
      <select name="jaar"><option value="1">1</option><option value="2" selected>2</option></select>
      <input type="radio" name="haast" value="ja">
      <input type="radio" name="haast" value="nee" checked>
      <input type="checkbox" name="thema" value="een">
      <input type="checkbox" name="thema" value="twee">
      <input name="uit" value="1" disabled>
      <button name="knop" value="1">Sturen</button>
      <button name="knop" value="2">Terug</button>
      <button name="knop" value="3" form="ander">Elders</button>
    </form><a href="/verder">verder</a></body></html>""",
)


def test_a_form_sends_what_is_filled_in_already() -> None:
    assert PAGE.form("/stuur").data() == [
        ("token", 't"1'),
        ("merk", "een"),
        ("merk", "twee"),
        ("naam", ""),
        ("tekst", "Eerste regel\ntweede"),
        ("plaats", ""),
        ("jaar", "2"),
        ("haast", "nee"),
    ]


def test_filling_in_changes_what_is_sent() -> None:
    form = PAGE.form_with("naam").fill(naam="N", plaats="a", haast="ja", thema=["een", "twee"])
    assert dict(form.data())["naam"] == "N"
    assert [value for name, value in form.data() if name == "thema"] == ["een", "twee"]


@pytest.mark.parametrize(("value", "sent"), [("", "1"), ("2", "2")])
def test_a_button_that_is_pressed_goes_along(value: str, sent: str) -> None:
    buttons = "".join(f"<button name=knop value={number}>" for number in (1, 2))
    form = read_page(200, PAGE.url, f"<form>{buttons}").forms[0]
    assert form.press("2").press(value).data() == [("knop", sent)]


def test_a_button_of_another_form_cannot_be_pressed() -> None:
    with pytest.raises(NotOnThePage):
        PAGE.form("/stuur").press("3")


@pytest.mark.parametrize("values", [{"plaats": "z"}, {"haast": "soms"}, {"onbekend": "1"}])
def test_what_is_not_offered_cannot_be_chosen(values: dict[str, str]) -> None:
    with pytest.raises(NotOnThePage):
        PAGE.form("/stuur").fill(**values)


def test_words_and_links_are_those_of_the_reader() -> None:
    assert PAGE.words.startswith("Dag & welkom")
    assert "niet" not in PAGE.words
    assert PAGE.links == ["/verder"]


def test_a_form_that_is_not_there_is_named() -> None:
    with pytest.raises(NotOnThePage, match="/weg"):
        PAGE.form("/weg")
