"""States and codes in the words of the bureau."""

from typing import NamedTuple

from service.domain.actor import Role
from service.domain.hold import CRISIS_ACTIVE, NO_MANDATE
from service.domain.intake import MediaAttention, Phase, TriangleMet
from service.domain.invitation import DeclineReason, InvitationState
from service.domain.language import lazy
from service.domain.request_status import AssignmentState, Status
from service.storage.outbox_mail import MailState


class StatusWords(NamedTuple):
    """A state of a request and who must do what now."""

    label: str
    ball: str


STATUS = {
    Status.DRAFT: StatusWords(lazy("concept"), lazy("De gemeente maakt de aanvraag af.")),
    Status.SUBMITTED: StatusWords(lazy("nieuw"), lazy("Het bureau belt de gemeente terug.")),
    Status.ACKNOWLEDGED: StatusWords(
        lazy("teruggebeld"), lazy("Het bureau besluit wat er met de aanvraag gebeurt.")
    ),
    Status.TRIAGE: StatusWords(
        lazy("in beoordeling"), lazy("Het bureau besluit wat er met de aanvraag gebeurt.")
    ),
    Status.AWAITING_REQUESTER: StatusWords(
        lazy("wacht op de gemeente"), lazy("De gemeente antwoordt op onze vraag.")
    ),
    Status.REFERRED: StatusWords(lazy("doorverwezen"), lazy("Niemand. De aanvraag is beëindigd.")),
    Status.MATCHING: StatusWords(
        lazy("zoeken"), lazy("Het bureau kiest de lijst met deskundigen.")
    ),
    Status.PROPOSED: StatusWords(lazy("lijst gekozen"), lazy("Het bureau nodigt deskundigen uit.")),
    Status.INVITED: StatusWords(
        lazy("uitgenodigd"), lazy("De uitgenodigde deskundigen antwoorden.")
    ),
    Status.ACCEPTED: StatusWords(
        lazy("deskundige gevonden"), lazy("De deskundige neemt contact op met de gemeente.")
    ),
    Status.CONTACTED: StatusWords(
        lazy("eerste contact geweest"), lazy("Het bureau vraagt na hoe het gaat.")
    ),
    Status.ACTIVE: StatusWords(
        lazy("loopt"), lazy("De deskundige helpt de gemeente. Het bureau sluit later af.")
    ),
    Status.CLOSED: StatusWords(lazy("afgesloten"), lazy("Beide kanten vullen de evaluatie in.")),
    Status.EVALUATED: StatusWords(lazy("geëvalueerd"), lazy("Niemand. Alles is klaar.")),
    Status.WITHDRAWN: StatusWords(lazy("ingetrokken"), lazy("Niemand. De aanvraag is beëindigd.")),
    Status.NO_MATCH: StatusWords(
        lazy("geen deskundige gevonden"), lazy("Niemand. De aanvraag is beëindigd.")
    ),
}

PARTNER_BALL = lazy("De partner antwoordt op de vraag om akkoord.")

INVITATION = {
    InvitationState.OPEN: lazy("wacht op antwoord"),
    InvitationState.ACCEPTED: lazy("zegt ja"),
    InvitationState.DECLINED: lazy("zegt nee"),
    InvitationState.EXPIRED: lazy("niet op tijd geantwoord"),
    InvitationState.STOOD_DOWN: lazy("niet meer nodig"),
    InvitationState.WITHDRAWN: lazy("door ons ingetrokken"),
    InvitationState.UNDELIVERABLE: lazy("uitnodiging niet aangekomen"),
    InvitationState.NOT_POSSIBLE: lazy("zei ja, maar dat kan niet"),
}

DECLINE_REASON = {
    DeclineReason.NO_TIME: lazy("geen tijd"),
    DeclineReason.NOT_MY_FIELD: lazy("past niet bij mij"),
    DeclineReason.CONFLICT_OF_INTEREST: lazy("belangenconflict"),
    DeclineReason.ABSENT: lazy("afwezig"),
    DeclineReason.OTHER: lazy("andere reden"),
}

ASSIGNMENT = {
    AssignmentState.ACCEPTED: lazy("contact moet nog komen"),
    AssignmentState.CONTACTED: lazy("eerste contact geweest"),
    AssignmentState.ACTIVE: lazy("loopt"),
    AssignmentState.CLOSED: lazy("afgesloten"),
    AssignmentState.REFUSED: lazy("geweigerd door de gemeente"),
    AssignmentState.HANDED_BACK: lazy("teruggegeven"),
    AssignmentState.UNDONE: lazy("per ongeluk vastgelegd"),
}

PHASE = {
    Phase.SIMMERING: lazy("sluimerend ongenoegen"),
    Phase.RISING: lazy("oplopende spanningen"),
    Phase.ESCALATION: lazy("escalatie"),
    Phase.AFTERMATH: lazy("na de escalatie"),
}

TRIANGLE_MET = {
    TriangleMet.YES: lazy("ja"),
    TriangleMet.NO: lazy("nee"),
    TriangleMet.PLANNED: lazy("gepland"),
}

MEDIA_ATTENTION = {
    MediaAttention.NONE: lazy("geen"),
    MediaAttention.LOCAL: lazy("lokaal"),
    MediaAttention.NATIONAL: lazy("landelijk"),
}

HOLD_REASON = {
    NO_MANDATE: lazy("De burgemeester weet nog niet van de aanvraag."),
    CRISIS_ACTIVE: lazy("De crisisstructuur of GRIP is actief."),
}

OBSTACLE = {
    "conflict": lazy("belangenconflict"),
    "unavailable": lazy("afwezig"),
    "withdrawn": lazy("gestopt"),
    "load": lazy("te druk"),
    "consent": lazy("geen toestemming"),
    "partner_consent": lazy("partner nog niet akkoord"),
    "address": lazy("geen e-mailadres"),
}

MAIL_STATE = {
    MailState.QUEUED: lazy("in de wachtrij"),
    MailState.SENDING: lazy("wordt verstuurd"),
    MailState.SENT: lazy("verstuurd"),
    MailState.FAILED: lazy("niet aangekomen"),
    MailState.CANCELLED: lazy("niet meer nodig"),
    MailState.SUMMARISED: lazy("samengevat in één mail"),
}

ROLE = {
    Role.COORDINATOR: lazy("coördinator"),
    Role.DEPUTY_COORDINATOR: lazy("achterwacht"),
    Role.PARTNER_CONTACT: lazy("partnercontact"),
    Role.PROGRAMME_MANAGER: lazy("programmamanager"),
    Role.PRIVACY_OFFICER: lazy("functionaris gegevensbescherming"),
    Role.ADMIN: lazy("beheerder"),
}
