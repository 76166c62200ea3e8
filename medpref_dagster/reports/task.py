"""The verdict as one self-contained HTML file, and the same numbers as JSON."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from markupsafe import Markup

from medpref_dagster.answering import METRICS
from medpref_dagster.answering.answers import answer_fields, answer_labels
from medpref_dagster.answering.comparison import OPTION_SCORES
from medpref_dagster.answering.subsets import leave_controls_out
from medpref_dagster.declaration import TaskDeclaration, TextAnswer
from medpref_dagster.disclosure import Disclosure, is_about_patients, may_show, read_disclosure
from medpref_dagster.ratings.likert import NOT_RATED, describe_likert, summarize_likert
from medpref_dagster.reports.baselines import describe_baselines, draw_baselines, summarize_baselines
from medpref_dagster.reports.examples import find_examples
from medpref_dagster.reports.figures import draw_confusion, draw_learning_curves, draw_margins, draw_metrics
from medpref_dagster.reports.page import REPORT_HTML, REPORT_JSON, load_template
from medpref_dagster.schemas import SPLITS
from medpref_dagster.stages import CONTROLS, DPO, TRAINED, find_stage
from medpref_dagster.storage.models import read_manifest
from medpref_dagster.storage.store import Artifact, Store
from medpref_dagster.verdict.conclusion import DevScore
from medpref_dagster.verdict.paired_tests import name_beside
from medpref_dagster.verdict.preferences import PairScores
from medpref_dagster.verdict.verdict import Verdict, evaluate
from medpref_dagster.verdict.words import format_interval, format_share, format_share_ends, spell_p


@dataclass(frozen=True)
class ReportInputs:
    """What a report shows beside the verdict itself."""

    task: TaskDeclaration
    cases: pa.Table
    """CASES of every split."""
    predictions: pa.Table
    """PREDICTIONS of every model."""
    base_model: Mapping[str, str]
    """What the base model is: name, origin, licence and so on, in the order to show."""
    disclosure: Disclosure
    """Of all that is reported: whether it may show text, and whether it is made up, which it then says plainly."""
    logs: Mapping[str, pa.Table] = field(default_factory=dict[str, pa.Table])
    """TRAINING_LOG of each trained model, by its name."""
    candidates: Mapping[str, pa.Table] = field(default_factory=dict[str, pa.Table])
    """CANDIDATES of each trained model, by its name."""
    quarantine: Mapping[str, pa.Table] = field(default_factory=dict[str, pa.Table])
    """QUARANTINE of each table that has one, by the asset's name."""
    provenance: Mapping[str, str] = field(default_factory=dict[str, str])
    """Asset -> address of the artifact that went into the verdict."""
    baselines: pa.Table | None = None
    """SIMPLE_BASELINES, where they were measured."""
    likert: Mapping[str, Any] | None = None
    """Of `likert.describe_likert`; None where the task declares no ratings."""


def write_report(store: Store, verdict: Verdict, inputs: ReportInputs) -> Artifact:
    """Write `report.html` and `report.json` as one artifact of kind `reports`.

    The same verdict and inputs give the same bytes, so that the same artifact.

    Parameters
    ----------
    store
        Where the artifact is written.
    verdict
        Of `verdict.evaluate`.
    inputs
        What else is shown. Its disclosure says whether cases and answers may be: a report is passed on.

    Returns
    -------
    Artifact
        Its folder holds the two files.
    """
    show_text = may_show(inputs.disclosure)
    content = {
        "base_model": dict(inputs.base_model),
        "disclosure": inputs.disclosure.value,
        "result": verdict.to_json(),
        "likert": inputs.likert,
        "baselines": describe_baselines(inputs.baselines, verdict, show_rules=show_text),
        "data": describe_data(inputs.cases, inputs.task),
        "patients_in_several_splits": _count_shared_patients(inputs.cases),
        "quarantine": {name: count_reasons(table) for name, table in sorted(inputs.quarantine.items())},
        "candidates": {stage: _read_candidates(table) for stage, table in inputs.candidates.items()},
        "arguments": json.loads(
            inputs.task.model_dump_json(include={"split", "rejected", "evaluation", *(stage.name for stage in TRAINED)})
        ),
        "provenance": dict(inputs.provenance),
        "examples": find_examples(inputs.task, inputs.cases, inputs.predictions) if show_text else None,
    }
    with store.new_folder("reports") as pending:
        text = json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False)
        (pending.path / REPORT_JSON).write_text(f"{text}\n", encoding="utf-8")
        (pending.path / REPORT_HTML).write_text(_render_html(content, verdict, inputs), encoding="utf-8")
    return pending.finished


