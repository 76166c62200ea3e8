from medpref_dagster.preferences.examples import build_sft_examples
from medpref_dagster.schemas import SFT_EXAMPLES
from tests.preferences.tasks import make_cases, make_table, make_task


def test_every_case_but_those_of_test_becomes_an_example_of_its_gold_answer():
    cases = make_cases(2)
    examples = build_sft_examples(make_table(cases), make_task())
    assert examples.schema == SFT_EXAMPLES
    assert examples["case_id"].to_pylist() == [case.case_id for case in cases if case.split != "test"]
    assert set(examples["completion"].to_pylist()) == {"Yes, it describes a UTI."}


def test_no_cases_give_an_empty_table():
    assert build_sft_examples(make_table([]), make_task()).schema == SFT_EXAMPLES
