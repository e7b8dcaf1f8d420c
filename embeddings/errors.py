"""The errors of this package, by name, so that callers can tell them apart."""


class EmbeddingsError(Exception):
    """Any failure of turning texts into vectors or of searching among them."""


class UnreadableWeights(EmbeddingsError):
    """The packed weight file is missing, cut short or not of the known layout."""


class UnusableModel(EmbeddingsError):
    """The model that was named cannot be found or loaded."""


class FastUnavailable(EmbeddingsError):
    """The fast way of computing does not work on this machine; the message says why."""


class NothingToEncode(EmbeddingsError):
    """A text is empty or holds nothing but white space."""


class WrongDimension(EmbeddingsError):
    """A vector has another length than the index or the model works with."""


class NotANumber(EmbeddingsError):
    """A vector holds NaN or infinity."""


class DuplicateId(EmbeddingsError):
    """The same id was given twice for one index."""


class UnequalLengths(EmbeddingsError):
    """The ids and the things they name differ in number."""


class UnusableCentring(EmbeddingsError):
    """A centring file is damaged or does not fit the model."""


class InferenceUnavailable(EmbeddingsError):
    """The inference process cannot answer now; a later try may succeed."""


class InferenceLoading(InferenceUnavailable):
    """The inference process is up, but its model is still loading."""


class RequestTooLarge(EmbeddingsError):
    """A request to the inference process is over the size limit."""


class MalformedRequest(EmbeddingsError):
    """A request to the inference process does not follow the protocol."""


class UnusableSocket(EmbeddingsError):
    """The inference process cannot take this socket path."""
