"""What the people in the rehearsal type and say. All of it is made up."""

REQUESTER_EMAIL = "kabinet@gemeente-voorbeeld.example"
REQUESTER_NAME = "Aanvrager Voorbeeld"
SITUATION = (
    "Het college wil een leegstaande school gebruiken voor de opvang van asielzoekers. "
    "In de wijk lopen de spanningen op. Er is een oproep tot een demonstratie bij het "
    "gemeentehuis en de toon op sociale media wordt harder."
)
QUESTION = (
    "Houden wij de bewonersavond zoals gepland, en hoe voeren wij het gesprek met "
    "bewoners die zich niet gehoord voelen?"
)
SUMMARY = (
    "Een gemeente verwacht onrust rond een opvanglocatie. Gevraagd: meedenken over het "
    "gesprek met bewoners en over een openbare avond."
)
LESSONS = "Vroeg bellen hielp."

FORM = {
    "requester_name": REQUESTER_NAME,
    "requester_role": "Kabinetschef",
    "requester_email": REQUESTER_EMAIL,
    "requester_phone": "000-0001234",
    "mayor_informed": "yes",
    "crisis_structure_active": "no",
    "situation": SITUATION,
    "question": QUESTION,
    "phase": "oplopende_spanningen",
    "expected_moment_unknown": "yes",
    "urgency": "U1",
    "triangle_met": "planned",
    "neighbour_allowed": "no",
    "municipality_may_be_named": "no",
    "declaration": "yes",
}
THEMES_TICKED = 2
LIST_LENGTH = 6

# Nothing of this may stand in the subject of a mail, which travels in the open.
CONFIDENTIAL = (
    REQUESTER_NAME,
    REQUESTER_EMAIL,
    FORM["requester_phone"],
    "opvang",
    "asielzoekers",
    "wijk",
)
