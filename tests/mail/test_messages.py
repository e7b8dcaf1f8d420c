"""Every kind of mail: its subject, its two forms, its headers and what is refused."""

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from importlib import resources

import pytest

from service.mail.errors import UnknownMail, UnsafeField
from service.mail.facts import Link, MailFacts, PlannedStep
from service.mail.messages import Message, compose
from tests.mail.mail_facts import (
    AT,
    AT_IN_WORDS,
    CASES,
    PERSON,
    PHONE,
    TOKEN,
    facts,
    invitation,
)

every_kind = pytest.mark.parametrize("case", CASES)


def mail_of(case: str) -> Message:
    kind, given = CASES[case]
    return compose(kind, given, "0f" * 16, AT)


def words(html: str) -> str:
    body = html.partition("<main")[2]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_the_table_knows_every_template() -> None:
    folder = resources.files("service.mail") / "templates" / "mails"
    templates = {entry.name.removesuffix(".j2") for entry in folder.iterdir()}
    assert templates == {kind for kind, _facts in CASES.values()}


@every_kind
def test_a_mail_is_complete(case: str) -> None:
    mail = mail_of(case)
    for form in (mail.subject, mail.text, mail.html):
        assert form.strip()
        assert not re.search(r"\{\{|\{%|%\(|None|Undefined", form)
    assert '<html lang="nl">' in mail.html
    for form in (mail.text, words(mail.html)):
        assert CASES[case][1].to_name in form
        assert PHONE in form
        assert ("SK-7KD-4TQ9" in form) == bool(CASES[case][1].reference)
    assert "\n\n\n" not in mail.text


@every_kind
def test_links_stand_in_both_forms_and_never_in_the_subject(case: str) -> None:
    mail = mail_of(case)
    given = CASES[case][1]
    addresses = [found.url for found in given.links.values()]
    about_a_page = given.audience == "staff" and not addresses
    if about_a_page:
        addresses.append(given.case_url)
    for address in addresses:
        assert f"\n{address}\n" in mail.text
        assert f'href="{address}"' in mail.html
    assert TOKEN not in mail.subject
    assert not about_a_page or TOKEN not in mail.text + mail.html


@every_kind
def test_text_and_html_say_the_same(case: str) -> None:
    mail = mail_of(case)
    shown = words(mail.html)
    for line in mail.text.splitlines():
        if line.startswith("https://"):
            assert f'href="{line}"' in mail.html
        else:
            assert line.removeprefix("- ").rstrip(":") in shown


@every_kind
def test_html_is_well_formed(case: str) -> None:
    class Balance(HTMLParser):
        void = frozenset({"meta", "br"})

        def __init__(self) -> None:
            super().__init__()
            self.open: list[str] = []

        def handle_starttag(self, tag: str, _attrs: object) -> None:
            if tag not in self.void:
                self.open.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert self.open.pop() == tag

    balance = Balance()
    balance.feed(mail_of(case).html)
    assert balance.open == []


@every_kind
def test_nothing_answers_automatically(case: str) -> None:
    mail = mail_of(case)
    assert mail.headers["Auto-Submitted"] == "auto-generated"
    assert mail.headers["X-Auto-Response-Suppress"] == "All"
    assert mail.message_id == f"<{'0f' * 16}@bureau.example>"


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ("receipt", AT_IN_WORDS),
        ("invitation", AT_IN_WORDS),
        ("invitation_reminder", AT_IN_WORDS),
        ("answer_extended", AT_IN_WORDS),
        ("answer_undone, a yes", AT_IN_WORDS),
        ("answer_undone, a no", AT_IN_WORDS),
        ("partner_consent_asked", AT_IN_WORDS),
        ("partner_consent_reminder", AT_IN_WORDS),
        ("duty_handed_over to the next", AT_IN_WORDS),
        ("accepted_requester", AT_IN_WORDS),
        ("accepted_expert", AT_IN_WORDS),
        ("deadline_warning", AT_IN_WORDS),
        ("deadline_breach", AT_IN_WORDS),
        ("evaluation_requester", "twee minuten"),
        ("evaluation_expert", "twee minuten"),
        ("act_link withdraw", AT_IN_WORDS),
        ("act_link reopen", AT_IN_WORDS),
        ("act_link refuse", AT_IN_WORDS),
        ("act_link hand back", AT_IN_WORDS),
        ("duty_alert", "U2 – spoed"),
        ("duty_alert", "SK-7KD-4TQ9"),
    ],
)
def test_the_subject_says_the_act_and_the_time(case: str, said: str) -> None:
    assert said in mail_of(case).subject


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("secret", ["Deskundige 017", "d017@partner.example", "Zeist", "sparren"])
def test_the_subject_tells_nothing_about_the_case(case: str, secret: str) -> None:
    assert secret not in mail_of(case).subject


def test_an_invitation_says_what_until_when_and_how_to_say_no() -> None:
    text = mail_of("invitation").text
    for part in (
        "Soort hulp: sparren",
        f"Antwoord uiterlijk {AT_IN_WORDS}",
        "Kunt u niet? Kies dan nee",
        "Geen antwoord = geen opdracht",
        f"Bel {PHONE}",
    ):
        assert part in text


