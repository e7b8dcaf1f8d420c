"""The command `schakel`: its subcommands, and one way of refusing for all of them."""

import importlib

import click

from service.cli.refusal import one_sentence

COMMANDS = {
    "run": ("service.cli.run", "run"),
    "worker": ("service.cli.worker", "worker"),
    "migrate": ("service.cli.migrate", "migrate"),
    "status": ("service.cli.status", "status"),
    "login-link": ("service.cli.login_link", "login_link"),
    "create-admin": ("service.cli.create_admin", "create_admin"),
    "duty": ("service.cli.duty", "duty"),
    "import-experts": ("service.cli.import_experts", "import_experts"),
    "registry": ("service.cli.registry", "registry"),
    "index": ("service.cli.index", "index"),
    "match": ("service.cli.match", "match"),
    "screen": ("service.cli.screen", "screen"),
    "evaluate": ("service.cli.evaluate", "evaluate"),
    "train": ("service.cli.train", "train"),
    "due": ("service.cli.due", "due"),
    "agreements": ("service.cli.agreements", "agreements"),
    "audit": ("service.cli.audit", "audit"),
    "retention": ("service.cli.retention", "retention"),
    "privacy": ("service.cli.privacy", "privacy"),
    "backup": ("service.cli.backup", "backup"),
    "keys": ("service.cli.keys", "keys"),
    "journey": ("service.cli.journey", "journey"),
    "simulate": ("service.cli.simulate", "simulate"),
    "faults": ("service.cli.faults", "faults"),
    "bench": ("service.cli.bench", "bench"),
}


class Commands(click.Group):
    """Imports a subcommand when it is asked for, so that each starts with what it needs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names, in the order in which a newcomer meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Give the subcommand by that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name]
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Carry the subcommand out; known errors become one sentence and exit status 2."""
        with one_sentence():
            return super().invoke(ctx)


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Start with `schakel run`: it serves everything on this machine, with sample data. "
    "Settings come from the environment; the README lists them.",
)
@click.version_option(package_name="schakel")
def main() -> None:
    """Schakel links municipalities that expect social unrest to a fitting expert, in time."""


if __name__ == "__main__":
    main(prog_name="schakel")
