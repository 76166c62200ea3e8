"""What was held out stays held out: no model saw dev or test, and each use of a test set is noted."""

from collections.abc import Iterator

import pyarrow as pa

from medpref_dagster.storage.base_models import BaseModelFiles
from medpref_dagster.storage.models import ModelManifest, read_manifest
from medpref_dagster.storage.store import ROWS, Artifact, Store, hash_folder


def find_held_out_rows(store: Store, model: Artifact, cases: pa.Table | Artifact) -> list[str]:
    """Say of each model of a stack which rows it should not have seen; nothing where all is as it must be.

    A model's address is the hash of its files, the list of the rows that it saw among them; so what is read here is
    what its training wrote down.

    Parameters
    ----------
    model
        A model; its parents are examined with it, down to the base model.
    cases
        Columns in: CASES. A row may have been trained on if its case and its patient are in the train split, and may
        have given the loss curve if they are in eval.

    Returns
    -------
    list of str
        One sentence a model and kind of problem, with counts and one id. Empty if nothing held out was seen.
    """
    table = store.read_table(cases) if isinstance(cases, Artifact) else cases
    split_of_case = dict(zip(table["case_id"].to_pylist(), table["split"].to_pylist(), strict=True))
    splits_of_patient: dict[str, set[str]] = {}
    for patient, split in zip(table["patient_id"].to_pylist(), table["split"].to_pylist(), strict=True):
        splits_of_patient.setdefault(patient, set()).add(split)
    problems: list[str] = []
    for member, manifest in _list_parents(store, model):
        if hash_folder(member.path) != member.version:
            problems.append(f"{member.address} is not what was trained: its files do not have its hash.")
            continue
        wrong: dict[tuple[str, str], list[str]] = {}
        for case_id, patient_id, seen_as in _read_rows_seen(store, member, manifest):
            elsewhere = {split_of_case.get(case_id, seen_as)} | splits_of_patient.get(patient_id, set())
            for split in sorted(elsewhere - {seen_as}):
                wrong.setdefault((seen_as, split), []).append(case_id)
        problems += [
            f"The {manifest.stage} model {member.version[:12]} saw {len(ids)} rows as {seen_as} whose case or patient "
            f"is in {split}, e.g. case {min(ids)}."
            for (seen_as, split), ids in sorted(wrong.items())
        ]
    return problems


def note_test_use(
    store: Store, test_set: str, base: BaseModelFiles, model: Artifact | None, name: str, cases: int
) -> None:
    """Note that a model is about to answer a test set; a test set that many models answered chooses among them.

    Parameters
    ----------
    test_set
        The task whose test split it is.
    model
        None for the base model itself.
    name
        What the model is to the reader: base, sft, dpo, or whose model it is.
    cases
        How many cases it answers.
    """
    weights = model.address if model is not None else f"base_models/{base.declaration.name}/{base.network}"
    store.note(
        f"test_uses/{test_set}",
        {"model": weights, "name": name, "base_model": base.declaration.name, "cases": cases},
    )


def count_test_uses(store: Store, test_set: str) -> dict[str, int]:
    """How many different models answered a test set, by what they were: `{"base": 1, "dpo": 3, "sft": 2}`."""
    models: dict[str, set[str]] = {}
    for note in store.read_notes(f"test_uses/{test_set}", "name", "model"):
        models.setdefault(note["name"], set()).add(note["model"])
    return {name: len(found) for name, found in sorted(models.items())}


def _list_parents(store: Store, model: Artifact) -> Iterator[tuple[Artifact, ModelManifest]]:
    """The model, then the one that it started from, and so on; also behind full weights."""
    member: Artifact | None = model
    while member is not None:
        manifest = read_manifest(member)
        yield member, manifest
        member = store.artifact(manifest.parent) if manifest.parent is not None else None


def _read_rows_seen(store: Store, member: Artifact, manifest: ModelManifest) -> Iterator[tuple[str, str, str]]:
    """case_id, patient_id and the split that it served as, of each row that the model saw."""
    source = store.read_table(manifest.rows_from)
    key = "pair_id" if "pair_id" in source.column_names else "case_id"
    ids = (source[name].to_pylist() for name in (key, "case_id", "patient_id"))
    known = {row_id: (case_id, patient_id) for row_id, case_id, patient_id in zip(*ids, strict=True)}
    for row in store.read_table(member, ROWS).to_pylist():
        yield (*known[row["row_id"]], row["split"])
