"""All tables of the product in one place, for creating and comparing schemas."""

from importlib import import_module
from pkgutil import iter_modules

from sqlalchemy import MetaData

import service.storage
from expert_registry.tables import Base


def all_tables() -> MetaData:
    """Give the metadata with every table of the registry and the service."""
    for module in iter_modules(service.storage.__path__, "service.storage."):
        import_module(module.name)
    return Base.metadata
