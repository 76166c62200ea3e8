"""Clinicians' Likert ratings: answers out, blinded and shuffled; ratings in, kept with the answers that they are of.

A rating is only ever what a person wrote into the file: what is missing stays missing.
"""

import csv
import hashlib
import json
import os
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from medpref_dagster.locks import ignore
from medpref_dagster.schemas import CLINICIAN_RATINGS, QUARANTINE, RATINGS
from medpref_dagster.storage.names import encode_partition
from medpref_dagster.storage.store import Artifact, DamagedError, MissingError, Store
from medpref_dagster.values import spell_value

SCALE = (1, 2, 3, 4, 5)
COLUMNS = ("item", "case", "answer", "rating", "comment")
"""Of the file that clinicians fill in; they write `rating` and, if they want, `comment`."""

CLINICIAN = "clinician"
"""The `rater_kind` of a person."""
OUTDATED = "the answer that was rated is not the current one"
"""The reason for which a clinician's rating is put aside."""


class RatingsError(Exception):
    """A file of ratings cannot be used. The message says where and what to do."""


@dataclass(frozen=True)
class Item:
    """One answer to be rated."""

    item: str
    """A name that tells neither case nor model, and that another answer would not have."""
    case_id: str
    patient_id: str
    model: str
    case: str
    """The case's text: what the rater reads."""
    text: str
    """The answer."""

    @property
    def answer_sha256(self) -> str:
        """Binds a rating to the case and the answer that were rated."""
        return hashlib.sha256(f"{self.case}\0{self.text}".encode()).hexdigest()


def choose_cases(case_ids: Sequence[str], limit: int | None) -> set[str]:
    """At most so many cases, by a stable hash of the case: a larger limit keeps those of a smaller one."""
    return set(sorted(set(case_ids), key=lambda case_id: hashlib.sha256(case_id.encode()).digest())[:limit])


def blind_predictions(predictions: pa.Table, cases: pa.Table, seed: int, max_cases: int | None = None) -> list[Item]:
    """Each case's answers under names that do not tell the model, in an order that does not either.

    Parameters
    ----------
    predictions
        Columns in: PREDICTIONS.
    cases
        Columns in: CASES; every predicted case must be there.
    seed
        The same answers and seed give the same names and order, so that ratings are understood without a key
        that would have to be kept apart. Another seed gives others: keep it from the raters.
    max_cases
        At most this many cases, as `choose_cases` does.

    Returns
    -------
    list of Item
        Shuffled. Every chosen case has one item a model.

    Raises
    ------
    RatingsError
        If a predicted case is not among the cases.
    """
    items = _list_items(predictions, cases, seed)
    kept = choose_cases([item.case_id for item in items], max_cases)
    chosen = sorted((item for item in items if item.case_id in kept), key=lambda item: item.item)
    random.Random(seed).shuffle(chosen)
    return chosen