@every_kind
def test_html_is_read_in_the_dark_and_loads_nothing(case: str) -> None:
    html = mail_of(case).html
    assert '<meta name="color-scheme" content="light dark">' in html
    for style in re.findall(r"<(?:body|main|p|h1)[^>]* style=\"([^\"]*)\"", html):
        assert not re.search(r"(?:^|;)(?:background|color)", style)
    assert not re.search(r"<(?:img|link|script|iframe)|url\(|@import|src=", html)


@every_kind
def test_styles_stand_in_the_elements_themselves(case: str) -> None:
    html = mail_of(case).html
    assert "class=" not in html
    assert re.findall("<style>(.*?)</style>", html, re.DOTALL) == [
        ":root { color-scheme: light dark; supported-color-schemes: light dark; }"
    ]
    for element in ("body", "main", "h1"):
        assert f"<{element} style=" in html


def test_the_button_is_read_on_any_background() -> None:
    [style] = re.findall(r'<a href="[^"]*" style="([^"]*)"', mail_of("invitation").html)
    colours = dict(part.split(":", 1) for part in style.split(";"))
    border = colours["border"].rpartition(" ")[2]
    assert contrast(colours["color"], colours["background"]) >= 4.5
    assert contrast(border, "#000000") >= 3 and contrast(colours["background"], "#ffffff") >= 3


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours by WCAG 2.2."""

    def luminance(colour: str) -> float:
        shares = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
        red, green, blue = (
            share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
            for share in shares
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@every_kind
def test_a_mail_has_one_button_at_most(case: str) -> None:
    assert mail_of(case).html.count("background:#154273") <= 1


@pytest.mark.parametrize("case", ["evaluation_requester", "evaluation_expert"])
def test_an_evaluation_tells_how_long_the_link_works_and_calls_it_no_deadline(case: str) -> None:
    mail = mail_of(case)
    assert "uiterlijk" not in mail.subject + mail.text
    assert f"Antwoorden kan tot {AT_IN_WORDS}." in mail.text


def test_a_receipt_while_nobody_is_on_duty_sends_nobody_to_a_silent_telephone() -> None:
    text = mail_of("receipt while nobody is on duty").text
    assert "niemand van ons oproepbaar" in text and "crisisstructuur" in text
    assert "Bel ons op" not in text
    assert "Bel ons op" in mail_of("receipt").text


def test_markup_in_a_name_stays_text() -> None:
    mail = compose("no_match", facts(to_name="<b>A & B</b>"), "1", AT)
    assert "Beste <b>A & B</b>," in mail.text
    assert "Beste &lt;b&gt;A &amp; B&lt;/b&gt;," in mail.html


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(UnknownMail):
        compose("bestaat-niet", facts(), "1", AT)


def _bureau(name: str) -> Callable[[str], MailFacts]:
    return lambda text: facts(bureau=replace(facts().bureau, **{name: text}))


FIELDS: dict[str, Callable[[str], MailFacts]] = {
    "to_name": lambda text: facts(to_name=text),
    "to_address": lambda text: facts(to_address=f"a@zeist.example{text}"),
    "reference": lambda text: facts(reference=text),
    "urgency": lambda text: facts(urgency=text),
    "case_url": lambda text: facts(case_url=text),
    "bureau.name": _bureau("name"),
    "bureau.phone": _bureau("phone"),
    "bureau.address": lambda text: _bureau("address")(f"a@bureau.example{text}"),
    "support": lambda text: invitation(support=(text,)),
    "links.answer.url": lambda text: facts(links={"answer": Link(text, AT)}),
    "expert.name": lambda text: facts(expert=replace(PERSON, name=text)),
    "step.label": lambda text: facts(step=PlannedStep(text, AT)),
}


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize(
    "text",
    ["x\r\nBcc: a@b.example", "x\nBcc: a", "x\rBcc: a", "x\0", "x\u2028y", "x\x85y", "\ud800"],
)
def test_line_breaks_and_control_characters_are_refused(field: str, text: str) -> None:
    with pytest.raises(UnsafeField) as refused:
        compose("no_match", FIELDS[field](text), "1", AT)
    assert refused.value.field == field
    assert "Bcc" not in str(refused.value)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "geen-adres",
        "a@b.example, c@d.example",
        "A <a@b.example>",
        "a b@c.example",
        "é@b.example",
    ],
)
def test_a_receiver_is_exactly_one_address(address: str) -> None:
    with pytest.raises(UnsafeField):
        compose("no_match", facts(to_address=address), "1", AT)


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": "a\r\nBcc: b@c.example"},
        {"message_id": "<a@b>\nX: y"},
        {"to_address": "a@b.example\n"},
        {"headers": {"Auto-Submitted": "no\r\nX: y"}},
        {"headers": {"X\r\nY": "z"}},
    ],
)
def test_a_message_with_an_injected_header_cannot_be_made(changes: dict[str, object]) -> None:
    sound = compose("no_match", facts(), "1", AT)
    with pytest.raises(UnsafeField):
        replace(sound, **changes)


@every_kind
def test_who_is_no_colleague_reads_what_is_done_with_their_data(case: str) -> None:
    mail, outside = mail_of(case), CASES[case][1].audience != "staff"
    address = "https://schakel.example/privacy"
    assert (f"\n{address}\n" in mail.text) is outside
    assert (f'href="{address}"' in mail.html) is outside
