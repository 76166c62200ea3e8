import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpref_dagster.preferences.pairs import build_preference_pairs
from medpref_dagster.preferences.rejected import (
    NO_BETTER_SAMPLE,
    SEEN_BY_SAMPLED,
    Declined,
    Holdout,
    Proposal,
    StrategyError,
    check_options,
    find_fold,
)
from medpref_dagster.preferences.rejected.ranked_samples import Options, propose
from medpref_dagster.preferences.rejected.sampled import CASES_AT_ONCE
from tests.preferences.tasks import GOLD, make_case, make_table, make_task
from tests.tiny_models import make_tokenizer

TOKENIZER = make_tokenizer()
FACTS = {
    "facts": [
        {"fact": "side", "mentions": ["left"]},
        {"fact": "dose", "mentions": ["500 mg"]},
        {"fact": "drug", "mentions": ["cephalexin"]},
    ]
}


class Script:
    """A sampler that gives its answers one prompt after the other, and keeps the calls."""

    def __init__(self, *answers):
        self.answers = itertools.cycle(answers)
        self.calls = []

    def __call__(self, prompts, *, model, temperature, seed):
        self.calls.append((tuple(prompts), model, temperature, seed))
        return [next(self.answers) for _ in prompts]

    def measure_margins(self, rows):
        raise AssertionError("nothing asks for margins")


def propose_one(kind, sample, fields=None, metrics=(), **options):
    task = make_task(kind, strategy="ranked_samples", **options)
    if metrics:
        task = task.model_copy(update={"evaluation": task.evaluation.model_copy(update={"metrics": tuple(metrics)})})
    case = make_case(kind=kind, **({} if fields is None else {"fields": fields}))
    (item,) = propose([case], task, check_options(task), sample)
    return item


def test_the_sample_with_more_right_labels_is_chosen_and_the_one_with_fewest_rejected():
    sample = Script(
        "Personnel: nurse. Urgency: routine.", "Personnel: desk. Urgency: routine.", "Personnel: nurse. Urgency: today."
    )
    assert propose_one("labels", sample, draws=3) == Proposal(
        "a",
        "Personnel: desk. Urgency: routine.",
        "ranked_samples:sft@temperature 1",
        "Personnel: nurse. Urgency: today.",
        "ranked_samples:sft@temperature 1",
    )


def test_a_chosen_answer_need_not_be_right():
    item = propose_one(
        "labels", Script("Personnel: desk. Urgency: routine.", "Personnel: desk. Urgency: today."), draws=2
    )
    assert item.chosen == "Personnel: desk. Urgency: today."
    assert item.text == "Personnel: desk. Urgency: routine."


@pytest.mark.parametrize(("kind", "wrong"), [("label", "No."), ("option", "The answer is A: Gout.")])
def test_an_unreadable_answer_is_worse_than_a_wrong_one(kind, wrong):
    item = propose_one(kind, Script("I cannot say.", wrong), draws=2)
    assert (item.chosen, item.text) == (wrong, "I cannot say.")


def test_texts_are_compared_by_the_first_metric_in_which_they_differ():
    metrics = ["fact_recall", "unsupported_statement_rate"]
    two = "Left side. 500 mg of cephalexin."
    invented = "Left side. 500 mg of cephalexin. On warfarin 7 mg."
    one = "Left side."
    item = propose_one("text", Script(invented, one), FACTS, draws=2, metrics=metrics)
    assert (item.chosen, item.text) == (invented, one), "more facts, though one statement is made up"
    item = propose_one("text", Script(invented, two), FACTS, draws=2, metrics=metrics)
    assert (item.chosen, item.text) == (two, invented), "the same facts, and nothing made up"


PERSONNEL, URGENCY = ("nurse", "doctor", "desk"), ("routine", "today")
WRITTEN = [f"Personnel: {who}. Urgency: {when}." for who in PERSONNEL for when in URGENCY]


@given(st.lists(st.sampled_from([*WRITTEN, "Who knows?", ""]), min_size=2, max_size=6))
def test_the_chosen_sample_has_more_right_labels_than_the_rejected_one_and_no_sample_lies_outside(samples):
    def count_right(text):
        return ("nurse" in text) + ("today" in text) if text in WRITTEN else -1

    item = propose_one("labels", Script(*samples), draws=len(samples))
    right = [count_right(text) for text in samples]
    if isinstance(item, Declined):
        assert len(set(right)) == 1
    else:
        assert {item.chosen, item.text} <= set(samples)
        assert (count_right(item.chosen), count_right(item.text)) == (max(right), min(right))


def test_samples_that_are_as_good_as_each_other_make_no_pair():
    expected = Declined("a", NO_BETTER_SAMPLE, "2 answers of the sft model")
    assert propose_one("label", Script("No.", "No, never."), draws=2) == expected
    texts = Script("Left side. 500 mg of cephalexin.", "Cephalexin 500 mg for the left side.")
    assert propose_one("text", texts, FACTS, draws=2, metrics=["fact_recall"]) == expected
    none = {"facts": []}
    assert propose_one("text", Script("One.", "Two."), none, draws=2, metrics=["fact_recall"]) == expected


