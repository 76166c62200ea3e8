"""From a source to cases and SFT examples."""

from collections.abc import Mapping

import pyarrow as pa

from medpref_dagster import schemas
from medpref_dagster.forgetting.keeping_out import Sieve
from medpref_dagster.forgetting.tombstones import read_tombstones
from medpref_dagster.preferences.examples import build_sft_examples
from medpref_dagster.sources import open_source
from medpref_dagster.sources.cases import build_cases, find_case_problems, find_case_warnings
from medpref_dagster.sources.reading import ROW_ID, find_reading_problems
from medpref_dagster.steps import DeclaredTask, Finding, StepResult
from medpref_dagster.steps.shown import describe_forgotten, describe_quarantine, describe_summary, describe_table
from medpref_dagster.storage.store import Artifact
from medpref_dagster.study.learning_curves import draw_learning_curves
from medpref_dagster.workbench import Workbench


def read_raw_cases(workbench: Workbench, about: DeclaredTask, inputs: Mapping[str, Artifact]) -> StepResult:
    """Read the source; the table need not fit in memory."""
    store, source = workbench.store, about.task.source
    reading = open_source(source)
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


def make_cases(workbench: Workbench, about: DeclaredTask, inputs: Mapping[str, Artifact]) -> StepResult:
    """Validate, deduplicate and split the raw rows."""
    store = workbench.store
    built = build_cases(store.read_table(inputs["raw_cases"]), about.task)
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
