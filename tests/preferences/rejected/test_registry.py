import subprocess
import sys

import pytest

from medpref_dagster.preferences.rejected import STRATEGIES, StrategyError, check_options, load_strategy, read_cases
from tests.preferences.tasks import make_cases, make_table, make_task


@pytest.mark.parametrize("name", STRATEGIES)
def test_every_strategy_is_a_module_with_documented_options(name):
    strategy = load_strategy(name)
    assert strategy.Options.SUITS
    assert "Columns in" in strategy.propose.__doc__
    assert "Columns out" in strategy.propose.__doc__


def test_loading_and_checking_strategies_imports_neither_pyarrow_nor_torch():
    code = (
        "import sys; from medpref_dagster.preferences.rejected import STRATEGIES, load_strategy;"
        "[load_strategy(name) for name in STRATEGIES];"
        "sys.exit(', '.join({'pyarrow', 'torch', 'transformers', 'pandas', 'numpy'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stderr.strip() == ""


def test_an_unknown_strategy_is_refused_with_those_that_exist():
    with pytest.raises(
        StrategyError, match=r"unknown strategy 'magic'; accepted: 'other_label', 'model_errors'"
    ) as error:
        check_options(make_task(strategy="magic"))
    assert error.value.path == ("rejected", "strategy")


def test_a_strategy_that_does_not_suit_the_answer_is_refused_with_those_that_do():
    with pytest.raises(StrategyError) as error:
        check_options(make_task("text", "other_label"))
    assert str(error.value) == (
        "other_label does not suit an answer of kind text; "
        "these strategies do: model_errors, ranked_samples, corruption, column, mixture"
    )


def test_an_unknown_option_is_refused_with_its_place_and_those_accepted():
    message = r"corruption has no option 'kindes'; did you mean 'kinds'\? accepted: kinds, edits, seed"
    with pytest.raises(StrategyError, match=message) as error:
        check_options(make_task("text", "corruption", kindes=["drug"]))
    assert error.value.path == ("rejected", "options", "kindes")


def test_a_wrong_value_is_refused_with_the_accepted_ones():
    with pytest.raises(StrategyError, match="'omission', 'number', 'laterality'") as error:
        check_options(make_task("text", "corruption", kinds=["drug", "typo"]))
    assert error.value.path == ("rejected", "options", "kinds", 1)


def test_cases_are_read_back_as_they_were_written():
    cases = make_cases(1, "labels")
    assert read_cases(make_table(cases)) == cases
