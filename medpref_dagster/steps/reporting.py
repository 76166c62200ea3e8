"""What a person reads: a task's verdict, a study's report."""

from collections.abc import Mapping
from typing import Any

from medpref_dagster.reports.study import read_study, summarize_study, write_study
from medpref_dagster.reports.task import report_verdict, summarize_verdict
from medpref_dagster.stages import BASE, TRAINED
from medpref_dagster.steps import DeclaredStudy, DeclaredTask, Finding, Markdown, StepResult
from medpref_dagster.steps.shown import describe_verdict
from medpref_dagster.storage.models import read_manifest
from medpref_dagster.storage.store import Artifact
from medpref_dagster.workbench import Workbench

ACCEPTED_UNREADABLE = 0.05
"""Share of a trained model's answers that may be unreadable before a check warns."""


def report_task(workbench: Workbench, about: DeclaredTask, inputs: Mapping[str, Artifact]) -> StepResult:
    """Judge the stored predictions, and write the report."""
    # Its parts are named in the report: a candidate table by its model.
    artifacts = {name.replace("_model.", "_"): artifact for name, artifact in inputs.items()}
    [first, *_] = TRAINED
    base = read_manifest(inputs[f"{first.name}_model"]).base_model.model_dump(mode="json", exclude_none=True)
    verdict = report_verdict(about.task, artifacts, base, workbench.store, workbench.disclosure)
    return StepResult(
        verdict.report,
        describe_verdict(verdict.content, verdict.report.path / "report.html"),
        {
            "answers_are_readable": _look_at_unreadable(verdict.content["result"]["unreadable"]),
            "verdict": _look_at_verdict(verdict.content),
        },
    )


def report_study(workbench: Workbench, about: DeclaredStudy, inputs: Mapping[str, Artifact]) -> StepResult:
    """Write the report of what of the study is in the store, for every base model."""
    report = write_study(
        about.study, about.tasks, [base.name for base in about.base_models], about.name, workbench.store
    )
    content = read_study(report)
    return StepResult(
        report,
        {
            "report": report.path / "report.html",
            "summary": Markdown("\n".join(f"- {sentence}" for sentence in summarize_study(content))),
            "evaluated": sum(entry["status"] == "evaluated" for entry in content["entries"]),
        },
    )


def _look_at_unreadable(unreadable: Mapping[str, Mapping[str, Any]]) -> Finding:
    shares = {model: float(found["estimate"]) for model, found in unreadable.items()}
    over = {model: share for model, share in shares.items() if model != BASE.name and share > ACCEPTED_UNREADABLE}
    problem = (
        "Answers that the parser could not read count as wrong, and there are many: "
        f"{', '.join(f'{model}: {share:.1%}' for model, share in over.items())} (accepted: {ACCEPTED_UNREADABLE:.1%}). "
        "Look at them in the report; a longer evaluation.max_new_tokens or more training often helps."
    )
    return Finding([problem] if over else [], shown={f"unreadable_{model}": share for model, share in shares.items()})


def _look_at_verdict(content: Mapping[str, Any]) -> Finding:
    """What the verdict comes to: as problems where a model is worse or gives one answer only, with each test that says
    so; else with all the tests' sentences."""
    tests, summary = content["result"]["tests"], summarize_verdict(content)
    worse = [test["verdict"] for test in tests if test["outcome"] == "worse"]
    return Finding(
        list(dict.fromkeys([*summary.conclusion, *worse])) if content["result"]["worrying"] else [],
        says=" ".join([*summary.conclusion, *summary.sentences]),
        shown={"worse": len(worse), "better": sum(test["outcome"] == "better" for test in tests)},
    )
