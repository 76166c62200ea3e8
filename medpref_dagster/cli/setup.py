"""`medpref init`, `prepare`, `dev` and `dg`: a project, its Dagster home, its base models, Dagster's own commands."""

import os
import shutil
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, cast

import click
from rich.console import Console

import medpref_dagster
from medpref_dagster.cli.declared import load_definitions, open_project, open_store, refuse_broken, require_base_models
from medpref_dagster.project import prepare_dagster_home
from medpref_dagster.storage.errors import is_full_disk

if TYPE_CHECKING:
    from medpref_dagster.resources import BaseModelsResource

_PACKAGE = Path(medpref_dagster.__file__).parent
_FILES = Path(__file__).parent / "new_project"
_PASSED_ON = {"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []}


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
def init(folder: Path) -> None:
    """Make a project in DIR: the task `uti` to copy, the profiles, and what Dagster's own commands need.

    Nothing that is there is written over.
    """
    declared = next((root for root in (_FILES, _PACKAGE.parent) if (root / "assets" / "uti").is_dir()), None)
    if declared is None:
        raise click.ClickException(f"{_FILES} has no task to begin with: install medpref-dagster again")
    if folder.exists() and any(folder.iterdir()):
        raise click.ClickException(f"{folder} is not empty; name a new folder")
    try:
        for source in ("assets/uti", "resources"):
            shutil.copytree(declared / source, folder / source)
        for name, target in (
            ("README.md", "README.md"),
            ("pyproject.toml", "pyproject.toml"),
            ("workspace.yaml", "workspace.yaml"),
            ("gitignore", ".gitignore"),
        ):
            shutil.copyfile(_FILES / name, folder / target)
    except OSError as error:
        if is_full_disk(error):
            raise  # told as of every command
        raise click.ClickException(f"{folder} cannot be written: {error.strerror}") from None
    click.echo(f"a project in {folder}; next:")
    click.echo(f"  cd {folder}\n  medpref check uti\n  medpref materialize uti")


@click.command()
@click.option("--base-model", "base_models", multiple=True, help="Also fetch and convert this base model.")
def prepare(base_models: tuple[str, ...]) -> None:
    """Make the Dagster home, and get base models ready, so that the first run need not."""
    console = Console()
    home = prepare_dagster_home(open_project())
    defs = load_definitions()

    from medpref_dagster.storage.base_models import BaseModelError

    console.print(f"Dagster home: {home}")
    declared = cast("BaseModelsResource", (defs.resources or {})["base_models"])
    for name in require_base_models(base_models):
        try:
            files = declared.prepare(
                name, open_store(defs), lambda progress: console.print(f"  {progress}", soft_wrap=True)
            )
        except BaseModelError as error:
            raise click.ClickException(str(error)) from None
        console.print(f"{name}: {files.path}", soft_wrap=True)


@click.command(context_settings=_PASSED_ON)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def dev(arguments: tuple[str, ...]) -> None:
    """The Dagster UI and its daemon, on this project's Dagster home. ARGUMENTS go to `dagster dev`.

    One at a time: two daemons would see each schedule's tick and each sensor's news twice.
    """
    root = _enter()
    _serve_alone(Path(os.environ["DAGSTER_HOME"]))
    host = () if {"--host", "-h"} & set(arguments) else ("--host", "127.0.0.1")
    _become("dagster", "dev", *host, "--workspace", str(root / "workspace.yaml"), *arguments)


@click.command("dg", context_settings=_PASSED_ON)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def dagster(arguments: tuple[str, ...]) -> None:
    """Dagster's own `dg` with ARGUMENTS, on this project's Dagster home and without telemetry."""
    _enter()
    if arguments[:2] == ("check", "yaml"):
        # Dagster's check holds a file against the components' schema, which takes a broken task, to be shown as one.
        refuse_broken()
    _become("dagster_dg_cli.cli", *arguments)


def _enter() -> Path:
    """Let what is started from here work in this project."""
    root = open_project()
    os.environ["MEDPREF_PROJECT"] = str(root)
    prepare_dagster_home(root)
    return root


def _serve_alone(home: Path) -> None:
    """Keep a second daemon from a Dagster home, and let triggers look again that had looked at a time to come."""
    from medpref_dagster.locks import HeldError, LockError, keep_lock

    try:
        keep_lock(home / "medpref-dev", "medpref dev")
    except HeldError as error:
        raise click.ClickException(
            f"the Dagster home {home} has a UI and a daemon already: {error.holder or 'another process'}. Two daemons "
            "would begin everything twice; use that one's UI, or end it first"
        ) from None
    except LockError as error:
        raise click.ClickException(str(error)) from None

    import dagster as dg

    from medpref_dagster.components.clock import let_look_again

    with dg.DagsterInstance.from_config(str(home)) as instance:
        for trigger in let_look_again(instance, time.time()):
            click.echo(f"{trigger}; it looks again from now on", err=True)


def _become(module: str, *arguments: str) -> NoReturn:
    """Another command in the place of this one, so that signals and the exit status are its own."""
    # A shell has Ctrl-C ignored for what a script starts in the background (`medpref dev &`). Dagster then ignores
    # SIGTERM, too, and only SIGKILL would end it, which leaves its servers behind.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", module, *arguments])  # noqa: S606