def export_ratings(path: Path, items: Sequence[Item]) -> None:
    """Write the file that a clinician fills in; it holds the cases' text, and is its owner's alone.

    Parameters
    ----------
    path
        Refused if it exists: it may hold ratings.
    items
        From `blind_predictions`.

    Raises
    ------
    RatingsError
        If the file exists.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "w", encoding="utf-8", newline="") as file:  # noqa: PTH123
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            writer.writerows([item.item, _as_text(item.case), _as_text(item.text), "", ""] for item in items)
    except FileExistsError:
        raise RatingsError(f"{path} exists and may hold ratings; give another name") from None


def read_ratings(path: Path, items: Sequence[Item]) -> dict[str, int | None]:
    """One rater's file: item -> rating, None where the rater left it empty.

    Raises
    ------
    RatingsError
        Naming the line, if a column is missing, an item is unknown or rated twice, or a rating is no whole number
        from 1 to 5. Items that the file lacks are not rated.
    """
    known = {item.item for item in items}
    ratings: dict[str, int | None] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in ("item", "rating") if name not in (reader.fieldnames or ())]
            if missing:
                raise RatingsError(f"{path}: no column {' and '.join(missing)}; export writes {', '.join(COLUMNS)}")
            for row in reader:
                where = f"{path}, line {reader.line_num}"
                item, written = (row["item"] or "").strip(), spell_value(row["rating"]) or ""
                if item not in known:
                    raise RatingsError(
                        f"{where}: item {item!r} is not among those exported; are task, base model, seed and cases the "
                        "same, and do the models still answer as they did then?"
                    )
                if item in ratings:
                    raise RatingsError(f"{where}: item {item!r} is rated twice; keep one line")
                if written and written not in {str(rating) for rating in SCALE}:
                    raise RatingsError(
                        f"{where}: rating {written[:20]!r} of item {item} is no whole number from 1 to 5"
                    )
                ratings[item] = int(written) if written else None
    except FileNotFoundError:
        raise RatingsError(f"there is no file {path}") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise RatingsError(f"{path} cannot be read as a CSV file in UTF-8: {type(error).__name__}") from None
    return ratings


def tabulate_ratings(items: Sequence[Item], by_rater: Mapping[str, Mapping[str, int | None]]) -> pa.Table:
    """What was rated, as a table.

    Parameters
    ----------
    items
        From `blind_predictions`.
    by_rater
        Rater -> what `read_ratings` gave.

    Returns
    -------
    pa.Table
        Columns out: CLINICIAN_RATINGS, a row for each rating that somebody gave.
    """
    rows = [
        {
            "rater": rater,
            "case_id": item.case_id,
            "patient_id": item.patient_id,
            "model": item.model,
            "answer_sha256": item.answer_sha256,
            "rating": ratings[item.item],
        }
        for rater, ratings in by_rater.items()
        for item in items
        if ratings.get(item.item) is not None
    ]
    return pa.Table.from_pylist(_in_order(rows), schema=CLINICIAN_RATINGS)


def keep_ratings(
    store: Store, task: str, base_model: str, items: Sequence[Item], by_rater: Mapping[str, Mapping[str, int | None]]
) -> Artifact:
    """Add raters to those kept of a task and base model. What a rater gave before is replaced as a whole.

    Two imports at the same moment take turns, so that neither loses what the other kept.

    Parameters as in `tabulate_ratings`.

    Returns
    -------
    Artifact
        A table CLINICIAN_RATINGS, to which the asset `<task>/clinician_ratings` points from now on.
    """
    with store.hold_shared_lock(f"ratings {task} {base_model}", f"keeps ratings of {task}", ignore):
        before = read_kept_ratings(store, task, base_model).to_pylist()
        rows = [row for row in before if row["rater"] not in by_rater]
        rows += tabulate_ratings(items, by_rater).to_pylist()
        kept = pa.Table.from_pylist(_in_order(rows), schema=CLINICIAN_RATINGS)
        artifact = store.write_table(kept, CLINICIAN_RATINGS)
        store.point(_asset(task), artifact, base_model)
    return artifact


def find_kept_ratings(store: Store, task: str, base_model: str) -> Artifact | None:
    """The table CLINICIAN_RATINGS of a task and base model; None where nothing was imported.

    Raises
    ------
    RatingsError
        If what was imported is damaged: only the raters' files can make it again, so it does not count as absent.
    """
    try:
        return store.current(_asset(task), base_model)
    except MissingError:
        return None
    except DamagedError as error:
        pointer = f"refs/{_asset(task)}/{encode_partition(base_model)}.json"
        raise RatingsError(
            f"the kept ratings of {task} for {base_model} are damaged ({error}). No materialization makes them again: "
            f"restore the store from a backup, or remove {pointer} in it and import the raters' files again"
        ) from error


def read_kept_ratings(store: Store, task: str, base_model: str) -> pa.Table:
    """As `find_kept_ratings`, read; without rows where nothing was imported."""
    found = find_kept_ratings(store, task, base_model)
    return CLINICIAN_RATINGS.empty_table() if found is None else store.read_table(found)


def match_ratings(ratings: pa.Table, predictions: pa.Table, cases: pa.Table) -> tuple[pa.Table, pa.Table]:
    """The kept ratings that are of the current answers, and those that are not.

    Parameters
    ----------
    ratings
        Columns in: CLINICIAN_RATINGS.
    predictions, cases
        Columns in: PREDICTIONS and CASES, of now.

    Returns
    -------
    pa.Table
        Columns out: RATINGS, of clinicians.
    pa.Table
        Columns out: QUARANTINE, a row for each rating of another answer; its record has no text.
    """
    current = {(item.case_id, item.model): item.answer_sha256 for item in _list_items(predictions, cases, 0)}
    matched: list[dict[str, Any]] = []
    outdated: list[dict[str, Any]] = []
    for row in ratings.to_pylist():
        if current.get((row["case_id"], row["model"])) == row["answer_sha256"]:
            own = {name: row[name] for name in ("case_id", "patient_id", "model", "rater", "rating")}
            matched.append({**own, "rater_kind": CLINICIAN, "order": None, "place": None})
        else:
            detail = f"{row['rater']} rated an answer of {row['model']}; export the current answers and have them rated"
            record = json.dumps({name: row[name] for name in ("rater", "model", "rating")})
            outdated.append({"row_id": row["case_id"], "reason": OUTDATED, "detail": detail, "record": record})
    return pa.Table.from_pylist(matched, schema=RATINGS), pa.Table.from_pylist(outdated, schema=QUARANTINE)


def _asset(task: str) -> str:
    return f"{task}/clinician_ratings"


def _in_order(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: (row["rater"], row["case_id"], row["model"]))


def _list_items(predictions: pa.Table, cases: pa.Table, seed: int) -> list[Item]:
    texts = dict(zip(cases["case_id"].to_pylist(), cases["text"].to_pylist(), strict=True))
    items: list[Item] = []
    for row in predictions.select(["case_id", "patient_id", "model", "text"]).to_pylist():
        if row["case_id"] not in texts:
            raise RatingsError(f"case {row['case_id']} was predicted and is gone since; materialize predictions again")
        unnamed = Item("", case=texts[row["case_id"]], **row)
        named = "\0".join((str(seed), unnamed.case_id, unnamed.model, unnamed.answer_sha256))
        items.append(Item(hashlib.sha256(named.encode()).hexdigest()[:12], case=unnamed.case, **row))
    return items


def _as_text(value: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{value}" if value[:1] in {"=", "+", "-", "@", "\t", "\r"} else value
