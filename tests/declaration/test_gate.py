"""The gate's block: what it refuses at load, and how alpha is planned."""

from itertools import accumulate

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from medpref_dagster.declaration import Gate
from medpref_dagster.declaration.gate import AlphaSpending, RotatingHoldout, explain_impossible
from tests.conftest import CHECKOUT

RULE = {"task": "uti", "metric": "f1", "margin": 0.1}


def declare(**fields):
    return Gate.model_validate({"non_inferiority": [RULE], **fields})


def test_a_gate_needs_a_metric_that_must_not_fall():
    with pytest.raises(ValidationError, match="non_inferiority"):
        Gate.model_validate({})


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"superiority": {"margin": 0.1, "gain": 0.1}}, "no sample can show that a challenger better by 0.1"),
        ({"non_inferiority": [RULE, {**RULE, "margin": 0.2}]}, "uti: f1 is declared twice"),
        ({"non_inferiority": [{**RULE, "margin": 0}]}, "greater than 0"),
        ({"alpha": 0.5}, "less than 0.5"),
        ({"error_control": {"kind": "luck"}}, "alpha_spending"),
        ({"alhpa": 0.05}, "alhpa"),
        ({"most_patients": 40}, "no sample of at most 40 held-out patients a test, at a level of 0.00096"),
        ({"alpha": True}, "must be a number"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(fields, says):
    with pytest.raises(ValidationError, match=says):
        declare(**fields)


def test_a_margin_that_no_sample_can_show_is_named_with_what_it_needs():
    gate = declare(non_inferiority=[{**RULE, "margin": 0.01}])
    [sentence] = explain_impossible(gate, 300)
    assert sentence.startswith("non_inferiority of uti: f1: no sample of at most 300 held-out patients a test")
    assert "953 patients are needed at least" in sentence
    assert explain_impossible(gate, 953) == []
    assert len(explain_impossible(gate, 952)) == 1


def test_a_rotating_holdout_has_a_part_of_the_patients_for_each_test():
    gate = declare(error_control={"kind": "rotating_holdout", "parts": 12})
    assert explain_impossible(gate, 900)
    assert explain_impossible(gate, 12 * 900) == []


@given(
    alpha=st.floats(0.001, 0.4),
    rounds=st.integers(1, 200),
    shape=st.sampled_from(["even", "obrien_fleming", "pocock"]),
)
def test_planned_levels_are_together_alpha(alpha, rounds, shape):
    levels = AlphaSpending(rounds=rounds, shape=shape).plan_levels(alpha)
    assert len(levels) == rounds
    assert all(level >= 0 for level in levels)
    assert sum(levels) == pytest.approx(alpha)


@given(alpha=st.floats(0.001, 0.4), parts=st.integers(2, 100), uses=st.integers(1, 5))
def test_levels_of_a_rotating_holdout_are_together_alpha(alpha, parts, uses):
    levels = RotatingHoldout(parts=parts, uses=uses).plan_levels(alpha)
    assert len(levels) == parts * uses
    assert sum(levels) == pytest.approx(alpha)


def test_obrien_fleming_spends_as_published():
    """The documentation of SeqBounds.jl (bounds([0.25, 0.5, 0.75, 1.0], 0.05), column `Function value`)."""
    levels = AlphaSpending(rounds=4, shape="obrien_fleming").plan_levels(0.05)
    assert list(accumulate(levels)) == pytest.approx([8.85754e-5, 0.0055746, 0.0236251, 0.05], rel=1e-5)


def test_pocock_spends_as_published():
    """Lan and DeMets 1983: alpha ln(1 + (e - 1) t); at half the time 0.62011 of it is spent."""
    levels = AlphaSpending(rounds=2, shape="pocock").plan_levels(0.05)
    assert levels[0] == pytest.approx(0.05 * 0.62011, rel=1e-5)


def test_the_example_of_the_docs_is_read():
    text = (CHECKOUT / "docs" / "gate.md").read_text(encoding="utf-8")
    example = yaml.safe_load(text.partition("```yaml\n")[2].partition("```")[0])
    gate = Gate.model_validate(example["gate"])
    assert [item.name for item in gate.non_inferiority] == ["uti: f1", "uti, pregnant: f1"]
