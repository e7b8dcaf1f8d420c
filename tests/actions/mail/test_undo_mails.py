"""A yes that was recorded by mistake: both sides hear what does not hold, and nothing else."""

from collections.abc import Callable

from service.actions.invitations.accept_invitation import accept_invitation
from service.actions.invitations.invite_wave import invite_next
from service.actions.undo.undo_act import undo_act
from service.domain.actor import Actor
from service.storage import history_event
from service.storage.invitation import Invitation
from service.storage.request import SupportRequest
from tests.actions.conftest import NOW
from tests.actions.mail.conftest import HOUR, REQUESTER_ADDRESS, Post, calendar_of, text_of

ABOUT = "Een deskundige helpt u toch niet"
Story = Callable[..., SupportRequest]


def say_yes(post: Post, invitation: Invitation, actor: Actor) -> None:
    accept_invitation(post.session, NOW, invitation, NOW + 5 * HOUR, actor, "Gebeld.")
    post.session.flush()


def undo_first_yes(post: Post, request: SupportRequest, actor: Actor) -> None:
    events = history_event.of_request(post.session, request.id)
    yes = [event.id for event in events if event.kind == "invitation_accepted"]
    undo_act(post.session, NOW, request, actor, yes[0], "Verkeerde persoon.")
    post.send(NOW)


def test_the_mail_says_who_of_two_does_not_help(
    post: Post, proposed: Story, coordinator: Actor
) -> None:
    request = proposed(places=2)
    first, second = invite_next(post.session, NOW, request, coordinator)
    for invitation in (first, second):
        say_yes(post, invitation, coordinator)
    post.send(NOW)
    undo_first_yes(post, request, coordinator)
    mail = post.the_only(REQUESTER_ADDRESS, ABOUT)
    assert first.expert.name in text_of(mail) and second.expert.name not in text_of(mail)
    assert calendar_of(mail)[0] == "CANCEL"


def test_who_never_got_the_name_hears_nothing(
    post: Post, proposed: Story, coordinator: Actor
) -> None:
    request = proposed()
    (invitation,) = invite_next(post.session, NOW, request, coordinator)
    say_yes(post, invitation, coordinator)
    undo_first_yes(post, request, coordinator)
    assert not post.received(REQUESTER_ADDRESS, ABOUT)
    assert post.states("accepted_requester") == post.states("acceptance_undone") == ["cancelled"]
