"""`medpref ratings`: answers out to clinicians, blinded; their ratings in."""

import functools
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from medpref_dagster.cli.audited import find_audit_log, name_file, note
from medpref_dagster.cli.declared import (
    find_task_assets,
    load_definitions,
    open_project,
    open_store,
    require_base_models,
)
from medpref_dagster.cli.leaving import refuse_identifiers
from medpref_dagster.cli.output import tell_on_stderr

if TYPE_CHECKING:
    import pyarrow as pa

    from medpref_dagster.ratings.clinicians import Item
    from medpref_dagster.storage.store import Store


@click.group()
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
    from medpref_dagster.audit.actions import ANSWERS_EXPORTED
    from medpref_dagster.ratings.clinicians import RatingsError, export_ratings

    items, store = _blinded_items(task, base_model, seed, cases)
    _refuse_identifiers(task, items, store)
    # Before: a file that is noted and was not written harms less than the other way round.
    note(find_audit_log(), ANSWERS_EXPORTED, task, "medpref ratings export", file=name_file(file), answers=len(items))
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
    from medpref_dagster.audit.actions import RATINGS_IMPORTED
    from medpref_dagster.declaration import Evaluation
    from medpref_dagster.exclusive import hold_off_forgetting
    from medpref_dagster.forgetting.plan import refuse_half_done
    from medpref_dagster.forgetting.wanted import ForgettingError
    from medpref_dagster.ratings.clinicians import RatingsError, keep_ratings, match_ratings, read_ratings
    from medpref_dagster.ratings.likert import describe_likert

    items, store = _blinded_items(task, base_model, seed, cases)
    raters = {file.stem: file for file in files}
    if len(raters) < len(files):
        raise click.UsageError("two files have the same name; a file's name stands for its rater")
    try:
        # Every file is read before any is kept.
        by_rater = {rater: read_ratings(file, items) for rater, file in raters.items()}
        with hold_off_forgetting(store, f"keeps ratings of {task}", tell_on_stderr):
            refuse_half_done(store)
            kept = keep_ratings(store, task, base_model, items, by_rater)
    except (RatingsError, ForgettingError) as error:
        raise click.ClickException(str(error)) from None
    note(find_audit_log(), RATINGS_IMPORTED, task, "medpref ratings import", files=[name_file(item) for item in files])
    predictions, all_cases = _read_predictions(store, task, base_model)
    rated, outdated = match_ratings(store.read_table(kept), predictions, all_cases)
    section = describe_likert(rated, outdated, sorted({item.model for item in items}), Evaluation())
    click.echo(json.dumps(section, indent=1))
    if any(asset.key.path == [task, "ratings"] for asset in find_task_assets(load_definitions(task), task)):
        click.echo(f"into the report: medpref materialize {task} --base-model {base_model}", err=True)
    else:
        click.echo(f"kept; the report shows ratings once assets/{task}/defs.yaml has evaluation.likert", err=True)


def _refuse_identifiers(task: str, items: Sequence["Item"], store: "Store") -> None:
    """Give nobody a file of a de-identified task with what looks like an identifier; it is told by number and class."""
    from medpref_dagster.cli.subjects import list_subjects

    [subject] = list_subjects(load_definitions(task), [task])
    refuse_identifiers(subject.about, {text for item in items for text in (item.case, item.text)}, store)


def _blinded_items(task: str, base_model: str, seed: int, cases: int | None) -> tuple[list["Item"], "Store"]:
    from medpref_dagster.ratings.clinicians import RatingsError, blind_predictions

    open_project()
    defs = load_definitions(task)
    find_task_assets(defs, task)
    [partition] = require_base_models((base_model,))
    store = open_store(defs)
    try:
        return blind_predictions(*_read_predictions(store, task, partition), seed, cases), store
    except RatingsError as error:
        raise click.ClickException(str(error)) from None


def _read_predictions(store: "Store", task: str, partition: str) -> tuple["pa.Table", "pa.Table"]:
    """The current predictions and cases of a task."""
    from medpref_dagster.answering.subsets import leave_controls_out
    from medpref_dagster.storage.store import StoreError

    try:
        predictions = store.read_table(store.current(f"{task}/predictions", partition))
        return leave_controls_out(predictions), store.read_table(store.current(f"{task}/cases"))
    except StoreError as error:
        raise click.ClickException(f"{error}: medpref materialize {task} --base-model {partition}") from None
