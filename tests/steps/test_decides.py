"""What Dagster calls stale is what changed: a step's code version has every field of a declaration that the step reads.

Each step runs once while the fields that it reads are written down; then every field is changed in turn, and the code
versions that change must be those of the steps that read it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from unittest.mock import patch

import pytest

from medpref_dagster.declaration import StudyDeclaration, TaskDeclaration
from medpref_dagster.declaration.machine import BaseModelDeclaration, BaseModelJudge
from medpref_dagster.declaration.quantization import Quantization
from medpref_dagster.disclosure import Disclosure
from medpref_dagster.steps import DeclaredStudy, DeclaredTask, Step
from medpref_dagster.steps.running import run_step
from medpref_dagster.steps.study import list_study_steps
from medpref_dagster.steps.task import list_task_steps
from medpref_dagster.storage.base_models import prepare_base_model
from medpref_dagster.storage.store import Store
from medpref_dagster.workbench import Workbench
from tests.steps.declared import declare
from tests.steps.reads import list_leaves, recording, replace_leaf
from tests.training.tiny_task import COMPUTE

KEYED = tuple(f"evaluation.{name}" for name in ("metrics", "confidence", "bootstrap_samples", "seed"))
"""In the key of answers since there are such keys, though no answer depends on them."""

READ_WITHOUT_DECIDING = {
    # On the model's card and in its manifest; a model that is recalled keeps those that it was made with.
    "sft_model": ("title",),
    # Of them only the columns with rejected answers, which the part rejected_columns has.
    "cases": ("rejected.strategy", "rejected.options"),
    "preference_pairs": ("title",),  # the SFT models of folds have it, too
    "dpo_model": ("title",),
    "sft_continued_model": ("title",),
    "predictions": KEYED,
    "shared_texts": ("feedback",),  # whether there is any: that decides its inputs
    "cross_task_predictions": tuple(f"tasks.*.{name}" for name in KEYED),
    "seeds": ("tasks.*.title", *(f"tasks.*.{name}" for name in KEYED)),
}

DECIDING_ELSEWHERE = {
    # Another reader may look at each column, another answer or strategy at each of its fields.
    "raw_cases": ("source.columns",),
    "cases": ("source.columns", "answer", "split.test", "split.values"),
    "preference_pairs": ("answer", "rejected"),
    "simple_baselines": ("answer",),
    "predictions": ("answer",),
    # Limits that pairs are checked by are shown where they are not the default ones.
    "evaluation_report": (
        "answer",
        "evaluation",
        "split",
        "rejected.max_dropped_share",
        "rejected.loss_limits",
        "rejected.max_marginal_gap",
        # Shown with the others where they are not the default ones.
        "rejected.placebo",
        "dpo.loss",
        "dpo.label_smoothing",
        "dpo.guards",
        "dpo.fallback",
        "sft.activation_checkpointing",
        "dpo.activation_checkpointing",
    ),
    "ratings": ("evaluation.likert",),
    "feedback": ("feedback",),
    "cross_task_predictions": ("tasks.*.answer",),
    "report": ("tasks.*.answer",),
}


@dataclass
class Ran:
    """What each step of a declared task or study read."""

    about: DeclaredTask | DeclaredStudy
    steps: list[Step]
    read: Mapping[str, set[str]]


@pytest.fixture(scope="module")
def base(tiny_base_model) -> BaseModelDeclaration:
    origin = {"from": "folder", "path": str(tiny_base_model)}
    return BaseModelDeclaration.model_validate({"name": "tiny", "licence": "none", "origin": origin})


@pytest.fixture(scope="module")
def workbench(tmp_path_factory, base) -> Workbench:
    store = Store(tmp_path_factory.mktemp("decides") / "store")
    return Workbench(store, prepare_base_model(base, store), COMPUTE, partition="tiny")


@pytest.fixture(scope="module")
def tasks(base) -> dict[str, DeclaredTask]:
    """One as simple as can be, one whose pairs need the SFT model and whose answers a base model rates."""
    rated = declare(
        "triage",
        rejected={"strategy": "model_errors", "options": {"model": "sft", "keep_unreadable": True}, "pairs": 8},
        evaluation={"likert": {"rubric": "Be right.", "judge": "own", "max_cases": 2}},
    )
    judge = BaseModelJudge.model_validate({"name": "own", "from": "base_model", "base_model": "tiny"})
    return {"uti": DeclaredTask("uti", declare("uti")), "triage": DeclaredTask("triage", rated, judge, base)}


@pytest.fixture(scope="module")
def ran(tasks, workbench) -> dict[str, Ran]:
    found = {name: run_all(about, list_task_steps(about), {"": about.task}, workbench) for name, about in tasks.items()}
    study = StudyDeclaration.model_validate(
        {
            "title": "Both",
            "tasks": list(tasks),
            "seeds": [3],
            "cross_task_rows": 2,
            "feedback": {
                "ward": {
                    "reader": "synthetic",
                    "options": {"generator": "uti", "rows": 9, "seed": 9},
                    "columns": {"text": "note"},
                }
            },
            "published": {"citation": "Doe", "results": [{"task": "uti", "measure": "F1", "model": "Big"}]},
        }
    )
    about = DeclaredStudy(
        "study", study, {name: about.task for name, about in tasks.items()}, (workbench.base.declaration,)
    )
    parts = {"": study, **{f"tasks.{name}.": task for name, task in about.tasks.items()}}
    return found | {"study": run_all(about, list_study_steps(about), parts, workbench)}


def run_all(about, steps: list[Step], parts, workbench: Workbench) -> Ran:
    _ = about.parts  # read once, by everybody
    # Every step asks for it; what another one makes stale is a test of its own.
    known = {step.name: step.disclosure_of(about) for step in steps}
    read: dict[str, set[str]] = {}
    with patch.object(Step, "disclosure_of", lambda step, _: known[step.name]):
        for step in steps:
            with recording(parts) as paths:
                run_step(step, about, workbench)
            read[step.name] = set(paths)
    return Ran(about, steps, read)


OTHER_VALUES = {
    "source.options": {"generator": "uti", "rows": 7},
    "rejected.options": {"seed": 7},
}
"""For what is looked at while code versions are made; all else may be anything, because nothing is validated."""


def other_value(path: str, value: Any) -> Any:
    if path in OTHER_VALUES:
        return OTHER_VALUES[path]
    if path == "feedback":
        return {"clinic": value["ward"]}
    if path == "answer.fields":
        return {**value, "other": value[min(value)]}
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, dict):
        return {**value, "other": "other"}
    if isinstance(value, tuple):
        return value[:-1] if value and not isinstance(value[0], str) else (*value, "other")
    return f"{value} other"


def change_fields(task: TaskDeclaration):
    """(path, the task with another value there) for each field."""
    for path, value in list_leaves(task):
        if path == "rejected.strategy":
            other = "other_label" if value != "other_label" else "model_errors"
            yield path, replace_leaf(replace_leaf(task, "rejected.options", {}), path, other)
        elif path == "source.reader":  # another one takes other options
            yield path, replace_leaf(replace_leaf(task, "source.options", {"query": "select 1"}), path, "duckdb")
        # Another kind is another declaration, with other fields; another disclosure makes every step stale.
        elif path not in ("answer.kind", "source.disclosure"):
            yield path, replace_leaf(task, path, other_value(path, value))


def is_under(path: str, beginnings) -> bool:
    return any(path == beginning or path.startswith(f"{beginning}.") for beginning in beginnings)


def find_stale(before: Ran, about) -> set[str]:
    """The steps whose code version differs, or that are not there any more."""
    return {
        step.name
        for step in before.steps
        if not step.is_made(about) or step.code_version(before.about) != step.code_version(about)
    }


def compare(ran: Ran, path: str, shown: str, changed) -> list[str]:
    """One sentence for each step that is wrongly fresh or wrongly stale after a field was changed."""
    stale = find_stale(ran, changed)
    wrong: list[str] = []
    for step in ran.steps:
        reads, name = path in ran.read[step.name], step.name
        if reads and name not in stale and not is_under(shown, READ_WITHOUT_DECIDING.get(name, ())):
            wrong.append(f"{name} reads {path}, and stays fresh when it changes")
        if not reads and name in stale and not is_under(shown, DECIDING_ELSEWHERE.get(name, ())):
            wrong.append(f"{name} never reads {path}, and is stale when it changes")
    return wrong


@pytest.mark.parametrize("name", ["uti", "triage"])
def test_a_change_of_any_field_of_a_task_makes_the_steps_stale_that_read_it_and_no_other(ran, name):
    about = ran[name].about
    wrong: list[str] = []
    for path, task in change_fields(about.task):
        wrong += compare(ran[name], path, path, replace(about, task=task))
    assert wrong == []


def test_a_change_of_any_field_of_a_study_or_of_its_tasks_makes_the_steps_stale_that_read_it(ran):
    about = ran["study"].about
    wrong: list[str] = []
    for path, value in list_leaves(about.study):
        if path != "tasks":  # their declarations stand beside it
            changed = replace(about, study=replace_leaf(about.study, path, other_value(path, value)))
            wrong += compare(ran["study"], path, path, changed)
    for name, task in about.tasks.items():
        for path, changed in change_fields(task):
            changed = replace(about, tasks={**about.tasks, name: changed})
            wrong += compare(ran["study"], f"tasks.{name}.{path}", f"tasks.*.{path}", changed)
    assert wrong == []


def test_another_disclosure_makes_every_step_stale_and_the_one_that_counts_anyway_none(ran):
    for name in ("uti", "triage"):
        about = ran[name].about
        changed = (replace(about, task=replace_leaf(about.task, "source.disclosure", item)) for item in Disclosure)
        every = {step.name for step in ran[name].steps}
        assert [find_stale(ran[name], other) for other in changed] == [set(), every, every]


def test_a_judge_that_answers_otherwise_makes_the_ratings_stale_and_its_timeout_does_not(tasks):
    about = tasks["triage"]
    steps = list_task_steps(about)
    before = Ran(about, steps, {})
    other = about.judge.model_copy(update={"base_model": "big"})
    assert find_stale(before, replace(about, judge=other)) == {"ratings"}


@pytest.mark.parametrize(
    ("name", "options", "stale"),
    [
        ("summarization", {"folds": None}, True),  # the metrics say which of two texts is the better one
        ("triage", {"folds": None}, False),  # of labels it is the number of right ones
    ],
)
def test_pairs_of_ranked_samples_are_stale_where_the_metrics_that_rank_them_change(name, options, stale, base):
    declared = declare(name, rejected={"strategy": "ranked_samples", "options": options})
    about = DeclaredTask(name, declared, base_models=(base,))
    before = Ran(about, list_task_steps(about), {})
    changed = replace_leaf(declared, "evaluation.metrics", declared.evaluation.metrics[:1])
    assert ("preference_pairs" in find_stale(before, replace(about, task=changed))) == stale


def test_a_base_model_that_is_declared_otherwise_makes_stale_what_it_decides_and_one_more_of_the_usual_kind_nothing(
    tasks, base
):
    about = replace(tasks["uti"], base_models=(base,))
    before = Ran(about, list_task_steps(about), {})
    trained = {"sft_model", "dpo_model", "sft_continued_model"}
    further = base.model_copy(update={"name": "other"})
    assert find_stale(before, replace(about, base_models=(base, further))) == set()
    assert find_stale(before, tasks["uti"]) == set(), "and without any declared"
    targets = base.model_copy(update={"lora_targets": ("q_proj",)})
    assert find_stale(before, replace(about, base_models=(targets,))) == trained
    template = base.model_copy(update={"chat_template": "{{ messages[0].content }}"})
    assert find_stale(before, replace(about, base_models=(template,))) == trained | {
        "preference_pairs",
        "reference_logps",
        "predictions",
    }
    in_four_bits = base.model_copy(update={"quantization": Quantization(kind="nf4")})
    quantized = replace(about, base_models=(in_four_bits,))
    assert find_stale(before, quantized) == trained | {"reference_logps", "predictions"}
    single = base.model_copy(update={"quantization": Quantization(kind="nf4", double=False)})
    assert find_stale(Ran(quantized, before.steps, {}), replace(about, base_models=(single,))) == find_stale(
        before, quantized
    )
    sampled = replace(tasks["triage"], base_models=(base,))
    assert "preference_pairs" in find_stale(
        Ran(sampled, list_task_steps(sampled), {}), replace(sampled, base_models=(in_four_bits,))
    ), "whose rejected answers the SFT model wrote"


def test_a_base_model_that_is_declared_otherwise_makes_stale_what_a_study_computes_with_it(ran, base):
    before = ran["study"]
    targets = base.model_copy(update={"lora_targets": ("q_proj",)})
    assert find_stale(before, replace(before.about, base_models=(targets,))) == {"seeds"}
    template = base.model_copy(update={"chat_template": "{{ messages[0].content }}"})
    quantized = base.model_copy(update={"quantization": Quantization(kind="nf4")})
    for changed in (template, quantized):
        assert find_stale(before, replace(before.about, base_models=(changed,))) == {"seeds", "cross_task_predictions"}


def test_the_order_of_a_studys_tasks_and_its_base_models_decide_its_report(ran, base):
    before = ran["study"]
    turned = dict(reversed(before.about.tasks.items()))
    assert "report" in find_stale(before, replace(before.about, tasks=turned))
    assert find_stale(before, replace(before.about, base_models=(base, base.model_copy(update={"name": "big"})))) == {
        "report"
    }
