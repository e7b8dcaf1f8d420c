"""The cases in which a mail is shown as an example, in the words of the page."""

from collections.abc import Mapping

from service.domain.language import lazy

ORDINARY = lazy("Voorbeeld")

SAMPLE_WORDS: Mapping[str, str] = {
    "receipt": lazy("Gewone aanvraag"),
    "receipt of a held request": lazy("Misschien helpt een andere partij beter"),
    "receipt when no clock runs": lazy("Wij beloven geen momenten"),
    "receipt while nobody is on duty": lazy("Acuut, terwijl niemand dienst heeft"),
    "receipt without a mandate": lazy("De burgemeester weet het nog niet"),
    "answer_undone, a yes": lazy("Het antwoord was ja"),
    "answer_undone, a yes after the contact": lazy("Het antwoord was ja; de afspraak is geweest"),
    "answer_undone, a no": lazy("Het antwoord was nee"),
    "acceptance_undone": lazy("Er staat een afspraak"),
    "acceptance_undone after the contact": lazy("De afspraak is geweest"),
    "stand_down filled": lazy("Iemand anders gaat helpen"),
    "stand_down withdrawn": lazy("Wij trekken de uitnodiging in"),
    "stand_down request ended": lazy("De aanvraag is gestopt"),
    "stand_down of an assignment": lazy("De deskundige had al ja gezegd"),
    "stand_down after the contact": lazy("De deskundige had al ja gezegd; de afspraak is geweest"),
    "accepted_requester": lazy("De gemeente mag nog nee zeggen"),
    "accepted_requester, refusal used": lazy("De gemeente heeft al een keer nee gezegd"),
    "handed_back": lazy("Aan de gemeente"),
    "handed_back after the contact": lazy("Aan de gemeente; de afspraak is geweest"),
    "handed_back to the expert": lazy("Aan de deskundige"),
    "handed_back to the expert after the contact": lazy(
        "Aan de deskundige; de afspraak is geweest"
    ),
    "handed_back to staff": lazy("Aan het bureau"),
    "deadline_breach": lazy("Aan de eigenaar"),
    "deadline_breach to deputy": lazy("Aan de achterwacht"),
    "deadline_breach to manager": lazy("Aan de programmamanager"),
    "deadline_breach to coordinator for manager": lazy(
        "Aan de coördinator, in plaats van de programmamanager"
    ),
    "appointment_cancelled": lazy("Er staat een afspraak"),
    "appointment_cancelled after the contact": lazy("De afspraak is geweest"),
    "appointment_cancelled, another expert": lazy("De gemeente wil een andere deskundige"),
    "referred_on": lazy("Met een telefoonnummer"),
    "referred_on without a number": lazy("Zonder telefoonnummer"),
    "request_withdrawn": lazy("Aan de gemeente"),
    "request_withdrawn to staff": lazy("Aan het bureau"),
    "act_link withdraw": lazy("Intrekken"),
    "act_link reopen": lazy("Heropenen"),
    "act_link refuse": lazy("Een andere deskundige vragen"),
    "act_link hand back": lazy("De opdracht teruggeven"),
    "account_link invited": lazy("Een nieuw account"),
    "account_link forgotten": lazy("Een nieuw wachtwoord"),
    "account_link reset": lazy("De tweede stap is gewist"),
    "address_change confirm": lazy("Aan het nieuwe adres"),
    "address_change asked": lazy("Aan het oude adres, bij de vraag"),
    "address_change changed": lazy("Aan het oude adres, na het bevestigen"),
    "duty_handed_over to the next": lazy("Aan wie de dienst overneemt"),
    "duty_handed_over to the former": lazy("Aan wie de dienst had"),
    "partner_consent_asked": lazy("Meer deskundigen"),
    "partner_consent_asked, one expert": lazy("Eén deskundige"),
    "partner_consent_answered, yes": lazy("Akkoord"),
    "partner_consent_answered, no": lazy("Niet akkoord"),
    "partner_consent_answered, not reached": lazy("Onze vraag kwam niet aan"),
}
