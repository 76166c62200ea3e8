"""The models that are compared: said once, and each with its parent."""

from typing import get_args

from medpref_dagster.stages import COMPARISONS, STAGES, TRAINED, StageName, find_stage, order_stages

NAMES = [stage.name for stage in STAGES]


def test_yaml_may_name_every_model_and_no_other():
    assert list(get_args(StageName)) == NAMES


def test_every_parent_is_a_model_that_is_made_before():
    assert all(stage.parent in NAMES[: NAMES.index(stage.name)] for stage in TRAINED)


def test_a_verdict_compares_every_model_with_its_parent_and_with_the_base_model():
    assert set(COMPARISONS) == {(stage.parent, stage.name) for stage in TRAINED} | {
        (NAMES[0], stage.name) for stage in TRAINED
    }


def test_a_model_that_is_none_of_ours_is_called_by_its_name_and_looks_the_same_each_time():
    champion = find_stage("champion")
    assert (champion.title, champion.parent) == ("champion", None)
    assert find_stage("champion") == champion


def test_ours_are_shown_first_and_each_once():
    assert order_stages(["champion", "dpo", "base", "champion"]) == ("base", "dpo", "champion")
