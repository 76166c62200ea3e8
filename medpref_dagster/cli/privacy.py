"""`medpref privacy-key`: the secret that pseudonyms, surrogates and date shifts are made with."""

from pathlib import Path

import click

from medpref_dagster.privacy_key import (
    FILE_VARIABLE,
    KEY_VARIABLE,
    PrivacyKeyError,
    create_privacy_key,
    read_privacy_key,
)


@click.group("privacy-key")
def privacy_key() -> None:
    """The secret that pseudonyms of patients, surrogates and date shifts are made with."""


@privacy_key.command("create")
@click.argument("path", type=click.Path(path_type=Path))
def create(path: Path) -> None:
    """Make a key in the new file PATH, which only its owner may read.

    PATH is outside every store, and outside every git work tree that would track it. Nothing is written over.
    """
    try:
        key = create_privacy_key(path)
    except PrivacyKeyError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{path}: a privacy key, fingerprint {key.fingerprint}; next:")
    click.echo(f"  export {FILE_VARIABLE}={path.expanduser().absolute()}")
    click.echo("  keep a copy where your organization keeps its secrets: without it, nothing made with it goes on")


@privacy_key.command("show")
def show() -> None:
    """Print the fingerprint of the key that the environment gives, by which two keys are told apart."""
    try:
        key = read_privacy_key()
    except PrivacyKeyError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"fingerprint {key.fingerprint} ({KEY_VARIABLE} or {FILE_VARIABLE})")
