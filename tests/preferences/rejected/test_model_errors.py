import pytest

from medpref_dagster.preferences.rejected import (
    NO_ERROR_FOUND,
    OUT_OF_BAND,
    SEEN_BY_SAMPLED,
    Declined,
    Fold,
    Holdout,
    Proposal,
    StrategyError,
    check_options,
    find_fold,
)
from medpref_dagster.preferences.rejected.model_errors import CASES_AT_ONCE, Options, propose
from tests.preferences.tasks import GOLD, make_case, make_task


class Script:
    """A sampler that answers each temperature with one text and keeps the calls."""

    def __init__(self, answers):
        self.answers = answers
        self.calls = []

    def __call__(self, prompts, *, model, temperature, seed):
        self.calls.append((tuple(prompts), model, temperature, seed))
        return [self.answers[temperature]] * len(prompts)

    def measure_margins(self, rows):
        return [float(len(rejected)) for _, _, rejected in rows]


def test_a_wrong_answer_is_kept_with_its_model_and_temperature():
    sample = Script({0.5: "Yes, surely.", 1.0: " No.\n"})
    options = Options(model="sft", folds=None, temperatures=(0.5, 1.0))
    assert list(propose([make_case()], make_task(), options, sample)) == [
        Proposal("a", "No.", "model_errors:sft@temperature 1")
    ]
    assert {call[1] for call in sample.calls} == {"sft"}


def test_a_case_that_the_model_answers_rightly_is_declined():
    (declined,) = propose([make_case()], make_task(), Options(temperatures=(1,)), Script({1: "Yes."}))
    assert declined == Declined("a", NO_ERROR_FOUND, "1 answers of the sft model")


@pytest.mark.parametrize(("keep", "expected"), [(False, []), (True, ["I cannot say."])])
def test_unreadable_answers_are_kept_only_where_declared(keep, expected):
    options = Options(temperatures=(1,), keep_unreadable=keep)
    found = propose([make_case()], make_task(), options, Script({1: "I cannot say."}))
    assert [item.text for item in found if isinstance(item, Proposal)] == expected


def test_an_empty_answer_is_never_kept():
    options = Options(temperatures=(1,), keep_unreadable=True)
    for kind in ("label", "text"):
        (item,) = propose([make_case(kind=kind)], make_task(kind), options, Script({1: " \n"}))
        assert isinstance(item, Declined)


def test_a_text_that_differs_from_the_gold_text_in_writing_alone_is_no_error():
    gold = GOLD["text"]["text"]
    sample = Script({1.0: gold.upper().replace(".", " "), 2.0: gold + " On warfarin."})
    found = propose([make_case(kind="text")], make_task("text"), Options(temperatures=(1.0, 2.0), per_case=2), sample)
    assert [item.text for item in found] == [gold + " On warfarin."]


def test_the_same_wrong_answer_is_kept_once_and_at_most_so_many_a_case():
    sample = Script({0.5: "No.", 1.0: "No.", 1.5: "No, never.", 2.0: "No, it is not."})
    options = Options(temperatures=(0.5, 1.0, 1.5, 2.0), per_case=9)
    found = list(propose([make_case()], make_task(), options, sample))
    assert sorted(item.text for item in found) == ["No, it is not.", "No, never.", "No."]
    assert len(list(propose([make_case()], make_task(), options.model_copy(update={"per_case": 2}), sample))) == 2


def test_no_model_answers_cases_that_nobody_asks_for():
    sample = Script({1: "No."})
    cases = [make_case(str(number)) for number in range(CASES_AT_ONCE + 1)]
    proposals = propose(cases, make_task(), Options(temperatures=(1,)), sample)
    next(proposals)
    assert sum(len(call[0]) for call in sample.calls) == CASES_AT_ONCE
    assert len(list(proposals)) == CASES_AT_ONCE
    assert len({call[3] for call in sample.calls}) == 1, "where a chunk begins must not change an answer"


def test_each_temperature_and_each_declared_seed_draws_anew():
    sample = Script({0.5: "No.", 1.0: "No."})
    for seed in (0, 1):
        list(propose([make_case()], make_task(), Options(temperatures=(0.5, 1.0), seed=seed), sample))
    assert len({call[3] for call in sample.calls}) == 4


def test_without_a_sampler_it_says_what_is_missing():
    with pytest.raises(StrategyError, match="samples from the sft model, and the caller gave no sampler"):
        list(propose([make_case()], make_task(), Options(), None))


def test_a_sampler_that_loses_answers_is_refused():
    with pytest.raises(ValueError, match="0 answers to 1 prompts"):
        list(propose([make_case()], make_task(), Options(), lambda prompts, **_: []))


@pytest.mark.parametrize("temperatures", [[0], [-1.0], [9.0], [1.0, 1.0], []])
def test_temperatures_that_sample_nothing_new_are_refused(temperatures):
    with pytest.raises(StrategyError, match="temperatures"):
        check_options(make_task(strategy="model_errors", temperatures=temperatures))


