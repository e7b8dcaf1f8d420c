"""The guard on its labelled set: what it must find, and what it must leave alone."""

import pytest

from service.domain.personal_data.finding import Kind
from tools.guard_figures import figures, labelled_texts, texts_to_leave_alone

NUMERIC = (Kind.BSN, Kind.PHONE, Kind.IBAN, Kind.PLATE, Kind.ADDRESS, Kind.BIRTH_DATE)
LEAST_RECALL = dict.fromkeys(Kind, 0.95) | dict.fromkeys(NUMERIC, 0.98) | {Kind.NAME: 0.90}


def test_the_set_is_large_enough() -> None:
    assert sum(len(labelled.pieces) for labelled in labelled_texts()) >= 400
    assert len(texts_to_leave_alone()) >= 400
    assert {kind for kind, _text in texts_to_leave_alone()} == set(Kind)


@pytest.mark.parametrize("kind", Kind)
def test_recall(kind: Kind) -> None:
    assert figures().recall(kind) >= LEAST_RECALL[kind], figures().remarks


@pytest.mark.parametrize("kind", Kind)
def test_precision(kind: Kind) -> None:
    assert figures().precision(kind) >= 0.95, figures().remarks
