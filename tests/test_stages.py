"""The models that are compared: said once, and each with its parent."""

import re
from typing import get_args

import pytest

from medpref_dagster.stages import (
    COMPARISONS,
    CONTROL_COMPARISONS,
    CONTROLS,
    STAGES,
    TRAINED,
    ControlName,
    check_comparisons,
    find_stage,
    order_stages,
)

NAMES = [stage.name for stage in STAGES]


def test_yaml_may_name_every_model_and_no_other():
    models = [*NAMES, *(stage.name for stage in CONTROLS)]
    for first in models:
        for second in models[1:]:
            if first != second:
                check_comparisons([(first, second)])
    for pairs, said in (
        ([("sft", "dpoo")], "comparisons.0: unknown model 'dpoo'; did you mean 'dpo'?"),
        ([("sft", "dpo"), ("dpo", "dpo")], "comparisons.1: a model cannot be compared with itself"),
        ([("sft", "dpo"), ("dpo", "sft")], "comparisons.1: dpo and sft are compared above"),
    ):
        with pytest.raises(ValueError, match=re.escape(said)):
            check_comparisons(pairs)
    assert list(get_args(ControlName)) == [stage.name for stage in CONTROLS]


def test_every_parent_is_a_model_that_is_made_before():
    assert all(stage.parent in NAMES[: NAMES.index(stage.name)] for stage in TRAINED)


def test_a_verdict_compares_every_model_with_its_parent_and_with_the_base_model():
    assert set(COMPARISONS) == {(stage.parent, stage.name) for stage in TRAINED} | {
        (NAMES[0], stage.name) for stage in TRAINED
    }


def test_a_control_is_compared_with_models_that_were_trained():
    controls, trained = ([stage.name for stage in stages] for stages in (CONTROLS, TRAINED))
    assert all(first in controls and second in trained for first, second in CONTROL_COMPARISONS)
    assert ("sft_continued", "dpo") in CONTROL_COMPARISONS


def test_every_model_looks_its_own_way():
    shown = [*STAGES, *CONTROLS]
    for looks in ("title", "colour", "marker"):
        assert len({getattr(stage, looks) for stage in shown}) == len(shown)


def test_a_model_that_is_none_of_ours_is_called_by_its_name_and_looks_the_same_each_time():
    champion = find_stage("champion")
    assert (champion.title, champion.parent) == ("champion", None)
    assert find_stage("champion") == champion


def test_ours_are_shown_first_and_each_once():
    assert order_stages(["champion", "majority", "dpo", "base", "champion"]) == (
        "base",
        "dpo",
        "majority",
        "champion",
    )
