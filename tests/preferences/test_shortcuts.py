import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpref_dagster.answering.answers import render_answer
from medpref_dagster.preferences.pairs import build_preference_pairs, find_pair_warnings
from medpref_dagster.preferences.shortcuts import count_balanced, measure_length_skew, measure_order_rule
from tests.preferences.tasks import FIELDS, make_case, make_table, make_task
from tests.tiny_models import make_tokenizer

TOKENIZER = make_tokenizer()
SENTENCES = {"Yes": "Yes, it describes a UTI.", "No": "No, it does not describe a UTI."}


def build(labels, task):
    """Pairs of one train case a gold label."""
    cases = [
        make_case(str(number), gold={"label": label}, answer=SENTENCES[label]) for number, label in enumerate(labels)
    ]
    return build_preference_pairs(make_table(cases), task, TOKENIZER)


def list_told(result, task):
    return [text for text in find_pair_warnings(result, task) if "max_marginal_gap" in text]


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), min_size=1))
def test_the_length_rule_is_the_best_of_both_directions(lengths):
    chosen, rejected = zip(*lengths, strict=True)
    skew = measure_length_skew(chosen, rejected)
    assert skew == measure_length_skew(rejected, chosen)
    assert 0.5 <= skew <= 1
    assert skew >= sum((a > b) + (a == b) / 2 for a, b in lengths) / len(lengths) - 1e-12
    assert measure_length_skew(chosen, chosen) == 0.5


TWO_LABELS = st.permutations("abc").map(lambda letters: (letters[0], letters[1]))


@given(st.lists(TWO_LABELS, min_size=1))
def test_the_order_rule_ranks_at_least_what_the_best_fixed_order_of_labels_ranks(drawn):
    pairs = [*drawn, *drawn]  # nothing meets once
    orders = [
        sum(order.index(a) < order.index(b) for a, b in pairs) / len(pairs) for order in itertools.permutations("abc")
    ]
    share = measure_order_rule(pairs)
    assert share is not None
    assert max(0.5, *orders) - 1e-12 <= share <= 1
    turned = [(b, a) for a, b in pairs]
    assert share == measure_order_rule(turned)
    assert measure_order_rule([*pairs, *turned]) == 0.5
    assert count_balanced([*pairs, *turned]) == 2 * len(pairs)


@pytest.mark.parametrize(
    ("pairs", "share"),
    [
        (["ab"] * 3 + ["ba"], 0.75),
        (["ab", "bc", "ca"] * 2, 1),  # no order of the three ranks all, a rule on both labels does
        (["ab", "cd"], 0.5),  # what meets once tells of no other pair
        (["ab", "ba", "cd"], 0.5),
        ([], None),
    ],
)
def test_the_order_rule_prefers_what_is_chosen_more_often_of_every_two(pairs, share):
    assert measure_order_rule([tuple(pair) for pair in pairs]) == share


def test_marginals_of_each_label_and_the_rules_are_in_the_summary_and_a_skew_is_told():
    task = make_task(balance=False)
    result = build(["Yes"] * 12 + ["No"] * 4, task)
    assert result.summary["label_marginals"] == [
        {"field": "label", "label": "Yes", "pairs": 16, "chosen": 12, "rejected": 4},
        {"field": "label", "label": "No", "pairs": 16, "chosen": 4, "rejected": 12},
    ]
    assert (result.summary["label_rule"], result.summary["first_token_rule"]) == (0.75, 0.75)
    assert result.summary["balanced_pairs"] == 8
    (told,) = list_told(result, task)
    assert told.startswith("label: 'Yes' is chosen in 75% and rejected in 25% of the 16 train pairs that differ in it")
    assert "ranks 75% of the pairs" in told
    assert "`options: {balance: true}`" in told


def test_balanced_pairs_come_first_and_a_majority_that_ends_the_balance_is_told_with_its_numbers():
    labels = ["Yes"] * 12 + ["No"] * 4
    few = make_task(pairs=8)
    result = build(labels, few)
    assert (result.summary["label_rule"], result.summary["balanced_pairs"]) == (0.5, 8)
    assert list_told(result, few) == []
    every = make_task()
    (told,) = list_told(build(labels, every), every)
    assert told.endswith(
        "; 'Yes' is the gold label of more than half of them, which no draw can balance: 8 of 16 train pairs are "
        "balanced and were made first, so `rejected.pairs: 8` keeps those alone."
    )
    (told,) = list_told(build(["Yes"] * 4, every), every)
    assert told.endswith("which no draw can balance: 0 of 4 train pairs are balanced.")


def test_the_gap_that_is_told_is_declared_and_an_odd_pair_is_none():
    labels = ["Yes"] * 6 + ["No"] * 4
    task = make_task(balance=False)
    wide = task.model_copy(update={"rejected": task.rejected.model_copy(update={"max_marginal_gap": 0.2})})
    result = build(labels, task)
    assert len(list_told(result, task)) == 1
    assert list_told(result, wide) == []
    assert list_told(build(["Yes", "No", "Yes"], task), task) == []


def test_of_several_labels_each_field_is_told_by_itself():
    task = make_task("labels", fields=["urgency"], balance=False)
    golds = [{"personnel": "nurse", "urgency": "today"}] * 9 + [{"personnel": "doctor", "urgency": "routine"}] * 2
    cases = [
        make_case(str(n), "labels", gold=gold, answer=render_answer(task.answer, gold, FIELDS))
        for n, gold in enumerate(golds)
    ]
    result = build_preference_pairs(make_table(cases), task, TOKENIZER)
    found = [tuple(row.values()) for row in result.summary["label_marginals"]]
    assert found == [("urgency", "routine", 11, 2, 9), ("urgency", "today", 11, 9, 2)]
    (told,) = list_told(result, task)
    assert told.startswith("urgency: 'routine' is chosen in 18%")


def test_the_first_differing_token_of_free_texts_is_told_where_it_ranks_the_pairs():
    task = make_task("text", "column", column="worse")

    def tell(worse):
        cases = [
            make_case(str(n), "text", answer="Seen for pain.", gold={"text": "Seen for pain."}, fields={"worse": text})
            for n, text in enumerate(worse)
        ]
        result = build_preference_pairs(make_table(cases), task, TOKENIZER)
        assert (result.summary["label_marginals"], result.summary["label_rule"]) == ([], None)
        return result.summary["first_token_rule"], find_pair_warnings(result, task)

    share, told = tell(["Seen for falls."] * 4)
    assert share == 1
    assert any("first differing token alone would rank 100%" in text for text in told)
    share, told = tell(["Seen for falls.", "Not seen.", "Seen by me."])
    assert share == 0.5
    assert not any("first differing token" in text for text in told)


def test_only_the_train_pairs_tell_what_a_model_may_learn():
    task = make_task()
    cases = [
        *(make_case(f"test {n}", split="test") for n in range(5)),
        make_case("one"),
        make_case("two", gold={"label": "No"}, answer=SENTENCES["No"]),
    ]
    summary = build_preference_pairs(make_table(cases), task, TOKENIZER).summary
    assert [row["pairs"] for row in summary["label_marginals"]] == [2, 2]
    assert summary["label_rule"] == 0.5
