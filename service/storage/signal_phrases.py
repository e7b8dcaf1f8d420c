"""The packaged phrases by which a referral signal is found in a text."""

import csv
from functools import lru_cache
from importlib import resources

from service.domain.referral_signals import SignalRule, signal_rules


@lru_cache(maxsize=1)
def packaged_rules() -> tuple[SignalRule, ...]:
    """Give the rules of the packaged file, read once."""
    folder = resources.files("service.storage").joinpath("data")
    text = folder.joinpath("signal_phrases.tsv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    return signal_rules(rows)
