"""What of a declaration adds a step, an input or a candidate table: the control with equal compute."""

import pytest
from pydantic import ValidationError

from medpref_dagster.steps import DeclaredTask
from medpref_dagster.steps.task import list_task_steps
from tests.steps.declared import declare

CONTROL = "sft_continued_model"


def inputs_of(about: DeclaredTask) -> dict[str, tuple[str, ...]]:
    return {step.name: step.inputs_of(about) for step in list_task_steps(about)}


def test_sft_is_continued_unless_other_controls_are_declared():
    with_it = inputs_of(DeclaredTask("uti", declare("uti")))
    assert with_it[CONTROL] == ("cases", "preference_pairs", "sft_model", "dpo_model")
    assert CONTROL in with_it["predictions"]
    assert {CONTROL, f"{CONTROL}.candidates"} <= set(with_it["evaluation_report"])
    without = inputs_of(DeclaredTask("uti", declare("uti", evaluation={"controls": ["bag_of_words"]})))
    assert CONTROL not in without
    assert not any(name.startswith(CONTROL) for names in without.values() for name in names)


def test_controls_change_no_key_of_the_models_answers():
    plain = declare("uti").evaluation
    changed = declare("uti", evaluation={"controls": ["majority"], "sft_continued_learning_rate": [1e-4]}).evaluation
    assert changed.answer_settings() == plain.answer_settings()
    assert "controls" not in plain.model_dump()


@pytest.mark.parametrize(
    "wrong", [{"controls": ["majority"] * 2}, {"controls": ["tree"]}, {"sft_continued_learning_rate": [0]}]
)
def test_a_control_that_is_none_and_a_rate_that_is_none_are_refused(wrong):
    with pytest.raises(ValidationError):
        declare("uti", evaluation=wrong)
