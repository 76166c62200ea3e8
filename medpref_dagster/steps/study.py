"""A study's steps, in the order in which the data takes them: they stand on the steps of its tasks."""

from medpref_dagster.answering.parsing import begin_alike
from medpref_dagster.steps import Check, DeclaredStudy, Sources, Step, given
from medpref_dagster.steps.base_models import QUANTIZATIONS, TARGETS, TEMPLATES
from medpref_dagster.steps.identifiers import NO_IDENTIFIERS

REPORT = "report"
"""Held while a study's report is written: runs of a backfill over base models end side by side, and the one that writes
last must have seen the others."""


def has_feedback(about: DeclaredStudy) -> bool:
    """Whether texts of feedback are declared."""
    return bool(about.study.feedback)


def list_task_sources(about: DeclaredStudy) -> Sources:
    """Where the tasks' cases come from."""
    return tuple(task.source for task in about.tasks.values())


def list_feedback_sources(about: DeclaredStudy) -> Sources:
    """Where those texts come from."""
    return tuple(about.study.feedback.values())


def has_seeds(about: DeclaredStudy) -> bool:
    """Whether further seeds are declared."""
    return bool(about.study.seeds)


def shortens_labels(about: DeclaredStudy) -> bool:
    """Whether the labels of a task begin alike, so that an answer may shorten one."""
    return any(begin_alike(task.answer) for task in about.tasks.values())


_CHOICE = ("tasks.*.split.stratify", "tasks.*.split.min_per_label")
"""Which rows of a split are chosen where fewer are used than there are."""

_READ_BY = ("answers", given(shortens_labels, "shortened_labels"))

STUDY_STEPS: tuple[Step, ...] = (
    Step(
        "feedback",
        "across_tasks:read_feedback",
        "Texts that are trained on elsewhere, to be looked for among the tasks' cases.",
        decides=("feedback", "feedback_code"),
        versions=("reading", "feedback"),
        kinds=("parquet", "table"),
        checks=(Check("readable", "All but a few rows could be read and have a text.", blocks=True),),
        when=has_feedback,
        sources=list_feedback_sources,
    ),
    Step(
        "shared_texts",
        "across_tasks:find_shared_texts",
        "Cases whose text is the same, or nearly so, as that of another task's case or of feedback.",
        inputs=("*/cases", given(has_feedback, "feedback")),
        decides=("near_duplicate_similarity", "order"),
        versions=("shared_texts",),
        kinds=("parquet", "table"),
        checks=(
            Check(
                "held_out_texts_unseen",
                "What a task or feedback trains on is no near duplicate of what a task is chosen or judged by.",
            ),
        ),
    ),
    Step(
        "cross_task_predictions",
        "across_tasks:answer_across_tasks",
        "Each task's SFT and DPO model on test cases of every other task: what training makes it forget.",
        inputs=("*/cases", "*/sft_model", "*/dpo_model", "*/predictions"),
        decides=(
            "cross_task_rows",
            "order",
            "tasks.*.answer",
            "tasks.*.evaluation.answer_by",
            "tasks.*.evaluation.max_new_tokens",
            "tasks.*.evaluation.max_test_rows",
            *_CHOICE,
            TEMPLATES,
            QUANTIZATIONS,
        ),
        versions=("cross_task", "chat", "passes", *_READ_BY),
        kinds=("parquet", "pytorch"),
        partitioned=True,
        runs_model=True,
        sources=list_task_sources,
    ),
    Step(
        "seeds",
        "across_tasks:train_with_seeds",
        "Every task trained again with each declared seed: how far results differ by chance.",
        inputs=("*/cases", "*/sft_examples", "*/preference_pairs"),
        decides=(
            "seeds",
            "order",
            *_CHOICE,
            TEMPLATES,
            TARGETS,
            QUANTIZATIONS,
            "tasks.*.answer",
            "tasks.*.sft",
            "tasks.*.dpo",
            "tasks.*.max_prompt_tokens",
            "tasks.*.max_completion_tokens",
            "tasks.*.evaluation.metrics",
            "tasks.*.evaluation.choose_by",
            "tasks.*.evaluation.answer_by",
            "tasks.*.evaluation.max_new_tokens",
            "tasks.*.evaluation.max_test_rows",
        ),
        versions=("seeds", "training", "predictions", "chat", "passes", *_READ_BY, "metrics"),
        kinds=("parquet", "pytorch"),
        partitioned=True,
        runs_model=True,
        sources=list_task_sources,
        when=has_seeds,
    ),
    Step(
        "report",
        "reporting:report_study",
        "Every task x base model x {base, SFT, DPO} beside the published table, as one HTML file.",
        inputs=(
            "*/evaluation_report",
            "*/predictions",
            "shared_texts",
            "cross_task_predictions",
            given(has_seeds, "seeds"),
        ),
        takes_what_is_there=True,
        decides=(
            "title",
            "comparisons",
            "published",
            "feedback",
            "order",
            "base_models",
            "tasks.*.title",
            "tasks.*.answer",
            "tasks.*.evaluation.metrics",
        ),
        versions=("study_report", "verdict", "metrics"),
        kinds=("report",),
        checks=(NO_IDENTIFIERS,),
        holds=REPORT,
    ),
)


def list_study_steps(about: DeclaredStudy) -> list[Step]:
    """The steps that a declared study has, in the order of the data."""
    return [step for step in STUDY_STEPS if step.is_made(about)]
