"""What a study makes of its tasks: shared texts, models on each other's cases, other seeds."""

from collections.abc import Mapping

import pyarrow as pa

from medpref_dagster import schemas
from medpref_dagster.forgetting.keeping_out import Sieve
from medpref_dagster.forgetting.tombstones import read_tombstones
from medpref_dagster.stages import TRAINED
from medpref_dagster.steps import DeclaredStudy, Finding, StepResult
from medpref_dagster.steps.shown import NUMBERS, describe_forgotten, describe_quarantine, describe_table
from medpref_dagster.storage.store import Artifact
from medpref_dagster.study import cross_task, shared_texts
from medpref_dagster.study.variants import score_seeds
from medpref_dagster.workbench import Workbench


def read_feedback(workbench: Workbench, about: DeclaredStudy, inputs: Mapping[str, Artifact]) -> StepResult:
    """Read the texts of the declared feedback; they need not fit in memory."""
    store, declared = workbench.store, about.study.feedback
    reading = shared_texts.read_feedback(declared, store.root)
    sieve = Sieve(read_tombstones(store), "patient_id")
    artifact = store.write_table(
        sieve.sift_rows(reading.batches),
        schemas.FEEDBACK_TEXTS,
        {
            "quarantine": lambda: pa.Table.from_pylist(
                list(sieve.sift_quarantine(reading.quarantine)), schema=schemas.QUARANTINE
            )
        },
    )
    return StepResult(
        artifact,
        {
            **describe_table(store, artifact, workbench.disclosure),
            **describe_quarantine(store.read_table(artifact, "quarantine")),
            **describe_forgotten(sieve.forgotten),
        },
        {"readable": Finding(reading.problems)},
    )


def find_shared_texts(workbench: Workbench, about: DeclaredStudy, inputs: Mapping[str, Artifact]) -> StepResult:
    """Look for the same texts among the tasks' cases and the feedback."""
    store = workbench.store
    cases = {task: store.read_table(inputs[f"{task}/cases"]) for task in about.tasks}
    texts = store.read_batches(inputs["feedback"]) if "feedback" in inputs else ()
    found = shared_texts.find_shared_texts(cases, about.study.near_duplicate_similarity, texts)
    artifact = store.write_table(found, schemas.SHARED_TEXTS)
    return StepResult(
        artifact,
        describe_table(store, artifact, workbench.disclosure),
        {"held_out_texts_unseen": Finding(shared_texts.find_leaks(found))},
    )


def answer_across_tasks(workbench: Workbench, about: DeclaredStudy, inputs: Mapping[str, Artifact]) -> StepResult:
    """Let each task's trained models answer some test cases of the other tasks."""
    trained = {
        name: cross_task.TrainedTask(
            task,
            inputs[f"{name}/cases"],
            inputs[f"{name}/predictions"],
            {stage.name: inputs[f"{name}/{stage.name}_model"] for stage in TRAINED},
        )
        for name, task in about.tasks.items()
    }
    artifact = cross_task.answer_across_tasks(trained, about.study.cross_task_rows, workbench)
    return StepResult(artifact, describe_table(workbench.store, artifact, workbench.disclosure))


def train_with_seeds(workbench: Workbench, about: DeclaredStudy, inputs: Mapping[str, Artifact]) -> StepResult:
    """Train every task again with each declared seed, and score it."""
    scored = [
        score_seeds(
            name,
            task,
            about.study.seeds,
            inputs[f"{name}/sft_examples"],
            inputs[f"{name}/preference_pairs"],
            inputs[f"{name}/cases"],
            workbench,
        )
        for name, task in about.tasks.items()
    ]
    artifact = workbench.store.write_table(pa.concat_tables(scored), schemas.SEED_SCORES)
    return StepResult(artifact, describe_table(workbench.store, artifact, NUMBERS))
