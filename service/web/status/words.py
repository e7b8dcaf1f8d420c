"""Where a request stands, in plain words for the requester: what happens, who is at work."""

from dataclasses import dataclass

from service.domain.language import lazy as _
from service.domain.request_status import Status
from service.domain.step import Step


@dataclass(frozen=True)
class StatusWords:
    """What happens now, who has the ball, and the step whose end the requester may expect."""

    now: str
    ball: str
    step: Step | None = None


BUREAU = _("Wij zijn aan zet.")
YOU = _("U bent aan zet.")
EXPERT = _("De deskundige is aan zet.")
PARTNER = _("Een partner is aan zet.")
NOBODY = _("Er hoeft niemand meer iets te doen.")

NO_MANDATE_YET = StatusWords(
    _("Uw aanvraag staat stil. Wij bellen u. Wij beginnen als de burgemeester ervan weet."),
    BUREAU,
    Step.ACKNOWLEDGEMENT,
)
MANDATE_AWAITED = StatusWords(
    _("Uw aanvraag staat stil tot de burgemeester ervan weet. Laat het ons hieronder weten."), YOU
)
ONE_MORE = StatusWords(
    _("U hebt al hulp van een deskundige. Wij vragen er nog een."), BUREAU, Step.FIRST_CONTACT
)
AWAITS_PARTNER = StatusWords(
    _("Wij weten wie er kan helpen. Wij wachten op akkoord van hun organisatie."),
    PARTNER,
    Step.FIRST_CONTACT,
)
ONE_MORE_AWAITS_PARTNER = StatusWords(
    _("U hebt al hulp van een deskundige. Voor nog een wachten wij op akkoord van een partner."),
    PARTNER,
    Step.FIRST_CONTACT,
)
HELD = StatusWords(
    _("Uw aanvraag staat stil. Een andere partij moet eerst helpen. Daarover bellen wij u."),
    BUREAU,
    Step.ACKNOWLEDGEMENT,
)
LOOKED_AT = StatusWords(
    _("Uw aanvraag staat even stil. Een van ons leest eerst uw tekst. Daarover bellen wij u."),
    BUREAU,
    Step.ACKNOWLEDGEMENT,
)
WORDS = {
    Status.DRAFT: StatusWords(_("Uw aanvraag is nog niet verstuurd."), YOU),
    Status.SUBMITTED: StatusWords(
        _("Wij hebben uw aanvraag. De coördinator belt u."), BUREAU, Step.ACKNOWLEDGEMENT
    ),
    Status.ACKNOWLEDGED: StatusWords(
        _("Wij hebben contact met u gehad. Wij kijken hoe wij u het beste helpen."),
        BUREAU,
        Step.TRIAGE,
    ),
    Status.TRIAGE: StatusWords(_("Wij kijken hoe wij u het beste helpen."), BUREAU, Step.TRIAGE),
    Status.AWAITING_REQUESTER: StatusWords(
        _("Wij hebben een vraag aan u. Tot u antwoordt, staat onze klok stil."), YOU
    ),
    Status.REFERRED: StatusWords(
        _("Een andere partij helpt u verder. Wij hebben u gemaild welke."), NOBODY
    ),
    Status.MATCHING: StatusWords(
        _("Wij zoeken een deskundige die bij uw vraag past."), BUREAU, Step.PROPOSAL
    ),
    Status.PROPOSED: StatusWords(
        _("Wij weten wie er kan helpen en gaan diegene vragen."), BUREAU, Step.FIRST_CONTACT
    ),
    Status.INVITED: StatusWords(
        _("Wij hebben deskundigen gevraagd en wachten op antwoord."), EXPERT, Step.FIRST_CONTACT
    ),
    Status.ACCEPTED: StatusWords(
        _("Een deskundige helpt u en neemt contact met u op."), EXPERT, Step.FIRST_CONTACT
    ),
    Status.CONTACTED: StatusWords(
        _("U hebt contact met de deskundige. Wij vragen u later hoe het gaat."),
        BUREAU,
        Step.CHECK_IN,
    ),
    Status.ACTIVE: StatusWords(_("De deskundige helpt u."), EXPERT),
    Status.CLOSED: StatusWords(_("Uw aanvraag is afgesloten."), NOBODY),
    Status.EVALUATED: StatusWords(_("Uw aanvraag is afgesloten. Dank voor uw evaluatie."), NOBODY),
    Status.WITHDRAWN: StatusWords(_("U hebt uw aanvraag ingetrokken."), NOBODY),
    Status.NO_MATCH: StatusWords(
        _("Wij hebben geen deskundige gevonden. Wij hebben u daarover gemaild."), NOBODY
    ),
}
EVENTS = {
    "submit": _("U hebt de aanvraag verstuurd."),
    "call_back": _("Wij hebben contact met u gehad."),
    "call_back_undone": _("Wij hebben u toch nog niet gesproken."),
    "start_triage": _("Wij bekijken uw aanvraag."),
    "hold_for_signals": _("Wij kijken eerst of een andere partij u beter kan helpen."),
    "release_hold": _("Wij gaan verder met uw aanvraag."),
    "decide_to_match": _("Wij gaan een deskundige zoeken."),
    "ask_requester": _("Wij hebben u iets gevraagd."),
    "resume": _("U hebt geantwoord."),
    "add_information": _("U hebt iets toegevoegd."),
    "approve_list": _("Wij weten wie wij gaan vragen."),
    "consent_asked": _("Wij hebben een partner om akkoord gevraagd."),
    "consent_agreed": _("Een partner is akkoord."),
    "expert_invited": _("Wij hebben een deskundige gevraagd."),
    "invitation_accepted": _("Een deskundige heeft ja gezegd."),
    "invitation_accepted_undone": _("Dat een deskundige ja zei, was een vergissing van ons."),
    "expert_refused": _("U hebt een deskundige afgewezen."),
    "handed_back": _("De deskundige kan niet verder. Wij zoeken een ander."),
    "contact_confirmed": _("Het eerste contact is geweest."),
    "contact_confirmed_undone": _("Het eerste contact is toch nog niet geweest."),
    "check_in": _("Wij hebben gevraagd hoe het gaat."),
    "refer_on": _("Wij hebben u doorverwezen."),
    "find_nobody": _("Wij hebben geen deskundige gevonden."),
    "withdraw": _("De aanvraag is ingetrokken."),
    "reopen": _("De aanvraag is heropend."),
    "close": _("De aanvraag is afgesloten."),
}
"""The events of the history that the requester sees; all others stay inside the bureau."""
