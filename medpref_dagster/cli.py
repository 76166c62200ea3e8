"""The `medpref` command: materialize a task and wait, see its verdict, get a base model ready."""

import functools
import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click
from rich.console import Console
from rich.table import Table

from medpref_dagster.project import ProjectError, active_profile, find_project_root, prepare_dagster_home

if TYPE_CHECKING:
    import dagster as dg
    import pyarrow as pa

    from medpref_dagster.ratings.clinicians import Item
    from medpref_dagster.resources import BaseModelsResource, ComputeResource, StoreResource
    from medpref_dagster.storage.store import Store


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """From clinical notes and clinicians' feedback to SFT and DPO models that can be trusted."""
    # Silences progress bars and hints of libraries that would break up ours; a value that is set stays.
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")


@main.command()
@click.argument("task")
@click.option("--base-model", "base_models", multiple=True, help="A declared base model; may be given several times.")
@click.option("--all-base-models", is_flag=True, help="Every declared base model, one after the other.")
def materialize(task: str, base_models: tuple[str, ...], all_base_models: bool) -> None:
    """Materialize what is stale of TASK through Dagster, wait, and print the verdict.

    The exit status is 0 only if everything asked for was materialized.
    """
    console = Console()
    root = _project()
    home = prepare_dagster_home(root)

    import dagster as dg

    from medpref_dagster.definitions import defs

    assets = _task_assets(defs, task)
    partitions = _choose_base_models(base_models, all_base_models)
    _require_device(defs)
    store = _open_store(defs)
    failed: list[str] = []
    with dg.DagsterInstance.from_config(str(home)) as instance:
        for partition in partitions:
            if _bring_up_to_date(instance, task, assets, store, partition, console):
                _print_verdict(console, task, partition, store)
            else:
                failed.append(partition)
    if failed:
        raise SystemExit(f"{task} failed for {', '.join(failed)}")


@main.command()
@click.argument("name", default="study")
@click.option("--base-model", "base_models", multiple=True, help="A declared base model; may be given several times.")
@click.option("--all-base-models", is_flag=True, help="Every declared base model, one after the other.")
def study(name: str, base_models: tuple[str, ...], all_base_models: bool) -> None:
    """Materialize what is stale of every task of the study NAME, then its report, and print what it says.

    Killed anywhere, the next call goes on. A task that fails stops no other; the report then shows it as not run, and
    the exit status is not 0.
    """
    console = Console()
    home = prepare_dagster_home(_project())

    import dagster as dg

    from medpref_dagster.definitions import defs
    from medpref_dagster.reports.study import read_study, summarize_study
    from medpref_dagster.runs import find_real_sources, find_stale_assets
    from medpref_dagster.runs import materialize as run
    from medpref_dagster.storage.store import StoreError

    own, tasks = _study_assets(defs, name)
    everything = [*(asset for assets in tasks.values() for asset in assets), *own]
    partitions = _choose_base_models(base_models, all_base_models)
    _require_device(defs)
    store = _open_store(defs)
    failed: list[str] = []
    with dg.DagsterInstance.from_config(str(home)) as instance:
        for partition in partitions:
            console.print(f"[bold]{name}[/] for [bold]{partition}[/]: {', '.join(tasks)}")
            failures = [
                task
                for task, assets in tasks.items()
                if not _bring_up_to_date(instance, task, assets, store, partition, console)
            ]
            if not failures and (feedback := find_real_sources(own)):
                run(instance, name, feedback, partition, console)
            stale = [] if failures else find_stale_assets(instance, everything, store, partition)
            # Without every task there is nothing to compare across tasks. The report is always written: it also shows
            # what is noted beside the assets, costs and uses of the test sets, which no data version tells of.
            report_key = dg.AssetKey([name, "report"])
            selection = [*(key for key in stale if key.path[0] == name and key != report_key), report_key]
            console.print(f"[bold]{name}[/] for [bold]{partition}[/]")
            if not run(instance, name, selection, partition, console).succeeded:
                failures.append(name)
            failed += [f"{task} for {partition}" for task in failures]
    try:
        report = store.current(f"{name}/report")
    except StoreError:
        raise SystemExit(f"the report was not written; failed: {', '.join(failed)}") from None
    for sentence in summarize_study(read_study(report)):
        console.print(f"  {sentence}", highlight=False)
    console.print(f"Report: {report.path / 'report.html'}", soft_wrap=True, highlight=False)
    if failed:
        raise SystemExit(f"failed: {', '.join(failed)}")


@main.command()
@click.argument("task")
@click.option("--base-model", "base_models", multiple=True, help="A declared base model; may be given several times.")
def verdict(task: str, base_models: tuple[str, ...]) -> None:
    """Print the verdict of TASK as it was last materialized."""
    _project()
    from medpref_dagster.definitions import defs
    from medpref_dagster.storage.store import StoreError

    _task_assets(defs, task)
    for partition in _choose_base_models(base_models, every=False):
        try:
            _print_verdict(Console(), task, partition, _open_store(defs))
        except StoreError as error:
            raise click.ClickException(f"{error}: medpref materialize {task} --base-model {partition}") from None


