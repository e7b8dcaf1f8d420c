"""The short evaluation by link."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.storage.evaluation import Evaluation
from service.storage.mail_link import LinkPurpose, MailLink
from tests.web.filled_form import error_at
from tests.web.story import Story

pytestmark = pytest.mark.backend("sqlite")

ANSWERS = {
    "usefulness": "4",
    "would_use_again": "yes",
    "helped_decision": "no",
    "lessons": "Eerder bellen.",
}


def test_the_requester_answers_once(client: FlaskClient, story: Story) -> None:
    path = story.closed().link(LinkPurpose.EVALUATE)
    assert "Hielp de steun bij uw besluit?" in client.get(path).text

    answer = client.post(path, data=ANSWERS)
    client.post(path, data=ANSWERS | {"usefulness": "1"})

    assert (answer.status_code, answer.location) == (303, path)
    stored = story.first(Evaluation)
    assert (stored.usefulness, stored.would_use_again, stored.helped_decision) == (4, True, False)
    assert stored.lessons == "Eerder bellen."
    assert "Dank voor uw evaluatie" in client.get(path).text


def test_the_expert_tells_the_hours(client: FlaskClient, story: Story) -> None:
    path = story.closed().link(LinkPurpose.EVALUATE)
    with Session(story.engine) as session, session.begin():
        theirs = session.scalars(select(Evaluation).where(Evaluation.side == "expert")).one()
        session.scalars(select(MailLink)).one().evaluation_id = theirs.id
        their_id = theirs.id
    assert "Hoeveel uur kostte het u?" in client.get(path).text

    client.post(path, data={"usefulness": "5", "would_use_again": "no", "hours": "2,5"})

    with Session(story.engine) as session:
        assert session.get_one(Evaluation, their_id).hours == 2.5


WRONG = [
    ({"usefulness": ""}, "usefulness", "Kies een cijfer"),
    ({"usefulness": "6"}, "usefulness", "Deze keuze bestaat niet"),
    ({"would_use_again": ""}, "would_use_again", "Kies ja of nee"),
    ({"helped_decision": "soms"}, "helped_decision", "Deze keuze bestaat niet"),
    ({"hours": "veel"}, "hours", "Vul een aantal uren in"),
    ({"hours": "-1"}, "hours", "Vul een aantal uren in"),
    ({"hours": "nan"}, "hours", "Vul een aantal uren in"),
    ({"hours": "1e9"}, "hours", "Vul een aantal uren in"),
    ({"lessons": "x" * 2001}, "lessons", "Maak dit korter"),
    ({"lessons": "mail a@b.example"}, "lessons", "Hier lijken persoonsgegevens"),
]


@pytest.mark.parametrize(("change", "field", "error"), WRONG)
def test_a_wrong_answer_is_refused_at_its_field(
    client: FlaskClient, story: Story, change: dict[str, str], field: str, error: str
) -> None:
    path = story.closed().link(LinkPurpose.EVALUATE)
    answer = client.post(path, data=ANSWERS | change)
    assert answer.status_code == 400
    if field != "hours":
        assert error_at(answer.text, field).startswith(error)
    assert story.first(Evaluation).answered_at is None