def test_each_prompt_is_repeated_for_its_draws_and_each_temperature_samples_anew():
    sample = Script("Yes.", "No.")
    cases = [make_case(name, split="eval") for name in "ab"]
    list(propose(cases, make_task(), Options(temperatures=(0.5, 1.0), draws=3), sample))
    first, second = (case.prompt for case in cases)
    assert [prompts for prompts, *_ in sample.calls] == [(first,) * 3 + (second,) * 3] * 2
    assert [temperature for _, _, temperature, _ in sample.calls] == [0.5, 1.0]
    assert len({seed for *_, seed in sample.calls}) == 2


def test_each_training_case_is_answered_by_the_sft_model_that_never_saw_its_patient():
    cases = [make_case(f"{split} {n}", split=split) for split in ("train", "test") for n in range(20)]
    sample = Script("No.")
    list(propose(cases, make_task(), Options(draws=2, folds=3), sample))
    asked = {prompt: model for prompts, model, _, _ in sample.calls for prompt in prompts}
    for case in cases:
        assert asked[case.prompt] == (find_fold(case.patient_id, 3) if case.split == "train" else "sft")


def test_with_a_holdout_the_cases_of_other_patients_are_declined():
    cases = [make_case(str(n)) for n in range(40)]
    found = propose(cases, make_task(), Options(draws=2, holdout_share=0.3), Script("No."))
    seen = {item.case_id for item in found if item.reason == SEEN_BY_SAMPLED}
    assert seen == {case.case_id for case in cases if not Holdout(0.3).holds(case.patient_id)}


def test_texts_of_which_none_is_held_out_are_all_declined():
    cases = [case for case in (make_case(str(n), "text") for n in range(9)) if not Holdout(0.01).holds(case.patient_id)]
    task = make_task("text")
    task = task.model_copy(update={"evaluation": task.evaluation.model_copy(update={"metrics": ("rouge_l",)})})
    found = list(propose(cases, task, Options(draws=2, holdout_share=0.01), Script("No.")))
    assert [item.reason for item in found] == [SEEN_BY_SAMPLED] * len(cases)
    assert cases


def test_no_model_answers_cases_that_nobody_asks_for():
    sample = Script("Yes.", "No.")
    cases = [make_case(str(number)) for number in range(CASES_AT_ONCE + 1)]
    next(propose(cases, make_task(), Options(draws=2, folds=None), sample))
    assert [len(prompts) for prompts, *_ in sample.calls] == [CASES_AT_ONCE * 2]


def test_the_pairs_table_says_that_the_chosen_answers_are_samples():
    cases = [make_case(f"{split}-{n}", "labels", split) for split in ("train", "eval", "test") for n in range(2)]
    task = make_task("labels", "ranked_samples", draws=2, folds=None)
    sample = Script("Personnel: desk. Urgency: routine.", "Personnel: desk. Urgency: today.")
    built = build_preference_pairs(make_table(cases), task, TOKENIZER, sample)
    rows = built.pairs.to_pylist()
    assert {row["chosen_source"] for row in rows} == {"ranked_samples:sft@temperature 1"}
    assert {row["chosen"] for row in rows} == {"Personnel: desk. Urgency: today."}
    assert len(rows) == len({row["pair_id"] for row in rows}) == 6
    assert built.summary["chosen_provenance"] == {"ranked_samples:sft": 6}


def test_two_wordings_of_one_label_are_equally_good_and_no_fault_of_the_data():
    cases = [make_case(f"train-{n}") for n in range(3)]
    task = make_task("label", "ranked_samples", draws=2, folds=None)
    built = build_preference_pairs(make_table(cases), task, TOKENIZER, Script("No.", "No, surely."))
    assert set(built.quarantine["reason"].to_pylist()) == {NO_BETTER_SAMPLE}
    assert built.summary["dropped_share"] is None


@pytest.mark.parametrize(
    ("kind", "options", "message"),
    [
        ("label", {"draws": 1}, "of one answer a case none is the better one"),
        ("text", {"draws": 1, "temperatures": [0.7]}, "sample at least two"),
        ("label", {"draws": 0}, "greater than or equal to 1"),
        ("label", {"temperatures": [0]}, "above 0"),
    ],
)
def test_options_that_cannot_tell_one_draft_from_another_are_refused(kind, options, message):
    with pytest.raises(StrategyError, match=message):
        check_options(make_task(kind, "ranked_samples", **options))


def test_without_a_sampler_it_says_what_is_missing():
    with pytest.raises(
        StrategyError, match="ranked_samples samples from the sft model, and the caller gave no sampler"
    ):
        list(propose([make_case()], make_task(), Options(), None))


def test_what_it_needs_is_known_before_anything_runs():
    options = check_options(make_task("text", "ranked_samples"))
    assert (options.needed_models(), options.needs_unseen(), options.ranks_by_metrics()) == ({"sft"}, True, True)
    base = check_options(make_task("label", "ranked_samples", model="base"))
    assert (base.needed_models(), base.needs_unseen()) == ({"base"}, False)
    parts = [{"strategy": "corruption", "share": 0.5}, {"strategy": "ranked_samples", "share": 0.5}]
    assert check_options(make_task("text", "mixture", parts=parts)).ranks_by_metrics()
    assert not check_options(make_task("text", "corruption")).ranks_by_metrics()


def test_a_sample_that_is_the_gold_text_is_chosen_as_any_other():
    item = propose_one("text", Script(GOLD["text"]["text"], "Nothing."), draws=2, metrics=["rouge_l"])
    assert item.chosen == GOLD["text"]["text"]
