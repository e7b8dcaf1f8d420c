"""Stops with advice when this Python cannot carry the project; runs on any Python 3."""

import sys

OLDEST = (3, 11)


def complaint() -> str:
    """What is wrong with the running interpreter and what to do; empty when it will do."""
    if sys.version_info < OLDEST:
        found = "%d.%d" % sys.version_info[:2]  # noqa: UP031  (an f-string would not parse everywhere)
        return (
            "Python 3.11 or newer is needed, this is "
            + found
            + ". Name a newer one: make setup PYTHON=python3.12"
        )
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        return "This Python cannot make virtual environments. Install python3-venv first."
    return ""


if __name__ == "__main__":
    sys.exit(complaint() or 0)
