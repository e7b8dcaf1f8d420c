"""With another address the links in the former mailbox end; what is still to do is mailed."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from expert_registry.tables import Expert, Partner
from service.actions.experts.change_profile import change_profile
from service.actions.partners.change_partner import change_partner
from service.actions.retention.anonymise import anonymise_expert
from service.database import reading, writing
from service.storage.mail_link import LinkPurpose
from service.storage.outbox_mail import OutboxMail
from tests.sample_case import NOW
from tests.web.story import Story

pytestmark = pytest.mark.backend("sqlite")

NEW = "ander@partner.example"


def move(story: Story, **changes: str) -> None:
    with writing(story.engine) as session:
        found = session.get_one(Expert, story.experts[0])
        change_profile(session, NOW, found, story.coordinator, changes, found.revision)


def kinds(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return list(session.scalars(select(OutboxMail.kind).order_by(OutboxMail.id)))


@pytest.mark.parametrize(
    ("state", "purpose", "mailed"),
    [
        ("invited", LinkPurpose.ANSWER, ["invitation_reminder"]),
        ("accepted", LinkPurpose.ASSIGNMENT, ["accepted_expert"]),
        ("accepted", LinkPurpose.HAND_BACK, ["accepted_expert"]),
        ("closed", LinkPurpose.EVALUATE, ["evaluation_expert"]),
    ],
)
def test_an_expert_with_another_address(
    story: Story, client: FlaskClient, state: str, purpose: LinkPurpose, mailed: list[str]
) -> None:
    getattr(story, state)()
    path, status = story.link(purpose), story.link(LinkPurpose.STATUS)
    before = kinds(story.engine)
    move(story, email="deskundige-1@partner.example", role_title="Adviseur")
    assert client.get(path).status_code == 200 and kinds(story.engine) == before
    move(story, email=NEW)
    answer = client.get(path)
    assert answer.status_code == 410 and "is veranderd" in answer.text
    assert client.get(status).status_code == 200
    assert kinds(story.engine) == before + mailed
    assert client.get(story.link(purpose)).status_code == 200


def test_of_who_was_erased_no_link_is_left(story: Story, client: FlaskClient) -> None:
    path = story.invited().link(LinkPurpose.ANSWER)
    before = kinds(story.engine)
    with writing(story.engine) as session:
        anonymise_expert(session, NOW, session.get_one(Expert, story.experts[0]))
    assert client.get(path).status_code == 410
    assert kinds(story.engine) == before


def test_a_partner_for_which_somebody_else_speaks(story: Story, client: FlaskClient) -> None:
    path = story.consulting().proposed().link(LinkPurpose.PARTNER_CONSENT)
    before = kinds(story.engine)
    for address, status in (("", 200), (NEW, 410)):
        with writing(story.engine) as session:
            partner = session.get_one(Partner, "politieacademie")
            values = {"consent_limit": partner.consent_limit, "acceptance_prior": 0.5}
            change_partner(
                session, NOW, partner, story.coordinator, contact_name="Contact Twee",
                contact_email=address or partner.contact_email, **values,
            )  # fmt: skip
        assert client.get(path).status_code == status
    assert kinds(story.engine) == [*before, "partner_consent_reminder"]
