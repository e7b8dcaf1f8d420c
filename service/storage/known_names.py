"""Names that people in the Netherlands have, from the lists of the `faker` library."""

import importlib
from functools import cache
from typing import Any

from service.domain.personal_data.person_name import KnownNames, known_names

# The lists of one country only would find some inhabitants and overlook others.
_FIRST_NAMES = (
    "nl_NL", "nl_BE", "tr_TR", "az_AZ", "fr_DZ", "pl_PL", "en_GB", "de_DE", "id_ID", "es_ES",
    "pt_PT", "ro_RO",
)  # fmt: skip
_LAST_NAMES = ("nl_NL", "nl_BE", "tr_TR", "fr_DZ")
# In the lists for their nobility of long ago; today these are places.
_PLACES = frozenset(
    ("van Amstel", "van Beieren", "van Bunschoten", "van Drenthe", "van Oudewater",
     "van Vlaanderen", "van Bourgondië", "van Metz", "van Zwaben", "van de Elzas",
     "van Gelder", "van Utrecht",
     "van Holland", "van Zeeland", "van Friesland", "van Brabant", "van Limburg", "The Elder")
)  # fmt: skip


@cache
def packaged_names() -> KnownNames:
    """Give first names and surnames, read once, when a text is looked at."""
    first = {name for country in _FIRST_NAMES for name in _provider(country).first_names}
    last = {name for country in _LAST_NAMES for name in _provider(country).last_names}
    return known_names(first, last - _PLACES)


def _provider(country: str) -> Any:
    return importlib.import_module(f"faker.providers.person.{country}").Provider
