"""A declared task's assets, in the order in which the data takes them.

Each asset fetches what it needs from the store, hands it to a function of the layers below, points the asset to
what came back and says what a person should see. The hash of what came back is the data version.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import dagster as dg

from medpref_dagster.components import metadata as show
from medpref_dagster.components.exclusive import DEVICE, LOCK_TAG, hold_while_made
from medpref_dagster.declaration import Likert, TaskDeclaration
from medpref_dagster.declaration.machine import EndpointJudge
from medpref_dagster.hashing import content_key
from medpref_dagster.preferences.rejected import check_options
from medpref_dagster.progress import Progress, Report
from medpref_dagster.resources import BaseModelsResource, ComputeResource, JudgesResource, StoreResource
from medpref_dagster.sources import hash_source_code, is_synthetic

if TYPE_CHECKING:
    from medpref_dagster.ratings.judge import Judge
    from medpref_dagster.storage.store import Artifact, Store

HELD_OUT_CHECK = "held_out_unseen"
HELD_OUT_DESCRIPTION = "No case or patient of dev or test was trained on, by the model's manifest and its parents'."

_SECONDS_BETWEEN_REPORTS = 1.0


def build_task_assets(
    task: str,
    declared: TaskDeclaration,
    base_models: Sequence[str],
    judge: Mapping[str, Any] | None,
    owners: Sequence[str],
) -> list[dg.AssetsDefinition]:
    """The task's assets with their checks.

    Parameters
    ----------
    task
        The task's name: first part of each key, and the group.
    declared
        What its YAML says.
    base_models
        The partitions of `preference_pairs` and of everything behind it.
    judge
        The declared judge as the profile's YAML has it; None without one.
    owners
        Shown on every asset.
    """
    synthetic = is_synthetic(declared.source)
    sampled_from = check_options(declared).needed_models()
    partitions = dg.StaticPartitionsDefinition(list(base_models))

    def key(name: str) -> dg.AssetKey:
        return dg.AssetKey([task, name])

    def declare(
        name: str,
        description: str,
        kinds: set[str],
        deps: Sequence[str],
        depends_on: Mapping[str, Any],
        *,
        partitioned: bool = False,
        runs_model: bool = False,
        check_specs: Sequence[dg.AssetCheckSpec] = (),
    ) -> Callable[[Callable[..., dg.MaterializeResult]], dg.AssetsDefinition]:
        """`dg.asset` with what every asset of the task has.

        `depends_on` is the part of the YAML that the asset's content depends on: when it changes, the code
        version does, and Dagster shows the asset as stale.
        """
        asset = dg.asset(
            key=key(name),
            group_name=task,
            description=description,
            owners=list(owners),
            kinds=kinds,
            tags={"medpref/source": "synthetic" if synthetic else "real"} | ({LOCK_TAG: DEVICE} if runs_model else {}),
            deps=[key(dep) for dep in deps],
            code_version=content_key(version=1, **depends_on)[:12],
            partitions_def=partitions if partitioned or runs_model else None,
            check_specs=check_specs,
        )
        return (lambda make: asset(hold_while_made(DEVICE, make))) if runs_model else asset

    def check(asset: str, name: str, description: str) -> dg.AssetCheckSpec:
        return dg.AssetCheckSpec(name, asset=key(asset), description=description, blocking=True)

    def result(
        store: "Store",
        context: dg.AssetExecutionContext,
        name: str,
        artifact: "Artifact",
        metadata: Mapping[str, Any],
        checks: Sequence[dg.AssetCheckResult] = (),
    ) -> dg.MaterializeResult:
        """Point the asset to its artifact and report it."""
        store.point(f"{task}/{name}", artifact, context.partition_key if _is_partitioned(context) else None)
        return dg.MaterializeResult(
            data_version=dg.DataVersion(artifact.version),
            metadata={**metadata, "address": artifact.address},
            check_results=list(checks),
        )

    whole = declared.model_dump(mode="json")
    # What only ratings depend on makes no model train or answer again.
    answering = whole | {"evaluation": declared.evaluation.answer_settings()}

    @declare(
        "raw_cases",
        f"{declared.title}: the rows as the source has them, with the source's row ids.",
        {"parquet", "table"},
        [],
        {"source": whole["source"], "code": hash_source_code(declared.source)},
        check_specs=[check("raw_cases", "readable", "The reader could read all but a few rows of the source.")],
    )
    def raw_cases(context: dg.AssetExecutionContext, store: StoreResource) -> dg.MaterializeResult:
        import pyarrow as pa

        from medpref_dagster import schemas
        from medpref_dagster.sources import open_source
        from medpref_dagster.sources.reading import find_reading_problems

        opened = store.open()
        reading = open_source(declared.source)
        artifact = opened.write_table(
            reading.batches,
            reading.schema,
            {"quarantine": lambda: pa.Table.from_pylist(reading.quarantine, schema=schemas.QUARANTINE)},
        )
        described = show.describe_table(opened, artifact, show_rows=synthetic)
        rows = int(described["dagster/row_count"].value)
        return result(
            opened,
            context,
            "raw_cases",
            artifact,
            described | show.describe_quarantine(opened.read_table(artifact, "quarantine")),
            [_check_result("readable", find_reading_problems(rows, len(reading.quarantine), declared.source))],
        )

    @declare(
        "cases",
        "Validated cases with prompt and gold answer, deduplicated, split by patient into train, eval, dev and test.",
        {"parquet", "table"},
        ["raw_cases"],
        {name: whole[name] for name in ("source", "prompt", "answer", "split")},
        check_specs=[
            check("cases", "usable", "Rows enough, every split filled, every label there, few rows quarantined.")
        ],
    )
    def cases(context: dg.AssetExecutionContext, store: StoreResource) -> dg.MaterializeResult:
        from medpref_dagster import schemas
        from medpref_dagster.sources.cases import build_cases, find_case_problems

        opened = store.open()
        built = build_cases(opened.read_table(opened.current(f"{task}/raw_cases")), declared)
        artifact = opened.write_table(built.cases, schemas.CASES, {"quarantine": built.quarantine})
        return result(
            opened,
            context,
            "cases",
            artifact,
            show.describe_table(opened, artifact, show_rows=synthetic)
            | show.describe_summary(built.summary)
            | show.describe_quarantine(built.quarantine),
            [_check_result("usable", find_case_problems(built, declared))],
        )

    @declare(
        "sft_examples",
        "Prompt and completion of every case that may be trained on, evaluated on or chosen by.",
        {"parquet", "dataset"},
        ["cases"],
        {},
    )
    def sft_examples(context: dg.AssetExecutionContext, store: StoreResource) -> dg.MaterializeResult:
        from medpref_dagster import schemas
        from medpref_dagster.preferences.examples import build_sft_examples

        opened = store.open()
        examples = build_sft_examples(opened.read_table(opened.current(f"{task}/cases")), declared)
        artifact = opened.write_table(examples, schemas.SFT_EXAMPLES)
        return result(
            opened, context, "sft_examples", artifact, show.describe_table(opened, artifact, show_rows=synthetic)
        )

    @declare(
        "sft_model",
        "The best of the declared SFT grid on dev, judged by the task's first metric on generated answers.",
        {"pytorch", "huggingface"},
        ["cases", "sft_examples"],
        {name: answering[name] for name in ("sft", "evaluation", "max_prompt_tokens", "max_completion_tokens")},
        runs_model=True,
        check_specs=[check("sft_model", HELD_OUT_CHECK, HELD_OUT_DESCRIPTION)],
    )
    def sft_model(
        context: dg.AssetExecutionContext,
        store: StoreResource,
        compute: ComputeResource,
        base_models: BaseModelsResource,
    ) -> dg.MaterializeResult:
        resolved = compute.resolve()
        from medpref_dagster.answering.test_set import find_held_out_rows
        from medpref_dagster.storage.costs import measure_cost
        from medpref_dagster.storage.models import load_tokenizer
        from medpref_dagster.training.sft import fit_sft
        from medpref_dagster.training.tokens import count_training_tokens

        opened, report = store.open(), report_to(context)
        base, all_cases = base_models.prepare(context.partition_key, opened, report), opened.current(f"{task}/cases")
        with measure_cost(opened, f"{task}/sft_model", context.partition_key, resolved) as meter:
            selection = fit_sft(
                declared, opened.current(f"{task}/sft_examples"), all_cases, base, opened, resolved, report
            )
            if not selection.reused:
                meter.finish(selection.model, count_training_tokens(opened, selection, load_tokenizer(base)))
        opened.point(f"{task}/sft_model.candidates", selection.table, context.partition_key)
        return result(
            opened,
            context,
            "sft_model",
            selection.model,
            show.describe_training(selection.log, selection.candidates, reused=selection.reused)
            | show.describe_cost(meter.cost),
            [_check_result(HELD_OUT_CHECK, find_held_out_rows(opened, selection.model, all_cases))],
        )

    @declare(
        "preference_pairs",
        "Prompt, chosen and rejected, checked after tokenization with the base model's own chat template.",
        {"parquet", "dataset"},
        ["cases", *(["sft_model"] if "sft" in sampled_from else [])],
        {name: whole[name] for name in ("rejected", "answer", "max_prompt_tokens", "max_completion_tokens")},
        runs_model=True,
        check_specs=[
            check("preference_pairs", "usable", "Pairs in every split, two different completions in each."),
            dg.AssetCheckSpec(
                "telling",
                asset=key("preference_pairs"),
                description="A model must learn the task to rank the pairs: no rule on length ranks most of them.",
            ),
        ],
    )
    def preference_pairs(
        context: dg.AssetExecutionContext,
        store: StoreResource,
        compute: ComputeResource,
        base_models: BaseModelsResource,
    ) -> dg.MaterializeResult:
        from medpref_dagster import schemas
        from medpref_dagster.preferences.pairs import (
            build_preference_pairs,
            find_pair_problems,
            find_pair_warnings,
        )
        from medpref_dagster.storage.models import load_tokenizer

        opened, report = store.open(), report_to(context)
        base = base_models.prepare(context.partition_key, opened, report)

        sampler = None
        if sampled_from:
            from medpref_dagster.preferences.sampling import ModelSampler

            sft = opened.current(f"{task}/sft_model", context.partition_key) if "sft" in sampled_from else None
            sampler = ModelSampler(declared, base, sft, opened, compute.resolve(), report)
        built = build_preference_pairs(
            opened.read_table(opened.current(f"{task}/cases")),
            declared,
            load_tokenizer(base),
            sampler,
        )
        artifact = opened.write_table(built.pairs, schemas.PREFERENCE_PAIRS, {"quarantine": built.quarantine})
        return result(
            opened,
            context,
            "preference_pairs",
            artifact,
            show.describe_table(opened, artifact, show_rows=synthetic)
            | show.describe_summary(built.summary)
            | show.describe_quarantine(built.quarantine),
            [
                _check_result("usable", find_pair_problems(built, declared)),
                _check_result("telling", find_pair_warnings(built, declared), dg.AssetCheckSeverity.WARN),
            ],
        )

    @declare(
        "reference_logps",
        "Log-probabilities of every pair's two completions under the SFT model, once.",
        {"parquet", "pytorch"},
        ["preference_pairs", "sft_model"],
        {},
        runs_model=True,
    )
    def reference_logps(
        context: dg.AssetExecutionContext,
        store: StoreResource,
        compute: ComputeResource,
        base_models: BaseModelsResource,
    ) -> dg.MaterializeResult:
        resolved = compute.resolve()
        from medpref_dagster.training.reference_logps import score_reference

        opened, report = store.open(), report_to(context)
        artifact = score_reference(
            opened.current(f"{task}/preference_pairs", context.partition_key),
            opened.current(f"{task}/sft_model", context.partition_key),
            base_models.prepare(context.partition_key, opened, report),
            opened,
            resolved,
            report,
        )
        return result(
            opened, context, "reference_logps", artifact, show.describe_table(opened, artifact, show_rows=True)
        )

    @declare(
        "dpo_model",
        "The best of the declared DPO grid on dev; it starts from the SFT model, which is also its reference.",
        {"pytorch", "huggingface"},
        ["cases", "preference_pairs", "reference_logps", "sft_model"],
        {name: answering[name] for name in ("dpo", "evaluation", "max_prompt_tokens", "max_completion_tokens")},
        runs_model=True,
        check_specs=[check("dpo_model", HELD_OUT_CHECK, HELD_OUT_DESCRIPTION)],
    )
    def dpo_model(
        context: dg.AssetExecutionContext,
        store: StoreResource,
        compute: ComputeResource,
        base_models: BaseModelsResource,
    ) -> dg.MaterializeResult:
        resolved = compute.resolve()
        from medpref_dagster.answering.test_set import find_held_out_rows
        from medpref_dagster.storage.costs import measure_cost
        from medpref_dagster.storage.models import load_tokenizer
        from medpref_dagster.training.dpo import fit_dpo
        from medpref_dagster.training.tokens import count_training_tokens

        opened, report, partition = store.open(), report_to(context), context.partition_key
        base, all_cases = base_models.prepare(partition, opened, report), opened.current(f"{task}/cases")
        with measure_cost(opened, f"{task}/dpo_model", partition, resolved) as meter:
            selection = fit_dpo(
                declared,
                opened.current(f"{task}/preference_pairs", partition),
                opened.current(f"{task}/reference_logps", partition),
                all_cases,
                opened.current(f"{task}/sft_model", partition),
                base,
                opened,
                resolved,
                report,
            )
            if not selection.reused:
                meter.finish(selection.model, count_training_tokens(opened, selection, load_tokenizer(base)))
        opened.point(f"{task}/dpo_model.candidates", selection.table, context.partition_key)
        return result(
            opened,
            context,
            "dpo_model",
            selection.model,
            show.describe_training(selection.log, selection.candidates, reused=selection.reused)
            | show.describe_cost(meter.cost),
            [_check_result(HELD_OUT_CHECK, find_held_out_rows(opened, selection.model, all_cases))],
        )

    @declare(
        "predictions",
        "The answers of the base, SFT and DPO models to the test cases, and what DPO gives the held-out pairs.",
        {"parquet", "pytorch"},
        ["cases", "preference_pairs", "reference_logps", "sft_model", "dpo_model"],
        {name: answering[name] for name in ("evaluation", "answer")},
        runs_model=True,
    )
    def predictions(
        context: dg.AssetExecutionContext,
        store: StoreResource,
        compute: ComputeResource,
        base_models: BaseModelsResource,
    ) -> dg.MaterializeResult:
        resolved = compute.resolve()
        from medpref_dagster.answering.comparison import answer_test_cases

        opened, report, partition = store.open(), report_to(context), context.partition_key
        artifact = answer_test_cases(
            declared,
            opened.current(f"{task}/cases"),
            opened.current(f"{task}/preference_pairs", partition),
            opened.current(f"{task}/reference_logps", partition),
            {
                "base": None,
                "sft": opened.current(f"{task}/sft_model", partition),
                "dpo": opened.current(f"{task}/dpo_model", partition),
            },
            base_models.prepare(partition, opened, report),
            opened,
            resolved,
            report,
            test_set=task,
        )
        return result(
            opened, context, "predictions", artifact, show.describe_table(opened, artifact, show_rows=synthetic)
        )

    def build_rating_assets(likert: Likert) -> list[dg.AssetsDefinition]:
        """What clinicians gave, and a table of all ratings of the current answers."""

        @declare(
            "clinician_ratings",
            "What clinicians gave the answers, blinded, as `medpref ratings import` kept it; no rows before.",
            {"parquet", "table"},
            [],
            {},
            partitioned=True,
        )
        def clinician_ratings(context: dg.AssetExecutionContext, store: StoreResource) -> dg.MaterializeResult:
            from medpref_dagster import schemas
            from medpref_dagster.ratings.clinicians import find_kept_ratings

            opened = store.open()
            kept = find_kept_ratings(opened, task, context.partition_key)
            if kept is None:
                empty = opened.write_table(schemas.CLINICIAN_RATINGS.empty_table(), schemas.CLINICIAN_RATINGS)
                return result(
                    opened, context, "clinician_ratings", empty, show.describe_table(opened, empty, show_rows=synthetic)
                )
            # The import points to it. Pointing again could undo an import that comes in between.
            return dg.MaterializeResult(
                data_version=dg.DataVersion(kept.version),
                metadata={**show.describe_table(opened, kept, show_rows=synthetic), "address": kept.address},
            )

        @declare(
            "ratings",
            "A row for each rating from 1 to 5: by clinicians, of the current answers only, and by the declared judge.",
            {"parquet", "table"},
            ["cases", "predictions", "clinician_ratings"],
            {"likert": likert.model_dump(mode="json"), "judge": _identify_judge(judge)},
            partitioned=True,
            runs_model=judge is not None and judge["from"] == "base_model",
            check_specs=[
                dg.AssetCheckSpec(
                    "judge_is_readable",
                    asset=key("ratings"),
                    description="The judge gave an answer that the strict parser could read to nearly every question.",
                )
            ]
            if judge
            else [],
        )
        def ratings(
            context: dg.AssetExecutionContext,
            store: StoreResource,
            compute: ComputeResource,
            base_models: BaseModelsResource,
            judges: JudgesResource,
        ) -> dg.MaterializeResult:
            import pyarrow as pa

            from medpref_dagster import schemas
            from medpref_dagster.ratings.clinicians import match_ratings
            from medpref_dagster.ratings.judge import ask_judge

            opened, report, partition = store.open(), report_to(context), context.partition_key
            all_cases = opened.read_table(opened.current(f"{task}/cases"))
            answers = opened.read_table(opened.current(f"{task}/predictions", partition))
            kept = opened.read_table(opened.current(f"{task}/clinician_ratings", partition))
            rated, put_aside = match_ratings(kept, answers, all_cases)
            checks: list[dg.AssetCheckResult] = []
            if likert.judge is not None:
                asked = open_judge(likert.judge, likert.seed, opened, compute, base_models, judges, report)
                judged = ask_judge(
                    asked,
                    likert,
                    answers,
                    all_cases,
                    opened,
                    f"judged/{task}/{partition}",
                    show_text=synthetic,
                    report=report,
                )
                rated = pa.concat_tables([rated, judged.ratings])
                put_aside = pa.concat_tables([put_aside, judged.quarantine])
                checks.append(_check_judge(judged.asked, judged.quarantine.num_rows))
            artifact = opened.write_table(rated, schemas.RATINGS, {"quarantine": put_aside})
            return result(
                opened,
                context,
                "ratings",
                artifact,
                show.describe_table(opened, artifact, show_rows=synthetic) | show.describe_quarantine(put_aside),
                checks,
            )

        return [clinician_ratings, ratings]

    def open_judge(
        name: str,
        seed: int,
        store: "Store",
        compute: ComputeResource,
        base_models: BaseModelsResource,
        judges: JudgesResource,
        report: Report,
    ) -> "Judge":
        found = judges.find(name)
        if isinstance(found, EndpointJudge):
            from medpref_dagster.ratings.endpoint import open_endpoint_judge

            return open_endpoint_judge(found, seed, synthetic=synthetic)
        resolved = compute.resolve()
        from medpref_dagster.ratings.model import open_model_judge

        return open_model_judge(name, base_models.prepare(found.base_model, store, report), store, resolved)

    likert = declared.evaluation.likert
    rating_assets = build_rating_assets(likert) if likert else []
    rated = ["ratings"] if likert else []

    @declare(
        "evaluation_report",
        "The verdict: base against SFT against DPO, with intervals and paired tests, as one HTML file.",
        {"report"},
        ["cases", "preference_pairs", "predictions", "sft_model", "dpo_model", *rated],
        {"declared": whole},
        partitioned=True,
        check_specs=[
            dg.AssetCheckSpec(
                "answers_are_readable",
                asset=key("evaluation_report"),
                description="The strict parser could read nearly every answer of the trained models.",
            )
        ],
    )
    def evaluation_report(context: dg.AssetExecutionContext, store: StoreResource) -> dg.MaterializeResult:
        from medpref_dagster.reports.task import report_verdict
        from medpref_dagster.storage.models import read_manifest

        opened, partition = store.open(), context.partition_key
        artifacts = {"cases": opened.current(f"{task}/cases")} | {
            name: opened.current(f"{task}/{name}", partition)
            for name in ("preference_pairs", "sft_model", "dpo_model", "predictions", *rated)
        }
        artifacts |= {
            f"{stage}_candidates": opened.current(f"{task}/{stage}_model.candidates", partition)
            for stage in ("sft", "dpo")
        }
        base = read_manifest(artifacts["sft_model"]).base_model.model_dump(mode="json", exclude_none=True)
        verdict = report_verdict(declared, artifacts, base, opened, synthetic=synthetic)
        return result(
            opened,
            context,
            "evaluation_report",
            verdict.report,
            show.describe_verdict(verdict.content, verdict.report.path / "report.html"),
            [_check_readable(verdict.content["result"]["unreadable"])],
        )

    return [
        raw_cases,
        cases,
        sft_examples,
        sft_model,
        preference_pairs,
        reference_logps,
        dpo_model,
        predictions,
        *rating_assets,
        evaluation_report,
    ]


def _is_partitioned(context: dg.AssetExecutionContext) -> bool:
    return context.assets_def.partitions_def is not None


def _check_result(
    name: str, problems: Sequence[str], severity: dg.AssetCheckSeverity = dg.AssetCheckSeverity.ERROR
) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        check_name=name,
        passed=not problems,
        severity=severity,
        description=" ".join(problems) if problems else None,
        metadata={"problems": dg.MetadataValue.json(list(problems))},
    )


def _check_readable(unreadable: Mapping[str, Mapping[str, Any]], accepted: float = 0.05) -> dg.AssetCheckResult:
    shares = {model: float(found["estimate"]) for model, found in unreadable.items()}
    over = {model: share for model, share in shares.items() if model != "base" and share > accepted}
    return dg.AssetCheckResult(
        check_name="answers_are_readable",
        passed=not over,
        severity=dg.AssetCheckSeverity.WARN,
        description=f"Answers that the parser could not read count as wrong, and there are many: "
        f"{', '.join(f'{model}: {share:.1%}' for model, share in over.items())} (accepted: {accepted:.1%}). "
        "Look at them in the report; a longer evaluation.max_new_tokens or more training often helps."
        if over
        else None,
        metadata={f"unreadable_{model}": share for model, share in shares.items()},
    )


def _identify_judge(judge: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """What of a judge's declaration can change its ratings."""
    kept = ("name", "from", "url", "model", "base_model")
    return None if judge is None else {name: judge[name] for name in kept if name in judge}


def _check_judge(asked: int, unread: int, accepted: float = 0.05) -> dg.AssetCheckResult:
    share = unread / asked if asked else 0.0
    return dg.AssetCheckResult(
        check_name="judge_is_readable",
        passed=share <= accepted,
        severity=dg.AssetCheckSeverity.WARN,
        description=f"{unread} of {asked} questions to the judge went to quarantine ({share:.1%}; accepted: "
        f"{accepted:.1%}). Look at the reasons: what timed out is asked again when this asset is materialized again; "
        "what is nonsense stays so, and asks for another judge or another rubric."
        if share > accepted
        else None,
        metadata={"asked": asked, "quarantined": unread},
    )


def report_to(context: dg.AssetExecutionContext) -> Report:
    """Progress into the run's log, where the UI and the command line read it; not more than one line a second."""
    last = [0.0]

    def report(progress: Progress) -> None:
        now = time.monotonic()
        if progress.done >= progress.total or now - last[0] >= _SECONDS_BETWEEN_REPORTS:
            last[0] = now
            context.log.info(str(progress))

    return report