@dataclass(frozen=True)
class VerdictSummary:
    """The verdict as text for a terminal."""

    header: tuple[str, ...]
    """"Metric", then the models."""
    rows: tuple[tuple[str, ...], ...]
    """A metric's name, then each model's "0.63 (0.55 to 0.70)"."""
    sentences: tuple[str, ...]
    """One a comparison, with its paired test, and one for the held-out preferences."""
    conclusion: tuple[str, ...]
    """What it comes to, the main sentence first."""


def summarize_verdict(content: Mapping[str, Any]) -> VerdictSummary:
    """Put what `report.json` holds into a table and sentences for a terminal."""
    result = content["result"]
    sentences = [_summarize_test(test) for test in result["tests"]]
    if preferences := result["preferences"]:
        rate = preferences["win_rate"]
        sentences.append(
            f"Held-out preferences: {find_stage(preferences['policy'] or DPO.name).title} wins {format_share(rate)} "
            f"({format_share_ends(rate)}) of {preferences['pairs']} pairs; mean reward margin "
            f"{format_interval(preferences['margin'], signed=True)}."
        )
    sentences += summarize_baselines(content.get("baselines"))
    sentences += summarize_likert(content.get("likert"))
    if content["arguments"]["rejected"].get("placebo"):
        sentences.append(f"{DPO.title} is a placebo here: a coin drew which answers it learned to prefer.")
    if not is_about_patients(read_disclosure(content)):
        sentences.append("Synthetic data: these numbers say nothing about patients.")
    return VerdictSummary(
        header=("Metric", *(find_stage(model).title for model in result["models"])),
        rows=tuple(
            (row["title"], *(format_interval(row["models"][model]) for model in result["models"]))
            for row in result["metrics"]
        ),
        sentences=tuple(sentences),
        conclusion=tuple(result.get("conclusion", ())),
    )


def _summarize_test(test: Mapping[str, Any]) -> str:
    said = f"{test['verdict']} Difference {format_interval(test['difference'], signed=True)}"
    if test["kind"] == "mcnemar":
        first, second = name_beside(test["first"]), name_beside(test["second"])
        said += f"; {test['only_second']} cases right only with {second}, {test['only_first']} only with {first}"
    return f"{said}; {spell_p(test['p'])} before adjustment."


def describe_data(cases: pa.Table, task: TaskDeclaration) -> list[dict[str, Any]]:
    """Per split (columns in: CASES) its cases, patients, mean words of a case, and each label's share by field."""
    rows = cases.select(["split", "patient_id", "text", "gold"]).to_pylist()
    described: list[dict[str, Any]] = []
    for split in SPLITS:
        chosen = [row for row in rows if row["split"] == split]
        counts = {name: Counter(dict(row["gold"])[name] for row in chosen) for name in answer_fields(task.answer)}
        described.append(
            {
                "split": split,
                "cases": len(chosen),
                "patients": len({row["patient_id"] for row in chosen}),
                "mean_words": sum(len(row["text"].split()) for row in chosen) / len(chosen) if chosen else None,
                "labels": {}
                if isinstance(task.answer, TextAnswer)
                else {
                    name: {
                        label: counts[name][label] / len(chosen) if chosen else None
                        for label in answer_labels(task.answer, name)
                    }
                    for name in counts
                },
            }
        )
    return described


def count_reasons(quarantine: pa.Table) -> dict[str, int]:
    """How many rows (columns in: QUARANTINE) each reason put aside, most frequent first."""
    counts = Counter(quarantine["reason"].to_pylist())
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _count_shared_patients(cases: pa.Table) -> int:
    splits: dict[str, set[str]] = {}
    for patient, split in zip(cases["patient_id"].to_pylist(), cases["split"].to_pylist(), strict=True):
        splits.setdefault(patient, set()).add(split)
    return sum(len(found) > 1 for found in splits.values())


def _read_candidates(table: pa.Table) -> list[dict[str, Any]]:
    return [{**row, "arguments": json.loads(row["arguments"])} for row in table.to_pylist()]


def read_dev_scores(task: TaskDeclaration, candidates: Mapping[str, pa.Table]) -> dict[str, DevScore]:
    """What the chosen candidates (columns in: CANDIDATES, by model) scored on dev; none where the models were not
    scored on the same dev cases."""
    if task.sft.max_dev_rows != task.dpo.max_dev_rows:
        return {}
    return {
        stage: DevScore(row["metric"], row["dev_score"], METRICS[row["metric"].rpartition(".")[2]].higher_is_better)
        for stage, table in candidates.items()
        for row in table.to_pylist()
        if row["status"] == "chosen" and row["dev_score"] is not None
    }


