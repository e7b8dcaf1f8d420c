"""A new wording of a mail: kept as a version, sent from then on, taken back; nothing is edited."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from service.actions.mail.change_wording import adopt_wording, take_back, wording_of
from service.actions.mail.office_mail import queue_office_mail
from service.database import reading, writing
from service.domain.actor import Actor
from service.domain.alarm import AlarmKind
from service.domain.errors import ChangedMeanwhile
from service.domain.mail_piece import InvalidWords
from service.mail.errors import UnknownMail
from service.storage.mail_template_version import of_kind
from service.storage.outbox_mail import MailState
from tests.actions.conftest import NOW
from tests.actions.mail.conftest import REQUESTER_ADDRESS, SOON, Post, Submit, invite, text_of

BY = "{antwoord_uiterlijk}"


def adopt(session: Session, actor: Actor, kind: str, based_on: int = 0, **changes: str) -> int:
    words = wording_of(session, kind, based_on) | changes
    return adopt_wording(session, NOW, actor, kind, words, based_on).version


def test_an_edited_invitation_arrives(post: Post, proposed: Submit, coordinator: Actor) -> None:
    session = post.session
    adopt(
        session,
        coordinator,
        "invitation",
        subject=f"Denkt u mee? Tot {BY}",
        what="Dag!\nHulp: {hulp}.",
    )
    invitation = invite(post, proposed(), coordinator)
    post.send()
    mail = post.the_only(invitation.expert.email, "Denkt u mee?")
    assert " uur" in mail["Subject"] and "{" not in mail["Subject"]
    assert "Dag!" in text_of(mail) and "Hulp: " in text_of(mail)
    assert "Een gemeente vraagt om uw hulp." not in text_of(mail)
    html = mail.get_body(("html",))
    assert html is not None and "<p>Dag!</p>" in html.get_content()


def test_a_mail_that_waits_keeps_its_words_through_every_retry(
    post: Post, submit: Submit, coordinator: Actor
) -> None:
    submit()
    post.inbox.faults.greylist(REQUESTER_ADDRESS)
    post.send()
    adopt(post.session, coordinator, "receipt", follow="Nieuwe tekst.")
    submit(form_token="form-2")
    post.send(NOW + SOON)
    texts = [text_of(mail) for mail in post.received(REQUESTER_ADDRESS, "ontvangen")]
    assert sorted("Nieuwe tekst." in text for text in texts) == [False, True]
    assert [mail.template_version for mail in post.outbox("receipt")] == [0, 1]
    assert post.states("receipt") == [MailState.SENT] * 2


def test_a_mail_about_no_request_keeps_its_words_too(post: Post, coordinator: Actor) -> None:
    assert coordinator.id is not None
    facts = {"alarm": AlarmKind.WORKER_DOWN}
    queue_office_mail(post.session, NOW, "alarm", [coordinator.id], facts)
    adopt(post.session, coordinator, "alarm", subject="Kijk even: {probleem}")
    queue_office_mail(post.session, NOW, "alarm", [coordinator.id], facts)
    post.send()
    subjects = [str(mail["Subject"]).partition(":")[0] for mail in post.inbox.messages()]
    assert sorted(subjects) == ["Kijk even", "Let op"]


def test_versions_follow_each_other_per_kind_and_are_never_edited(
    session: Session, coordinator: Actor
) -> None:
    assert adopt(session, coordinator, "question", call="Bel {telefoon}.") == 1
    assert adopt(session, coordinator, "question", 1, call="") == 2
    assert adopt(session, coordinator, "no_match", what="Helaas.") == 1
    assert take_back(session, NOW + SOON, coordinator, "question", 1, 2).version == 3
    assert take_back(session, NOW + SOON, coordinator, "question", 0, 3).version == 4
    rows = of_kind(session, "question")
    assert [(row.version, row.taken_from) for row in rows] == [(1, None), (2, None), (3, 1), (4, 0)]
    assert [row.words.get("call") for row in rows] == [
        "Bel {telefoon}.",
        "",
        "Bel {telefoon}.",
        None,
    ]
    assert {row.made_by_id for row in rows} == {coordinator.id}
    assert rows[3].made_at - rows[0].made_at == SOON
    assert wording_of(session, "question", 4) == wording_of(session, "question", 0)


@pytest.mark.parametrize(
    ("words", "place", "reason"),
    [
        ({}, "subject", "Er is niets veranderd."),
        ({"answer_by": "Antwoord gauw."}, "answer_by", "Hier hoort {antwoord_uiterlijk}"),
        ({"what": "{deskundige}"}, "what", "{deskundige} kan hier niet."),
        ({"subject": "Een\ntwee"}, "subject", "Zet dit op één regel."),
    ],
)
def test_a_wording_that_is_refused_is_not_stored(
    session: Session, coordinator: Actor, words: dict[str, str], place: str, reason: str
) -> None:
    with pytest.raises(InvalidWords) as refused:
        adopt(session, coordinator, "invitation", **words)
    [problem] = refused.value.problems
    assert problem.place == place and reason in problem.reason
    assert not of_kind(session, "invitation")


@pytest.mark.parametrize(
    "change",
    [
        lambda session, actor: adopt_wording(session, NOW, actor, "question", {}, 0),
        lambda session, actor: take_back(session, NOW, actor, "question", 0, 0),
        lambda session, actor: take_back(session, NOW, actor, "question", 1, 1),
        lambda session, actor: take_back(session, NOW, actor, "question", 7, 1),
    ],
)
def test_a_change_of_something_else_than_the_newest_is_refused(
    session: Session, coordinator: Actor, change: Callable[[Session, Actor], object]
) -> None:
    adopt(session, coordinator, "question", call="")
    with pytest.raises(ChangedMeanwhile):
        change(session, coordinator)
    assert len(of_kind(session, "question")) == 1


def test_a_mail_that_does_not_exist_has_no_wording(session: Session, coordinator: Actor) -> None:
    with pytest.raises(UnknownMail):
        adopt_wording(session, NOW, coordinator, "bestaat-niet", {}, 0)


def test_of_two_at_once_one_is_told(engine: Engine, coordinator: Actor, session: Session) -> None:
    session.commit()
    together = Barrier(2, timeout=20)

    def change(text: str) -> bool:
        together.wait()
        try:
            with writing(engine) as own:
                adopt(own, coordinator, "question", call=text)
        except ChangedMeanwhile:
            return False
        return True

    with ThreadPoolExecutor(2) as people:
        outcomes = sorted(people.map(change, ("Bel mij.", "Bel ons.")))
    assert outcomes == [False, True]
    with reading(engine) as own:
        assert len(of_kind(own, "question")) == 1
