"""The codes of a profile in Dutch words."""

from collections.abc import Iterable, Mapping

from expert_registry.quality import HintKind
from service.domain.language import gettext as _
from service.domain.language import lazy
from service.web.registry.expert_view import Labels
from service.web.triage.state_words import PHASE

STATUS = {
    "active": lazy("doet mee"),
    "paused": lazy("doet tijdelijk niet mee"),
    "withdrawn": lazy("doet niet meer mee"),
}
OFFICE_STATUS = {
    "serving": lazy("in functie"),
    "former": lazy("oud-burgemeester"),
    "acting": lazy("waarnemend"),
}
MODE = {"phone": lazy("telefoon"), "video": lazy("beeldbellen"), "on_site": lazy("ter plaatse")}
SETTING = {"urban": lazy("stad"), "mixed": lazy("gemengd"), "rural": lazy("platteland")}
POPULATION = {
    "tot-20000": lazy("tot 20.000 inwoners"),
    "20000-50000": lazy("20.000 tot 50.000 inwoners"),
    "50000-100000": lazy("50.000 tot 100.000 inwoners"),
    "vanaf-100000": lazy("100.000 inwoners of meer"),
}
PARTS_OF_A_DAY = (lazy("ochtend"), lazy("middag"), lazy("avond"))
FIELD = {
    "name": lazy("naam"),
    "role_title": lazy("functie"),
    "email": lazy("e-mailadres"),
    "phone": lazy("telefoon"),
    "status": lazy("doet mee of niet"),
    "summary": lazy("samenvatting"),
    "past_cases": lazy("eerdere zaken"),
    "themes": lazy("thema's"),
    "main_theme": lazy("hoofdthema"),
    "support_kinds": lazy("soort steun"),
    "phases": lazy("fasen"),
    "modes": lazy("manieren"),
    "settings": lazy("soort gemeente"),
    "population_classes": lazy("grootte van de gemeente"),
    "languages": lazy("talen"),
    "travel_regions": lazy("reisgebied"),
    "weekly_availability": lazy("tijden"),
    "duty": lazy("piket"),
    "workdays_only": lazy("alleen op werkdagen"),
    "max_active": lazy("opdrachten tegelijk"),
    "cooldown_days": lazy("rustdagen"),
    "max_per_quarter": lazy("opdrachten per kwartaal"),
    "municipality": lazy("eigen gemeente"),
    "interest_municipalities": lazy("belang in gemeenten"),
    "review_due": lazy("nakijken voor"),
    "unavailable_until": lazy("afwezigheid"),
}

HINT = {
    HintKind.NO_CONSENT: lazy("geen geldige toestemming"),
    HintKind.NO_ADDRESS: lazy("geen e-mailadres"),
    HintKind.REVIEW_DUE: lazy("moet worden nagekeken"),
    HintKind.NO_THEME: lazy("geen thema"),
    HintKind.TOO_SHORT: lazy("tekst te kort"),
    HintKind.THEME_NOT_IN_TEXT: lazy("thema staat niet in de tekst"),
    HintKind.THEME_NOT_TICKED: lazy("thema niet aangevinkt"),
    HintKind.NO_KIND: lazy("geen soort steun"),
    HintKind.NO_CASE: lazy("geen eerdere zaak"),
    HintKind.NO_PHASE: lazy("geen fase"),
}


def words_for(labels: Mapping[str, str], codes: Iterable[str]) -> str:
    """Give the words of the codes, with commas; a code without a word stays as it is."""
    return ", ".join(_(labels[code]) if code in labels else code for code in codes)


def part_of_week(code: str) -> str:
    """Give a part of the week, 'ma-ochtend', in words: 'ma ochtend'."""
    return " ".join(_(word) for word in code.split("-"))


def in_words(labels: Mapping[str, str], codes: Iterable[str]) -> list[tuple[str, str]]:
    """Give these codes with their words, as the options of a list."""
    return [(str(code), _(labels[code])) for code in codes]


def fields_in_words(names: Iterable[str]) -> str:
    """Give the names of fields of the form as words, each once, with commas."""
    found = ("past_cases" if name.startswith("past_case-") else name for name in names)
    return words_for(FIELD, dict.fromkeys(found))


def stored_in_words(labels: Labels, name: str, values: Iterable[str]) -> str:
    """Give what stands in a field of the form, with words for its codes."""
    tables: dict[str, Mapping[str, str]] = {
        "themes": labels.themes,
        "main_theme": labels.themes,
        "support_kinds": labels.support_kinds,
        "phases": {phase.value: text for phase, text in PHASE.items()},
        "status": STATUS,
        "modes": MODE,
        "settings": SETTING,
        "population_classes": POPULATION,
    }
    return words_for(tables.get(name, {"yes": lazy("ja")}), values)
