from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpref_dagster.answering.answers import answer_fields, answer_labels, render_answer
from medpref_dagster.answering.parsing import parse_answer
from medpref_dagster.preferences.rejected import Declined, StrategyError, check_options
from medpref_dagster.preferences.rejected.other_label import NO_OTHER_OPTION, Options, propose
from tests.preferences.tasks import FIELDS, GOLD, make_case, make_task


def test_the_other_label_is_written_in_its_own_sentence():
    (proposal,) = propose([make_case()], make_task(), Options())
    assert (proposal.text, proposal.provenance) == ("No, it does not describe a UTI.", "other_label:No")


@given(st.sampled_from(["label", "labels", "option"]), st.text(min_size=1), st.integers(0, 99), st.booleans())
def test_the_proposed_answer_reads_as_another_one_than_the_gold_answer(kind, case_id, seed, balance):
    task, options = make_task(kind), Options(seed=seed, balance=balance)
    (proposal,) = propose([make_case(case_id, kind)], task, options)
    parsed = parse_answer(task.answer, proposal.text)
    assert parsed is not None
    assert parsed != GOLD[kind]
    assert [proposal] == list(propose([make_case(case_id, kind)], task, options))


def test_every_other_answer_is_proposed_for_some_case_where_draws_are_uniform():
    task = make_task("labels", balance=False)
    uniform = Options(balance=False)
    texts = {next(propose([make_case(str(number), "labels")], task, uniform)).text for number in range(200)}
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


def make_cases_of(kind, golds):
    """A case for each gold answer."""
    answer = make_task(kind).answer
    return [
        make_case(str(number), kind, gold=gold, answer=render_answer(answer, gold, FIELDS))
        for number, gold in enumerate(golds)
    ]


def draw_golds(kind, most=40):
    answer = make_task(kind).answer
    parts = {field: st.sampled_from(answer_labels(answer, field)) for field in answer_fields(answer)}
    return st.lists(st.fixed_dictionaries(parts), max_size=most)


KINDS_AND_GOLDS = st.sampled_from(["label", "labels", "option"]).flatmap(
    lambda kind: st.tuples(st.just(kind), draw_golds(kind))
)


def list_changes(kind, cases, items):
    """(field, gold label, named label) of each proposal, field by field."""
    gold = {case.case_id: case.gold for case in cases}
    answer = make_task(kind).answer
    return [
        [(field, right, named) for field, right in gold[item.case_id].items() if (named := parsed[field]) != right]
        for item in items
        for parsed in [parse_answer(answer, item.text)]
    ]


@given(KINDS_AND_GOLDS, st.integers(0, 9), st.data())
def test_every_two_labels_stand_in_both_orders_equally_often_however_many_are_taken(drawn, seed, data):
    kind, golds = drawn
    cases = make_cases_of(kind, golds)
    items = list(propose(cases, make_task(kind), Options(seed=seed)))
    assert sorted(item.case_id for item in items) == sorted(case.case_id for case in cases)
    changes = list_changes(kind, cases, items)
    assert all(len(change) == 1 for change in changes)  # one field at a time, never the gold label
    flat = [change for (change,) in changes]
    alone = count_without_partner(flat)
    matched = len(flat) - alone
    taken = data.draw(st.integers(0, matched))
    counts = Counter(flat[:taken])
    odd = sum(abs(count - counts[field, other, one]) for (field, one, other), count in counts.items())
    assert odd <= 2 * (taken % 2)
    assert items == list(propose(cases, make_task(kind), Options(seed=seed)))


def count_without_partner(flat):
    """How many at the end do not come in twos that lend each other their labels."""
    places = range(0, len(flat) - 1, 2)
    twos = [flat[n][0] == flat[n + 1][0] and flat[n][1:] == flat[n + 1][:0:-1] for n in places]
    first_alone = twos.index(False) if False in twos else len(twos)
    return len(flat) - 2 * first_alone


@given(st.sampled_from(["label", "option"]).flatmap(lambda kind: st.tuples(st.just(kind), draw_golds(kind))))
def test_only_a_majority_above_one_half_and_an_odd_case_stay_without_a_partner(drawn):
    kind, golds = drawn
    cases = make_cases_of(kind, golds)
    flat = [change for (change,) in list_changes(kind, cases, propose(cases, make_task(kind), Options()))]
    largest = max(Counter(label for _, label, _ in flat).values(), default=0)
    assert count_without_partner(flat) <= max(len(flat) % 2, 2 * largest - len(flat))
    if 2 * largest <= len(flat):
        chosen, rejected = (Counter(change[side] for change in flat) for side in (1, 2))
        assert all(abs(chosen[label] - rejected[label]) <= 1 for label in {*chosen, *rejected})


def test_a_case_without_a_partner_in_one_field_gets_one_in_another():
    golds = [{"personnel": "nurse", "urgency": urgency} for urgency in ("routine", "today")] * 20
    cases = make_cases_of("labels", golds)
    changes = list_changes("labels", cases, propose(cases, make_task("labels"), Options()))
    assert {field for ((field, *_),) in changes} == {"urgency"}
    assert Counter(named for ((_, _, named),) in changes) == {"routine": 20, "today": 20}


def test_balanced_draws_follow_the_seed():
    cases = make_cases_of("option", [{"option": letter} for letter in "ABC" * 10])
    drawn = {tuple(item.text for item in propose(cases, make_task("option"), Options(seed=seed))) for seed in range(3)}
    assert len(drawn) == 3


def test_no_balanced_case_names_an_option_that_its_question_lacks():
    fields = {"opa": "Gout", "opb": "Sepsis", "opc": None}
    golds = [{"option": letter} for letter in "ABCC" * 5]
    lacking = [make_case(f"lacks {n}", "option", gold={"option": "AB"[n % 2]}, fields=fields) for n in range(10)]
    for item in propose([*make_cases_of("option", golds), *lacking], make_task("option"), Options()):
        assert not (item.case_id.startswith("lacks") and "C" in item.provenance)


def test_uniform_draws_are_those_of_earlier_versions():
    uniform = Options(balance=False, seed=3)
    cases = [make_case(str(number), "labels") for number in range(6)]
    drawn = [item.provenance.removeprefix("other_label:") for item in propose(cases, make_task("labels"), uniform)]
    assert drawn == [*["personnel=doctor, urgency=routine"] * 4, "personnel=doctor", "personnel=desk, urgency=routine"]
