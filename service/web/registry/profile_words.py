"""The codes of a profile in Dutch words."""

from collections.abc import Iterable, Mapping

from service.domain.language import gettext as _
from service.domain.language import lazy

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


def words_for(labels: Mapping[str, str], codes: Iterable[str]) -> str:
    """Give the words of the codes, with commas; a code without a word stays as it is."""
    return ", ".join(_(labels[code]) if code in labels else code for code in codes)