@main.group()
def ratings() -> None:
    """Clinicians' ratings of a task's answers: a blinded file out, filled-in files in."""


_rated = [
    click.argument("task"),
    click.option("--base-model", required=True, help="The base model whose answers, and SFT's and DPO's, are rated."),
    click.option("--seed", type=int, required=True, help="Decides names and order; do not tell it to the raters."),
    click.option("--cases", type=click.IntRange(min=2), default=None, help="At most this many test cases."),
]


def _add_rated(command: Callable[..., None]) -> Callable[..., None]:
    """The arguments that `ratings export` and `ratings import` must be given alike."""
    return functools.reduce(lambda function, option: option(function), reversed(_rated), command)


@ratings.command("export")
@_add_rated
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def export_file(task: str, base_model: str, seed: int, cases: int | None, file: Path) -> None:
    """Write the answers to TASK's test cases to the CSV file FILE, blinded and shuffled, for a clinician to rate.

    The file holds the cases' text: treat it as the data it is.
    """
    from medpref_dagster.ratings.clinicians import RatingsError, export_ratings

    items, _ = _blinded_items(task, base_model, seed, cases)
    try:
        export_ratings(file, items)
    except RatingsError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{len(items)} answers in {file}; 1 is worst, 5 is best")


@ratings.command("import")
@_add_rated
@click.argument("files", type=click.Path(path_type=Path, dir_okay=False), nargs=-1, required=True)
def import_files(task: str, base_model: str, seed: int, cases: int | None, files: tuple[Path, ...]) -> None:
    """Keep what the raters wrote into their FILES, one each, and print as JSON what all kept raters say.

    A file's name stands for its rater; what that rater gave before is replaced. The next materialization shows the
    ratings in the reports.
    """
    from medpref_dagster.declaration import Evaluation
    from medpref_dagster.definitions import defs
    from medpref_dagster.ratings.clinicians import RatingsError, keep_ratings, match_ratings, read_ratings
    from medpref_dagster.ratings.likert import describe_likert

    items, store = _blinded_items(task, base_model, seed, cases)
    raters = {file.stem: file for file in files}
    if len(raters) < len(files):
        raise click.UsageError("two files have the same name; a file's name stands for its rater")
    try:
        # Every file is read before any is kept.
        kept = keep_ratings(
            store, task, base_model, items, {rater: read_ratings(file, items) for rater, file in raters.items()}
        )
    except RatingsError as error:
        raise click.ClickException(str(error)) from None
    predictions, all_cases = _read_predictions(store, task, base_model)
    rated, outdated = match_ratings(store.read_table(kept), predictions, all_cases)
    section = describe_likert(rated, outdated, sorted({item.model for item in items}), Evaluation())
    click.echo(json.dumps(section, indent=1))
    if any(asset.key.path == [task, "ratings"] for asset in _task_assets(defs, task)):
        click.echo(f"into the report: medpref materialize {task} --base-model {base_model}", err=True)
    else:
        click.echo(f"kept; the report shows ratings once assets/{task}/defs.yaml has evaluation.likert", err=True)


def _blinded_items(task: str, base_model: str, seed: int, cases: int | None) -> tuple[list["Item"], "Store"]:
    _project()
    from medpref_dagster.definitions import defs
    from medpref_dagster.ratings.clinicians import RatingsError, blind_predictions

    _task_assets(defs, task)
    [partition] = _known_base_models((base_model,))
    store = _open_store(defs)
    try:
        return blind_predictions(*_read_predictions(store, task, partition), seed, cases), store
    except RatingsError as error:
        raise click.ClickException(str(error)) from None


def _read_predictions(store: "Store", task: str, partition: str) -> tuple["pa.Table", "pa.Table"]:
    """The current predictions and cases of a task."""
    from medpref_dagster.storage.store import StoreError

    try:
        predictions = store.read_table(store.current(f"{task}/predictions", partition))
        return predictions, store.read_table(store.current(f"{task}/cases"))
    except StoreError as error:
        raise click.ClickException(f"{error}: medpref materialize {task} --base-model {partition}") from None


@main.command()
@click.option("--base-model", "base_models", multiple=True, help="Also fetch and convert this base model.")
def prepare(base_models: tuple[str, ...]) -> None:
    """Make the Dagster home, and get base models ready, so that the first run need not."""
    console = Console()
    home = prepare_dagster_home(_project())

    import dagster as dg

    from medpref_dagster.definitions import defs
    from medpref_dagster.storage.base_models import BaseModelError

    # Opened once, alone: first commands in parallel against a new home can corrupt its SQLite schema.
    with dg.DagsterInstance.from_config(str(home)):
        console.print(f"Dagster home: {home}")
    declared = cast("BaseModelsResource", (defs.resources or {})["base_models"])
    for name in _known_base_models(base_models):
        try:
            files = declared.prepare(
                name, _open_store(defs), lambda progress: console.print(f"  {progress}", soft_wrap=True)
            )
        except BaseModelError as error:
            raise click.ClickException(str(error)) from None
        console.print(f"{name}: {files.path}", soft_wrap=True)


