"""The keys of a database that is made for a rehearsal and goes away with it."""

from expert_registry.key_ring import KeyRing, new_key
from expert_registry.sealed import have_keys, keys_in_force


def rehearsal_keys() -> KeyRing:
    """Give the keys of this process or, while it has none, a key made up now."""
    return keys_in_force() if have_keys() else KeyRing([new_key()])
