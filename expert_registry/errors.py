"""The named errors of the expert registry."""


class RegistryError(Exception):
    """Anything the registry refuses."""


class NaiveDatetime(RegistryError, ValueError):
    """A datetime without time zone was offered to a column that stores instants."""


class UnknownTrack(RegistryError, ValueError):
    """An evaluation was asked for a track other than text or form."""


class UnreadableFile(RegistryError, ValueError):
    """A data file could not be read; the message (Dutch) says which line and why."""


class UnusableHeads(RegistryError):
    """The trained parts of the ranking are missing or damaged."""


class UntrainableModel(RegistryError):
    """The training needs a model with twelve layers, and this one has other layers."""


class UnusableKeys(RegistryError, ValueError):
    """The keys for sealed columns are missing, malformed or weak; the message says the remedy."""


class CannotUnseal(RegistryError):
    """A sealed value cannot be read; the message names its column and key, never its content."""


class NotComparable(RegistryError, TypeError):
    """A query compares a sealed column with a value: the same text is sealed differently twice."""
