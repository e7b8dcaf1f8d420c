"""`schakel train`: the trained parts of the ranking, made anew from the training texts."""

from pathlib import Path

import click

from service.cli.encoder import encoder_for
from service.config import read_settings

FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command()
@click.option("--out", type=FOLDER, help="Where to write; by default the package itself.")
def train(out: Path | None) -> None:
    """Train the ranking from its training texts.

    The same texts and model give the same result. Takes some minutes on two cores. Rankings use
    the new parts after a restart of the worker.
    """
    from expert_registry.heads_file import SHIPPED
    from expert_registry.training.train import train as train_heads

    def tell(what: str, done: int, total: int) -> None:
        click.echo(f"{what}: {done} of {total}", err=True)

    folder = out or SHIPPED
    encoder, model_id = encoder_for(read_settings())
    found = train_heads(encoder, model_id, folder, tell)
    for name, share in found.items():
        click.echo(f"main theme of {name:22} {share:.3f}")
    click.echo(f"written to {folder}")
