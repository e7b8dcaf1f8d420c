"""Both answers to an invitation."""

from service.actions.invitations.accept_invitation import accept_invitation
from service.actions.invitations.decline_invitation import decline_invitation

__all__ = ["accept_invitation", "decline_invitation"]
