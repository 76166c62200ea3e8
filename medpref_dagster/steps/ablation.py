"""An ablation's steps: a trial is a task's own steps, run with its changes; the report is of all trials there are."""

from medpref_dagster.steps import DeclaredAblation, Step
from medpref_dagster.steps.base_models import QUANTIZATIONS, TARGETS, TEMPLATES
from medpref_dagster.steps.identifiers import NO_IDENTIFIERS

ABLATION_REPORT = "ablation_report"
"""Held while an ablation's report is written: of two that are written side by side, the last must have seen all."""

ABLATION_STEPS: tuple[Step, ...] = (
    Step(
        "trials",
        "trials:run_trial",
        "A changed task from its source to the answers of its models, with one seed; what is shared is made once.",
        decides=("trials", "seeds", "source_code", TEMPLATES, TARGETS, QUANTIZATIONS),
        # Of the task's own steps, a trial's key has the code versions; a number here is for what is kept of them.
        versions=("trials", "verdict", "metrics"),
        kinds=("parquet", "pytorch"),
        partitioned=True,
        each_trial=True,
        runs_model=True,
    ),
    Step(
        "report",
        "trials:report_ablation",
        "The answer to the ablation's question: curves along its axes, paired tests, costs, as one HTML file.",
        inputs=("trials",),
        takes_what_is_there=True,
        decides=(
            "title",
            "question",
            "axes",
            "variants",
            "comparisons",
            "confidence",
            "bootstrap_samples",
            "bootstrap_seed",
            "trials",
            "seeds",
            "base_models",
        ),
        versions=("ablation_report", "verdict", "metrics"),
        kinds=("report",),
        checks=(NO_IDENTIFIERS,),
        holds=ABLATION_REPORT,
    ),
)


def list_ablation_steps(about: DeclaredAblation) -> list[Step]:
    """The steps that a declared ablation has, in the order of the data."""
    return [step for step in ABLATION_STEPS if step.is_made(about)]
