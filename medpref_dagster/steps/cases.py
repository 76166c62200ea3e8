"""From a source to cases and SFT examples."""

from collections.abc import Mapping

import pyarrow as pa

from medpref_dagster import schemas
from medpref_dagster.devices import available_cores
from medpref_dagster.forgetting.keeping_out import Sieve
from medpref_dagster.forgetting.tombstones import read_tombstones
from medpref_dagster.preferences.examples import build_sft_examples
from medpref_dagster.privacy_key import read_privacy_key
from medpref_dagster.sources import open_source
from medpref_dagster.sources.cases import build_cases, find_case_problems, find_case_warnings
from medpref_dagster.sources.deidentified_rows import check_key, deidentify_rows, read_fingerprint
from medpref_dagster.sources.reading import ROW_ID, find_reading_problems
from medpref_dagster.steps import DeclaredTask, Finding, StepResult
from medpref_dagster.steps.shown import (
    describe_forgotten,
    describe_quarantine,
    describe_summary,
    describe_table,
    say_foreign,
)
from medpref_dagster.storage.store import Artifact, Store, StoreError
from medpref_dagster.study.learning_curves import draw_learning_curves
from medpref_dagster.workbench import Workbench


def read_raw_cases(workbench: Workbench, about: DeclaredTask, inputs: Mapping[str, Artifact]) -> StepResult:
    """Read the source; the table need not fit in memory."""
    store, source = workbench.store, about.task.source
    reading = open_source(source, store.root)
    sieve = Sieve(read_tombstones(store), source.columns.patient or ROW_ID)
    artifact = store.write_table(
        sieve.sift_rows(reading.batches),
        reading.schema,
        {
            "quarantine": lambda: pa.Table.from_pylist(
                list(sieve.sift_quarantine(reading.quarantine)), schema=schemas.QUARANTINE
            )
        },
    )
    rows, _ = store.describe_table(artifact)
    return StepResult(
        artifact,
        {
            **describe_table(store, artifact, workbench.disclosure),
            **describe_quarantine(store.read_table(artifact, "quarantine")),
            **describe_forgotten(sieve.forgotten),
        },
        {"readable": Finding(find_reading_problems(rows, len(reading.quarantine), source))},
    )


def deidentify_cases(workbench: Workbench, about: DeclaredTask, inputs: Mapping[str, Artifact]) -> StepResult:
    """Replace what identifies somebody in the raw rows, with the privacy key."""
    store, source, key = workbench.store, about.task.source, read_privacy_key()
    if source.deidentify is not None:
        check_key(key, source.deidentify, _find_fingerprint(store, f"{about.name}/deidentified_cases"))
    raw = store.read_table(inputs["raw_cases"])
    made = deidentify_rows(raw, about.task, key, available_cores())
    artifact = store.write_table(made.rows, made.rows.schema, {"quarantine": made.quarantine})
    refused, share = made.quarantine.num_rows, source.max_quarantined_share
    problems = (
        [
            f"{refused} of {raw.num_rows} rows could not be de-identified ({refused / raw.num_rows:.1%}, over the "
            f"declared {share:.1%}): look at the quarantine table, correct the source, or raise "
            "source.max_quarantined_share."
        ]
        if refused > share * raw.num_rows
        else []
    )
    return StepResult(
        artifact,
        {
            **describe_table(store, artifact, workbench.disclosure),
            "replaced": {str(kind): count for kind, count in made.kinds.items()},
            "left_out": list(made.left_out),
            "key": key.fingerprint,
            **describe_quarantine(made.quarantine),
        },
        {"filtered": Finding(problems, says=say_foreign(made.foreign))},
    )


def _find_fingerprint(store: Store, asset: str) -> str | None:
    """The fingerprint of the key that an asset was made with; None where it never was made."""
    try:
        return read_fingerprint(store.describe_table(store.current(asset))[1])
    except StoreError:
        return None


def make_cases(workbench: Workbench, about: DeclaredTask, inputs: Mapping[str, Artifact]) -> StepResult:
    """Validate, deduplicate and split the raw rows."""
    store = workbench.store
    built = build_cases(store.read_table(inputs.get("deidentified_cases") or inputs["raw_cases"]), about.task)
    artifact = store.write_table(built.cases, schemas.CASES, {"quarantine": built.quarantine})
    return StepResult(
        artifact,
        {
            **describe_table(store, artifact, workbench.disclosure),
            **describe_summary(built.summary),
            **describe_quarantine(built.quarantine),
        },
        {
            "usable": Finding(find_case_problems(built, about.task)),
            "represented": Finding(find_case_warnings(built, about.task)),
        },
    )


def make_sft_examples(workbench: Workbench, about: DeclaredTask, inputs: Mapping[str, Artifact]) -> StepResult:
    """Prompt and gold answer of every case but those of test."""
    store = workbench.store
    artifact = store.write_table(
        build_sft_examples(store.read_table(inputs["cases"]), about.task), schemas.SFT_EXAMPLES
    )
    return StepResult(artifact, describe_table(store, artifact, workbench.disclosure))


def measure_simple_baselines(workbench: Workbench, about: DeclaredTask, inputs: Mapping[str, Artifact]) -> StepResult:
    """Measure what the cases' words alone reach, on the test cases that the models answer."""
    store, task = workbench.store, about.task
    curves = draw_learning_curves(task, store.read_table(inputs["cases"]), test_rows=task.evaluation.max_test_rows)
    artifact = store.write_table(curves, schemas.SIMPLE_BASELINES)
    return StepResult(artifact, describe_table(store, artifact, workbench.disclosure))
