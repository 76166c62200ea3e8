"""A declared study's assets: what its tasks have in common, their models on each other's cases, the report."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import dagster as dg

from medpref_dagster.components import metadata as show
from medpref_dagster.components.exclusive import DEVICE, LOCK_TAG, hold_while_made
from medpref_dagster.components.task_assets import report_to
from medpref_dagster.declaration import StudyDeclaration, TaskDeclaration
from medpref_dagster.hashing import content_key
from medpref_dagster.resources import BaseModelsResource, ComputeResource, StoreResource
from medpref_dagster.sources import hash_source_code, is_synthetic

STAGES = ("sft", "dpo")


@dataclass(frozen=True)
class StudyTask:
    """A task of a study."""

    declared: TaskDeclaration
    synthetic: bool


def build_study_assets(
    study: str,
    declared: StudyDeclaration,
    tasks: Mapping[str, StudyTask],
    base_models: Sequence[str],
    owners: Sequence[str],
) -> list[dg.AssetsDefinition]:
    """The study's assets, in the order in which the data takes them.

    Parameters
    ----------
    study
        The study's name: first part of each key, and the group.
    declared
        What its YAML says.
    tasks
        Its tasks, in the order of the report.
    base_models
        The partitions of what runs a model.
    owners
        Shown on every asset.
    """
    partitions = dg.StaticPartitionsDefinition(list(base_models))
    declarations = {name: task.declared for name, task in tasks.items()}
    synthetic = all(task.synthetic for task in tasks.values())

    def key(name: str) -> dg.AssetKey:
        return dg.AssetKey([study, name])

    def of_tasks(*names: str) -> list[dg.AssetKey]:
        return [dg.AssetKey([task, name]) for task in tasks for name in names]

    def declare(
        name: str,
        description: str,
        kinds: set[str],
        deps: Sequence[dg.AssetKey],
        depends_on: Mapping[str, Any],
        *,
        runs_model: bool = False,
        lock: str | None = None,
        made_up: bool = synthetic,
        check_specs: Sequence[dg.AssetCheckSpec] = (),
    ) -> Callable[[Callable[..., dg.MaterializeResult]], dg.AssetsDefinition]:
        """`dg.asset` with what every asset of the study has; `depends_on` decides its code version."""
        held = DEVICE if runs_model else lock
        asset = dg.asset(
            key=key(name),
            group_name=study,
            description=description,
            owners=list(owners),
            kinds=kinds,
            tags={"medpref/source": "synthetic" if made_up else "real"} | ({LOCK_TAG: held} if held else {}),
            deps=list(deps),
            code_version=content_key(version=1, **depends_on)[:12],
            partitions_def=partitions if runs_model else None,
            check_specs=check_specs,
        )
        return (lambda make: asset(hold_while_made(held, make))) if held else asset

    judged = {
        name: {"answer": task.answer.model_dump(mode="json"), "evaluation": task.evaluation.answer_settings()}
        for name, task in declarations.items()
    }

    made_up_feedback = all(is_synthetic(source) for source in declared.feedback.values())

    @declare(
        "feedback",
        "Texts that are trained on elsewhere, to be looked for among the tasks' cases.",
        {"parquet", "table"},
        [],
        {
            "feedback": {name: source.model_dump(mode="json") for name, source in declared.feedback.items()},
            "code": [hash_source_code(source) for source in declared.feedback.values()],
        },
        made_up=made_up_feedback,
        check_specs=[
            dg.AssetCheckSpec(
                "readable",
                asset=key("feedback"),
                description="All but a few rows could be read and have a text.",
                blocking=True,
            )
        ],
    )
    def feedback(store: StoreResource) -> dg.MaterializeResult:
        import pyarrow as pa

        from medpref_dagster import schemas
        from medpref_dagster.study.shared_texts import read_feedback

        opened = store.open()
        reading = read_feedback(declared.feedback)
        artifact = opened.write_table(
            reading.batches,
            schemas.FEEDBACK_TEXTS,
            {"quarantine": lambda: pa.Table.from_pylist(reading.quarantine, schema=schemas.QUARANTINE)},
        )
        opened.point(f"{study}/feedback", artifact)
        return dg.MaterializeResult(
            data_version=dg.DataVersion(artifact.version),
            metadata={
                **show.describe_table(opened, artifact, show_rows=made_up_feedback),
                **show.describe_quarantine(opened.read_table(artifact, "quarantine")),
                "address": artifact.address,
            },
            check_results=[
                dg.AssetCheckResult(
                    check_name="readable",
                    passed=not reading.problems,
                    description=" ".join(reading.problems) or None,
                )
            ],
        )

    @declare(
        "shared_texts",
        "Cases whose text is the same, or nearly so, as that of another task's case or of feedback.",
        {"parquet", "table"},
        [*of_tasks("cases"), *([key("feedback")] if declared.feedback else [])],
        {"schema": 2, "similarity": declared.near_duplicate_similarity, "tasks": list(tasks)},
        check_specs=[
            dg.AssetCheckSpec(
                "held_out_texts_unseen",
                asset=key("shared_texts"),
                description="What a task or feedback trains on is no near duplicate of what a task is chosen or "
                "judged by.",
            )
        ],
    )
    def shared_texts(store: StoreResource) -> dg.MaterializeResult:
        from medpref_dagster import schemas
        from medpref_dagster.study.shared_texts import find_leaks, find_shared_texts

        opened = store.open()
        cases = {task: opened.read_table(opened.current(f"{task}/cases")) for task in tasks}
        texts = opened.read_batches(opened.current(f"{study}/feedback")) if declared.feedback else ()
        found = find_shared_texts(cases, declared.near_duplicate_similarity, texts)
        artifact = opened.write_table(found, schemas.SHARED_TEXTS)
        opened.point(f"{study}/shared_texts", artifact)
        problems = find_leaks(found)
        return dg.MaterializeResult(
            data_version=dg.DataVersion(artifact.version),
            metadata={**show.describe_table(opened, artifact, show_rows=True), "address": artifact.address},
            check_results=[
                dg.AssetCheckResult(
                    check_name="held_out_texts_unseen",
                    passed=not problems,
                    severity=dg.AssetCheckSeverity.WARN,
                    description=" ".join(problems) or None,
                )
            ],
        )

    @declare(
        "cross_task_predictions",
        "Each task's SFT and DPO model on test cases of every other task: what training makes it forget.",
        {"parquet", "pytorch"},
        of_tasks("cases", "sft_model", "dpo_model", "predictions"),
        {"rows": declared.cross_task_rows, "tasks": judged},
        runs_model=True,
    )
    def cross_task_predictions(
        context: dg.AssetExecutionContext,
        store: StoreResource,
        compute: ComputeResource,
        base_models: BaseModelsResource,
    ) -> dg.MaterializeResult:
        resolved = compute.resolve()
        from medpref_dagster.study.cross_task import TrainedTask, answer_across_tasks

        opened, report, partition = store.open(), report_to(context), context.partition_key
        trained = {
            task: TrainedTask(
                declarations[task],
                opened.current(f"{task}/cases"),
                opened.current(f"{task}/predictions", partition),
                {stage: opened.current(f"{task}/{stage}_model", partition) for stage in STAGES},
            )
            for task in tasks
        }
        base = base_models.prepare(partition, opened, report)
        artifact = answer_across_tasks(trained, declared.cross_task_rows, base, opened, resolved, report)
        opened.point(f"{study}/cross_task_predictions", artifact, partition)
        return dg.MaterializeResult(
            data_version=dg.DataVersion(artifact.version),
            metadata={**show.describe_table(opened, artifact, show_rows=synthetic), "address": artifact.address},
        )

    @declare(
        "seeds",
        "Every task trained again with each declared seed: how far results differ by chance.",
        {"parquet", "pytorch"},
        of_tasks("cases", "sft_examples", "preference_pairs"),
        {
            "seeds": list(declared.seeds),
            "tasks": {
                name: task.model_dump(mode="json", exclude={"evaluation": {"likert"}})
                for name, task in declarations.items()
            },
        },
        runs_model=True,
    )
    def seeds(
        context: dg.AssetExecutionContext,
        store: StoreResource,
        compute: ComputeResource,
        base_models: BaseModelsResource,
    ) -> dg.MaterializeResult:
        resolved = compute.resolve()
        import pyarrow as pa

        from medpref_dagster import schemas
        from medpref_dagster.study.variants import score_seeds

        opened, report, partition = store.open(), report_to(context), context.partition_key
        base = base_models.prepare(partition, opened, report)
        scored = [
            score_seeds(
                task,
                declarations[task],
                declared.seeds,
                opened.current(f"{task}/sft_examples"),
                opened.current(f"{task}/preference_pairs", partition),
                opened.current(f"{task}/cases"),
                base,
                opened,
                resolved,
                report,
            )
            for task in tasks
        ]
        artifact = opened.write_table(pa.concat_tables(scored), schemas.SEED_SCORES)
        opened.point(f"{study}/seeds", artifact, partition)
        return dg.MaterializeResult(
            data_version=dg.DataVersion(artifact.version),
            metadata={**show.describe_table(opened, artifact, show_rows=True), "address": artifact.address},
        )

    @declare(
        "report",
        "Every task x base model x {base, SFT, DPO} beside the published table, as one HTML file.",
        {"report"},
        [
            *of_tasks("evaluation_report", "predictions"),
            key("shared_texts"),
            key("cross_task_predictions"),
            *([key("seeds")] if declared.seeds else []),
        ],
        {"study": declared.model_dump(mode="json"), "tasks": judged},
        # Runs of a backfill over base models end side by side: the one that writes last must have seen the others.
        lock=f"report-{study}",
    )
    def report(context: dg.AssetExecutionContext, store: StoreResource) -> dg.MaterializeResult:  # noqa: ARG001
        from medpref_dagster.reports.study import read_study, summarize_study, write_study

        opened = store.open()
        artifact = write_study(declared, declarations, base_models, study, opened)
        opened.point(f"{study}/report", artifact)
        content = read_study(artifact)
        return dg.MaterializeResult(
            data_version=dg.DataVersion(artifact.version),
            metadata={
                "report": dg.MetadataValue.path(artifact.path / "report.html"),
                "summary": dg.MetadataValue.md("\n".join(f"- {sentence}" for sentence in summarize_study(content))),
                "evaluated": sum(entry["status"] == "evaluated" for entry in content["entries"]),
                "address": artifact.address,
            },
        )

    return [
        *([feedback] if declared.feedback else []),
        shared_texts,
        cross_task_predictions,
        *([seeds] if declared.seeds else []),
        report,
    ]