def test_it_names_the_model_that_it_needs():
    assert check_options(make_task(strategy="model_errors")).needed_models() == {"sft"}
    assert check_options(make_task(strategy="model_errors", model="base")).needed_models() == {"base"}
    banded = make_task(strategy="model_errors", model="base", reference_margin={"max": 3})
    assert check_options(banded).needed_models() == {"base", "sft"}
    assert check_options(make_task()).needed_models() == frozenset()


def test_each_training_case_is_answered_by_the_sft_model_that_never_saw_its_patient():
    cases = [make_case(f"{split} {n}", split=split) for split in ("train", "eval", "test") for n in range(20)]
    sample = Script({1: "No."})
    list(propose(cases, make_task(), Options(temperatures=(1,), folds=3), sample))
    asked = {prompt: model for prompts, model, _, _ in sample.calls for prompt in prompts}
    for case in cases:
        assert asked[case.prompt] == (find_fold(case.patient_id, 3) if case.split == "train" else "sft")
    assert {model for model in asked.values() if model != "sft"} == {Fold(n, 3) for n in range(3)}
    assert check_options(make_task(strategy="model_errors", folds=3)).needs_unseen()


@pytest.mark.parametrize("options", [{"model": "base"}, {"model": "sft", "folds": None}])
def test_without_folds_one_model_answers_all(options):
    sample = Script({1: "No."})
    list(propose([make_case(str(n)) for n in range(20)], make_task(), Options(temperatures=(1,), **options), sample))
    assert {call[1] for call in sample.calls} == {options["model"]}
    assert not Options(**options).needs_unseen()


def test_an_answer_wrong_in_several_fields_becomes_one_for_each():
    sample = Script({1: "Personnel: doctor. Urgency: routine."})
    options = Options(temperatures=(1,), per_case=5)
    found = list(propose([make_case(kind="labels")], make_task("labels"), options, sample))
    assert {item.text for item in found} == {
        "Personnel: doctor. Urgency: today.",
        "Personnel: nurse. Urgency: routine.",
    }
    whole = options.model_copy(update={"one_field": False})
    (item,) = propose([make_case(kind="labels")], make_task("labels"), whole, sample)
    assert item.text == "Personnel: doctor. Urgency: routine."


def test_an_answer_wrong_in_one_field_stays_as_it_was_written():
    written = "personnel: doctor.  Urgency: today."
    (item,) = propose([make_case(kind="labels")], make_task("labels"), Options(temperatures=(1,)), Script({1: written}))
    assert item.text == written


def test_only_wrong_answers_in_the_band_are_kept_and_a_case_without_is_declined_for_that():
    """The script's margins are the lengths of the wrong answers."""
    sample = Script({0.5: "No.", 1.0: "No, it is not."})
    options = Options(temperatures=(0.5, 1.0), per_case=2, reference_margin={"min": 4})
    (item,) = propose([make_case()], make_task(), options, sample)
    assert item == Proposal("a", "No, it is not.", "model_errors:sft@temperature 1")
    narrow = Options(temperatures=(0.5, 1.0), reference_margin={"min": 4, "max": 5})
    assert list(propose([make_case()], make_task(), narrow, sample)) == [
        Declined("a", OUT_OF_BAND, "2 wrong answers of the sft model")
    ]


def test_a_band_that_holds_nothing_is_refused():
    with pytest.raises(StrategyError, match="min 3 is above max 2"):
        check_options(make_task(strategy="model_errors", reference_margin={"min": 3, "max": 2}))


def test_a_holdouts_cases_alone_are_answered_by_the_sft_model_that_never_saw_them():
    cases = [make_case(f"{split} {n}", split=split) for split in ("train", "eval") for n in range(40)]
    sample = Script({1: "No."})
    options = Options(temperatures=(1,), holdout_share=0.3)
    found = list(propose(cases, make_task(), options, sample))
    asked = {prompt: model for prompts, model, _, _ in sample.calls for prompt in prompts}
    holdout = Holdout(0.3)
    held_out = [case for case in cases if case.split == "train" and holdout.holds(case.patient_id)]
    assert 4 <= len(held_out) <= 20
    assert asked == {
        **{case.prompt: holdout for case in held_out},
        **{case.prompt: "sft" for case in cases if case.split != "train"},
    }
    seen = [Declined(case.case_id, SEEN_BY_SAMPLED) for case in cases if case.prompt not in asked]
    assert [item for item in found if isinstance(item, Declined)] == seen
    assert check_options(make_task(strategy="model_errors", holdout_share=0.3)).needs_unseen()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"holdout_share": 0.2, "model": "base"}, "the base model was trained on no row"),
        ({"holdout_share": 0.2, "folds": 3}, "declare one of them"),
        ({"holdout_share": 1.0}, "less than 1"),
    ],
)
def test_a_holdout_that_makes_no_sense_is_refused(options, message):
    with pytest.raises(StrategyError, match=message):
        check_options(make_task(strategy="model_errors", **options))