@main.command()
def yaml_reference() -> None:
    """Print docs/reference/yaml.md, made from the components' own schema."""
    from medpref_dagster.components.yaml_reference import write_yaml_reference

    click.echo(write_yaml_reference(), nl=False)


def _project() -> Path:
    try:
        root = find_project_root()
        active_profile(root)
    except ProjectError as error:
        raise click.ClickException(str(error)) from None
    return root


def _require_device(defs: "dg.Definitions") -> None:
    """Fail before any work where the profile asks for a GPU and there is none."""
    compute = cast("ComputeResource", (defs.resources or {})["compute"])
    if compute.device == "cuda":
        from medpref_dagster.devices import DeviceError

        try:
            compute.resolve()
        except DeviceError as error:
            raise click.ClickException(str(error)) from None


def _open_store(defs: "dg.Definitions") -> "Store":
    return cast("StoreResource", (defs.resources or {})["store"]).open()


def _bring_up_to_date(
    instance: "dg.DagsterInstance",
    task: str,
    assets: list["dg.AssetsDefinition"],
    store: "Store",
    partition: str,
    console: Console,
) -> bool:
    """Materialize what is stale of a task for one base model; whether that went well."""
    from medpref_dagster.runs import find_real_sources, find_stale_assets
    from medpref_dagster.runs import materialize as run

    started = time.monotonic()
    console.print(f"[bold]{task}[/] for [bold]{partition}[/]")
    if sources := find_real_sources(assets):
        run(instance, task, sources, partition, console)
    stale = find_stale_assets(instance, assets, store, partition)
    if not stale:
        console.print("[green]✓[/] everything is up to date: nothing was trained or computed again")
        return True
    outcome = run(instance, task, stale, partition, console)
    if outcome.succeeded:
        console.print(f"{len(stale)} assets in {time.monotonic() - started:.0f} s")
    else:
        console.print(f"[red]failed[/]; every detail in the UI (make dev), run {outcome.run_id}", soft_wrap=True)
    return outcome.succeeded


def _task_assets(defs: "dg.Definitions", task: str) -> list["dg.AssetsDefinition"]:
    """The task's assets in the order of the data."""
    import dagster as dg

    assets = [asset for asset in defs.assets or () if isinstance(asset, dg.AssetsDefinition)]
    tasks = sorted({asset.key.path[0] for asset in assets if asset.key.path[-1] == "evaluation_report"})
    if task not in tasks:
        raise click.ClickException(f"no task {task!r}; declared under assets/: {', '.join(tasks)}")
    return [asset for asset in assets if asset.get_asset_spec().group_name == task]


def _study_assets(
    defs: "dg.Definitions", study: str
) -> tuple[list["dg.AssetsDefinition"], dict[str, list["dg.AssetsDefinition"]]]:
    """The study's own assets, and those of each of its tasks, in the order of the data."""
    import dagster as dg

    assets = [asset for asset in defs.assets or () if isinstance(asset, dg.AssetsDefinition)]
    reports = {asset.key.path[0]: asset for asset in assets if asset.key.path[1:] == ["report"]}
    if study not in reports:
        known = ", ".join(sorted(reports)) or "none"
        raise click.ClickException(f"no study {study!r}; declared under assets/: {known}")
    judged = [dep.asset_key for dep in reports[study].get_asset_spec().deps]
    tasks = [key.path[0] for key in judged if key.path[-1] == "evaluation_report"]
    own = [asset for asset in assets if asset.get_asset_spec().group_name == study]
    return own, {task: _task_assets(defs, task) for task in tasks}


def _known_base_models(names: tuple[str, ...]) -> tuple[str, ...]:
    from medpref_dagster.components.machine import declared_base_models, explain_absence

    declared = declared_base_models()
    unknown = sorted(set(names) - set(declared))
    if unknown:
        raise click.ClickException(f"unknown base model {', '.join(unknown)}; declared: {', '.join(declared)}")
    for name in names:
        if (absence := explain_absence(name)) is not None:
            raise click.ClickException(absence)
    return names


def _choose_base_models(names: tuple[str, ...], every: bool) -> tuple[str, ...]:
    from medpref_dagster.components.machine import offered_base_models

    if names and every:
        raise click.UsageError("give --base-model or --all-base-models, not both")
    return offered_base_models() if every else _known_base_models(names) or offered_base_models()[:1]


def _print_verdict(console: Console, task: str, partition: str, store: "Store") -> None:
    from medpref_dagster.reports.task import summarize_verdict

    report = store.current(f"{task}/evaluation_report", partition)
    summary = summarize_verdict(json.loads((report.path / "report.json").read_text()))
    table = Table(title=f"{task}, {partition}", title_justify="left")
    for column in summary.header:
        table.add_column(column)
    for row in summary.rows:
        table.add_row(*row)
    console.print(table)
    for sentence in summary.sentences:
        console.print(f"  {sentence}", highlight=False)
    console.print(f"Report: {report.path / 'report.html'}", soft_wrap=True, highlight=False)
