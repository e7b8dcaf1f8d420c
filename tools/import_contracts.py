"""A contract for import-linter: some modules import nothing but the standard library."""

import sys
from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class StandardLibraryOnly(Contract):
    """Holds for `modules` and all below them; they may import each other and `also_allowed`."""

    type_name = "standard_library_only"

    # The fields are filled with lists when the contract is read.
    modules: Any = fields.ListField(subfield=fields.StringField())
    also_allowed: Any = fields.ListField(subfield=fields.StringField(), required=False, default=[])

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Kept when no module of the list reaches outside; `strays` are (importer, imported)."""
        rooms = set(self.modules) & graph.modules
        for module in tuple(rooms):
            rooms |= graph.find_descendants(module)
        allowed = sys.stdlib_module_names | set(self.also_allowed)
        strays = sorted(
            (importer, imported)
            for importer in rooms
            for imported in graph.find_modules_directly_imported_by(importer) - rooms
            if imported.partition(".")[0] not in allowed
        )
        return ContractCheck(kept=not strays, metadata={"strays": strays})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Prints one line per import that does not belong."""
        for importer, imported in check.metadata["strays"]:
            output.print_error(f"{importer} imports {imported}")
