"""The questions of the intake form, as they stand above a field and in the summary."""

from service.domain.language import gettext as _


def question(name: str) -> str:
    """Give the label of a field; `expected_moment` is that of its date and time together."""
    return {
        "urgency": _("Hoeveel haast heeft het?"),
        "crisis_structure_active": _("Is uw crisisstructuur of GRIP nu actief?"),
        "referral_signals": _("Speelt een van deze zaken?"),
        "municipality": _("Gemeente"),
        "requester_name": _("Naam"),
        "requester_role": _("Functie"),
        "requester_email": _("Zakelijk e-mailadres"),
        "requester_phone": _("Telefoonnummer"),
        "second_contact": _("Tweede contactpersoon"),
        "mayor_informed": _("Weet de burgemeester van deze aanvraag?"),
        "situation": _("Wat speelt er?"),
        "question": _("Wat is uw vraag?"),
        "phase": _("In welke fase zit u?"),
        "expected_moment": _("Wanneer verwacht u dat er iets gebeurt?"),
        "triangle_met": _("Is de driehoek bij elkaar geweest?"),
        "expected_size": _("Hoe groot en in welke vorm?"),
        "online_dimension": _("Speelt het ook online?"),
        "done_so_far": _("Wat is er al gedaan?"),
        "media_attention": _("Is er aandacht van media?"),
        "support_kinds": _("Wat voor steun zoekt u?"),
        "themes": _("Over welke thema’s gaat het?"),
        "preferred_partner": _("Hebt u voorkeur voor een partner?"),
        "avoid": _("Wie liever niet?"),
        "neighbour_allowed": _("Mag iemand uit een buurgemeente meedenken?"),
        "municipality_may_be_named": _("Mag de naam van uw gemeente in de uitnodiging staan?"),
    }[name]
