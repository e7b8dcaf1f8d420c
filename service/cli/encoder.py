"""Where a command gets its vectors: from the inference process, or from a model of its own."""

from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING

import click

from embeddings.errors import InferenceUnavailable
from embeddings.inference import InferenceClient
from embeddings.vectors import Encoded
from service.config import Settings

if TYPE_CHECKING:
    from embeddings.encoder import Encoder

PATIENCE_S = 120.0


def encoder_for(settings: Settings) -> "tuple[Encoder | InferenceClient, str]":
    """Give an encoder and its model id: the process that runs, else the model loaded here.

    Loading takes some seconds. Raises UnusableModel, UnreadableWeights or FastUnavailable.
    """
    client = InferenceClient(settings.inference_socket, timeout_s=PATIENCE_S)
    with suppress(InferenceUnavailable):
        model_id = client.describe().model_id
        if model_id is not None:
            return client, model_id
    click.echo("Loading the model …", err=True)
    from embeddings.encoder import load_encoder

    encoder = load_encoder(settings.embedding_model, way=settings.encoder)
    return encoder, encoder.model_id


class EncoderWhenNeeded:
    """An encoder that is found or loaded at the first text, so that bad files are told first."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @property
    def model_id(self) -> str:
        """Give the name of the model."""
        return self._found[1]

    def read_query(self, texts: Sequence[str]) -> Encoded:
        """Give the vectors and layers of requests."""
        return self._found[0].read_query(texts)

    def read_document(self, texts: Sequence[str]) -> Encoded:
        """Give the vectors and layers of profiles."""
        return self._found[0].read_document(texts)

    @cached_property
    def _found(self) -> "tuple[Encoder | InferenceClient, str]":
        return encoder_for(self._settings)