def _render_html(content: Mapping[str, Any], verdict: Verdict, inputs: ReportInputs) -> str:
    return load_template("task.html.j2").render(
        **content, figures=_draw_figures(content, verdict, inputs), not_rated=NOT_RATED
    )


def _draw_figures(content: Mapping[str, Any], verdict: Verdict, inputs: ReportInputs) -> dict[str, Any]:
    preferences = verdict.preferences
    chosen = {
        stage: next((row["candidate"] for row in rows if row["status"] == "chosen"), None)
        for stage, rows in content["candidates"].items()
    }
    return {
        "metrics": Markup(draw_metrics(verdict)),  # noqa: S704 - our own SVG; its labels are escaped
        "baselines": Markup(draw_baselines(content["baselines"]))  # noqa: S704
        if content["baselines"]
        else None,
        "margins": None if preferences is None else Markup(draw_margins(preferences)),  # noqa: S704
        "confusion": {
            item.field: [
                Markup(draw_confusion(item.confusion[model], item.labels, find_stage(model).title))  # noqa: S704
                for model in verdict.models
            ]
            for item in verdict.fields
        },
        "learning": {
            stage: Markup(  # noqa: S704
                draw_learning_curves(log, f"{find_stage(stage).title} training", chosen.get(stage))
            )
            for stage, log in inputs.logs.items()
        },
    }


def _read_beta(dpo_model: Artifact, task: TaskDeclaration) -> float:
    """What the DPO model was trained with. Where the SFT model itself was kept, every reward is 0 at any beta."""
    return float(read_manifest(dpo_model).training["arguments"].get("beta", task.dpo.beta[0]))


@dataclass(frozen=True)
class WrittenVerdict:
    """A written report and what it says."""

    report: Artifact
    content: dict[str, Any]
    """What `report.json` holds."""


def report_verdict(
    task: TaskDeclaration,
    artifacts: Mapping[str, Artifact],
    base: Mapping[str, str],
    store: Store,
    disclosure: Disclosure,
) -> WrittenVerdict:
    """Judge the stored predictions and write the report.

    Parameters
    ----------
    artifacts
        The artifacts that the verdict is about, by name: cases, preference_pairs, predictions, `<stage>_model` and
        `<stage>_candidates` of each trained stage and control and, where the task declares them, ratings.
    base
        What the base model is, in the order to show.
    disclosure
        Of all that is reported: it says whether the report shows text of cases.
    """
    cases, pairs = store.read_table(artifacts["cases"]), store.read_table(artifacts["preference_pairs"])
    predictions, scored = store.read_table(artifacts["predictions"]), artifacts["predictions"]
    is_scored = pc.field("pair_id").isin(store.read_table(scored, "policy_logps")["pair_id"].combine_chunks())
    scores = PairScores(
        pairs=pairs.filter(is_scored),
        policy=store.read_table(scored, "policy_logps"),
        reference=store.read_table(scored, "reference_logps"),
        beta=_read_beta(artifacts[f"{DPO.name}_model"], task),
    )
    by_likelihood = task.evaluation.answer_by != "generation"
    option_scores = store.read_table(scored, OPTION_SCORES) if by_likelihood else None
    stages = {
        stage.name: artifacts[f"{stage.name}_candidates"]
        for stage in (*TRAINED, *CONTROLS)
        if f"{stage.name}_candidates" in artifacts
    }
    candidates = {stage: store.read_table(table) for stage, table in stages.items()}
    dev_scores = read_dev_scores(task, candidates)
    report = write_report(
        store,
        evaluate(task, cases, predictions, scores, option_scores=option_scores, dev_scores=dev_scores),
        ReportInputs(
            task=task,
            cases=cases,
            predictions=predictions,
            base_model=base,
            disclosure=disclosure,
            logs={stage: store.read_table(table, "log") for stage, table in stages.items()},
            candidates=candidates,
            quarantine={
                name: store.read_table(artifacts[name], "quarantine") for name in ("cases", "preference_pairs")
            },
            provenance={name: artifact.address for name, artifact in artifacts.items()},
            baselines=store.read_table(artifacts["simple_baselines"]),
            likert=describe_likert(
                store.read_table(artifacts["ratings"]),
                store.read_table(artifacts["ratings"], "quarantine"),
                leave_controls_out(predictions)["model"].unique().to_pylist(),
                task.evaluation,
            )
            if "ratings" in artifacts
            else None,
        ),
    )
    return WrittenVerdict(report, json.loads((report.path / REPORT_JSON).read_text(encoding="utf-8")))
