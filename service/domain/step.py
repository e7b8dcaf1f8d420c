"""The steps of a case that each have their own clock."""

from enum import StrEnum

from service.domain.language import gettext as _


class Step(StrEnum):
    """A step with an agreed response time, in the order in which a case meets them."""

    RECEIPT = "receipt"
    ACKNOWLEDGEMENT = "acknowledgement"
    TRIAGE = "triage"
    PROPOSAL = "proposal"
    PARTNER_CONSENT = "partner_consent"
    EXPERT_REACTION = "expert_reaction"
    FIRST_CONTACT = "first_contact"
    CHECK_IN = "check_in"
    EVALUATION = "evaluation"

    @property
    def label(self) -> str:
        """Give the name for users."""
        return {
            Step.RECEIPT: _("automatische bevestiging"),
            Step.ACKNOWLEDGEMENT: _("persoonlijke reactie"),
            Step.TRIAGE: _("besluit over de aanvraag"),
            Step.PROPOSAL: _("eerste voorstel"),
            Step.PARTNER_CONSENT: _("akkoord van de partner"),
            Step.EXPERT_REACTION: _("antwoord van de deskundige"),
            Step.FIRST_CONTACT: _("eerste contact"),
            Step.CHECK_IN: _("navraag na het contact"),
            Step.EVALUATION: _("evaluatie"),
        }[self]

    @property
    def promise(self) -> str:
        """Give what the requester may expect, the same in mails and on pages.

        Raises KeyError for a step that the requester does not see.
        """
        return {
            Step.ACKNOWLEDGEMENT: _("De coördinator belt u"),
            Step.TRIAGE: _("Wij besluiten hoe wij u het beste helpen"),
            Step.PROPOSAL: _("Wij weten wie wij gaan vragen"),
            Step.FIRST_CONTACT: _("De deskundige neemt contact met u op"),
            Step.CHECK_IN: _("Wij vragen u hoe het gaat"),
            Step.EVALUATION: _("Wij ronden af en vragen wat u ervan vond"),
        }[self]


OF_THE_PARTNER = frozenset({Step.PARTNER_CONSENT, Step.EXPERT_REACTION})
"""Steps that wait for a partner, so its own hours count as well."""

STOPPED_BY_A_PAUSE = frozenset(
    {Step.ACKNOWLEDGEMENT, Step.TRIAGE, Step.PROPOSAL, Step.FIRST_CONTACT}
)
"""Clocks of the bureau that stand still while the requester has the ball; no answer-by time
that was mailed to somebody else does."""
