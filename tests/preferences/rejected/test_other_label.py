import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpref_dagster.answering.parsing import parse_answer
from medpref_dagster.preferences.rejected import Declined, StrategyError, check_options
from medpref_dagster.preferences.rejected.other_label import NO_OTHER_OPTION, Options, propose
from tests.preferences.tasks import GOLD, make_case, make_task


def test_the_other_label_is_written_in_its_own_sentence():
    (proposal,) = propose([make_case()], make_task(), Options())
    assert (proposal.text, proposal.provenance) == ("No, it does not describe a UTI.", "other_label:No")


@given(st.sampled_from(["label", "labels", "option"]), st.text(min_size=1), st.integers(0, 99))
def test_the_proposed_answer_reads_as_another_one_than_the_gold_answer(kind, case_id, seed):
    task = make_task(kind)
    (proposal,) = propose([make_case(case_id, kind)], task, Options(seed=seed))
    parsed = parse_answer(task.answer, proposal.text)
    assert parsed is not None
    assert parsed != GOLD[kind]
    assert [proposal] == list(propose([make_case(case_id, kind)], task, Options(seed=seed)))


def test_every_other_answer_is_proposed_for_some_case():
    task = make_task("labels")
    texts = {next(propose([make_case(str(number), "labels")], task, Options())).text for number in range(200)}
    assert len(texts) == 3 * 2 - 1


def test_only_declared_fields_change():
    task = make_task("labels", fields=["urgency"])
    options = check_options(task)
    found = {next(propose([make_case(str(number), "labels")], task, options)).text for number in range(20)}
    assert found == {"Personnel: nurse. Urgency: routine."}


def test_an_unknown_field_is_refused_with_those_that_exist():
    with pytest.raises(StrategyError, match="unknown field 'urgencey'; accepted: personnel, urgency") as error:
        check_options(make_task("labels", fields=["urgencey"]))
    assert error.value.path == ("rejected", "options", "fields", 0)
    with pytest.raises(StrategyError, match="only an answer of kind labels has fields"):
        check_options(make_task("label", fields=["label"]))


def test_an_option_without_text_is_never_named():
    case = make_case(kind="option", fields={"opa": " ", "opb": "Sepsis", "opc": "Asthma"})
    (proposal,) = propose([case], make_task("option"), Options())
    assert (proposal.text, proposal.provenance) == ("The answer is C: Asthma.", "other_label:C")


def test_a_question_with_a_single_option_is_declined():
    case = make_case(kind="option", fields={"opb": "Sepsis"})
    assert list(propose([case], make_task("option"), Options())) == [Declined("a", NO_OTHER_OPTION)]
