"""What a verdict comes to: no useless model is praised, and each is praised only against what it must beat."""

import random

import pyarrow as pa
import pytest

from medpref_dagster.answering.answers import render_answer
from medpref_dagster.schemas import CASES, OPTION_SCORES, PREDICTIONS
from medpref_dagster.verdict.conclusion import DevScore
from medpref_dagster.verdict.verdict import evaluate
from tests.verdict.judged_models import TEXT_ANSWER, TRIAGE_ANSWER, make_cases, make_predictions, make_task

POSITIVES, CASES_OF_REAL_NOTES = 61, 236


def make_golds(positives=POSITIVES, count=CASES_OF_REAL_NOTES):
    return ["Yes"] * positives + ["No"] * (count - positives)


def answer_rightly(golds, share, seed):
    """Answers that are right in exactly this share, the wrong ones drawn."""
    wrong = set(random.Random(seed).sample(range(len(golds)), round(len(golds) * (1 - share))))
    other = {"Yes": "No", "No": "Yes"}
    return [other[gold] if place in wrong else gold for place, gold in enumerate(golds)]


def judge(task, golds, dev_scores=None, **answers):
    """A verdict on label answers: of each model one answer a case, None where it is unreadable."""
    labels = list(task.answer.labels)
    cases = pa.Table.from_pylist(
        [
            {"case_id": f"c{place:04d}", "patient_id": f"p{place:04d}", "split": "test", "text": "", "prompt": ""}
            | {"answer": "", "gold": [("label", gold)], "source_fields": None}
            for place, gold in enumerate(golds)
        ],
        schema=CASES,
    )
    assert set(golds) <= set(labels)
    rows = [
        {
            **{name: case[name] for name in ("case_id", "patient_id", "gold")},
            "model": model,
            "text": "?" if given is None else render_answer(task.answer, {"label": given}, {}),
            "parsed": None if given is None else [("label", given)],
            "generated_tokens": 3,
            "cut_off": False,
        }
        for model, of_model in answers.items()
        for case, given in zip(cases.to_pylist(), of_model, strict=True)
    ]
    return evaluate(task, cases, pa.Table.from_pylist(rows, schema=PREDICTIONS), dev_scores=dev_scores)


def find(verdict, first, second):
    return next(test for test in verdict.tests if (test.first, test.second) == (first, second))


@pytest.mark.parametrize("metric", ["accuracy", "f1", "f1_macro", "specificity"])
def test_a_model_that_answers_no_to_every_case_is_named_first_and_never_called_better(metric):
    golds = make_golds()
    verdict = judge(
        make_task(metrics=[metric]),
        golds,
        base=answer_rightly(golds, 0.3, 1),
        sft=answer_rightly(golds, 0.45, 2),
        dpo=["No"] * len(golds),
        sft_continued=answer_rightly(golds, 0.4, 3),
    )
    assert verdict.conclusion[0] == 'DPO gives one answer only ("No", to all 236 cases).'
    assert verdict.worrying
    assert [test for test in verdict.tests if test.second == "dpo" and test.outcome == "better"] == []
    assert not any("DPO is better" in sentence for sentence in verdict.conclusion)
    if metric in ("accuracy", "specificity"):  # right more often than the others, and significantly
        assert find(verdict, "sft", "dpo").p < 0.001
        assert (
            "DPO is not called better than SFT, because DPO gives one answer only"
            in find(verdict, "sft", "dpo").verdict
        )


def test_an_unreadable_base_is_no_opponent():
    golds = make_golds(100, 200)
    unreadable = [None if place % 10 else gold for place, gold in enumerate(golds)]
    verdict = judge(make_task(), golds, base=unreadable, sft=answer_rightly(golds, 0.9, 1))
    assert verdict.conclusion[0].startswith("The base model is no opponent (90% of its answers could not be read)")
    assert find(verdict, "base", "sft").outcome == "undecided"
    assert not any("better than the base model" in sentence for sentence in verdict.conclusion)


def test_half_unreadable_is_still_an_opponent():
    golds = make_golds(100, 200)
    half = [None if place % 2 else gold for place, gold in enumerate(golds)]
    verdict = judge(make_task(), golds, base=half, sft=answer_rightly(golds, 0.95, 1))
    assert find(verdict, "base", "sft").outcome == "better"


def test_dpo_is_better_only_where_it_is_better_than_continued_sft():
    golds = make_golds(150, 300)
    shares = {"base": 0.5, "sft": 0.7, "dpo": 0.9, "sft_continued": 0.72}
    answers = {model: answer_rightly(golds, share, seed) for seed, (model, share) in enumerate(shares.items())}
    won = judge(make_task(), golds, **answers)
    assert won.conclusion[0].startswith("DPO is better than SFT continued with equal compute: F1 0.90 against")
    equal = judge(make_task(), golds, **answers | {"sft_continued": answer_rightly(golds, 0.9, 9)})
    assert equal.conclusion[0].startswith("DPO is better than SFT, but not shown better than SFT continued with equal")
    lost = judge(make_task(), golds, **answers | {"sft_continued": golds})
    assert lost.conclusion[0].startswith("DPO is worse than continued SFT: F1 0.90 against 1.00")
    assert lost.worrying
    without = judge(
        make_task(), golds, **{model: given for model, given in answers.items() if model != "sft_continued"}
    )
    assert without.conclusion[1].startswith("Whether DPO did that or further training alone is not known")


def test_no_gain_is_said_against_both():
    golds = make_golds(150, 300)
    answers = {
        model: answer_rightly(golds, share, seed)
        for seed, (model, share) in enumerate({"base": 0.5, "sft": 0.8, "dpo": 0.81, "sft_continued": 0.8}.items())
    }
    verdict = judge(make_task(), golds, **answers)
    assert verdict.conclusion[0].startswith("No gain of DPO was shown, neither over SFT")
    assert not verdict.worrying


def test_continued_sft_that_fell_behind_makes_no_gain_of_an_equal_dpo():
    golds = make_golds(150, 300)
    shares = {"base": 0.5, "sft": 0.8, "dpo": 0.8, "sft_continued": 0.6}
    answers = {model: answer_rightly(golds, share, seed) for seed, (model, share) in enumerate(shares.items())}
    verdict = judge(make_task(), golds, **answers)
    assert verdict.conclusion[0].startswith("No gain of DPO over SFT was shown (F1")
    assert "better than SFT continued with equal compute only" in verdict.conclusion[0]


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.98, "which is no praise: it is worse than a bag of words"),
        (0.8, "but not shown better than a bag of words"),
        (0.55, "and than a bag of words"),
    ],
)
def test_sft_is_praised_only_where_a_bag_of_words_is_worse(share, said):
    golds = make_golds(150, 300)
    verdict = judge(
        make_task(),
        golds,
        base=answer_rightly(golds, 0.5, 1),
        sft=answer_rightly(golds, 0.8, 2),
        bag_of_words=answer_rightly(golds, share, 3),
    )
    assert verdict.conclusion[0].startswith("SFT is better than the base model")
    assert said in verdict.conclusion[0]


def test_trained_models_that_cannot_be_read_are_named_and_not_praised():
    golds = make_golds(100, 200)
    nothing = [None] * len(golds)
    verdict = judge(make_task(), golds, base=nothing, sft=nothing, dpo=nothing, sft_continued=nothing)
    assert verdict.conclusion[:2] == (
        "100% of SFT's answers could not be read.",
        "100% of DPO's answers could not be read.",
    )
    assert verdict.worrying
    assert not any("the form was learned" in sentence for sentence in verdict.conclusion)


def test_sft_that_is_worse_than_a_base_that_is_no_opponent_is_called_worse():
    golds = make_golds(100, 200)
    base = [gold if place % 3 == 0 else None for place, gold in enumerate(golds)]
    verdict = judge(make_task(), golds, base=base, sft=answer_rightly(golds, 0.02, 3))
    assert verdict.conclusion[0].startswith("SFT is worse than the base model")


def test_dpo_that_answers_as_sft_does_gained_nothing_whatever_continued_sft_does():
    golds = make_golds(150, 300)
    same = answer_rightly(golds, 0.9, 4)
    answers = {"base": answer_rightly(golds, 0.3, 1), "sft": same, "dpo": same}
    lost = judge(make_task(), golds, **answers, sft_continued=answer_rightly(golds, 0.6, 2))
    said = "DPO gives the same answer as SFT to every case: by DPO nothing was gained or lost."
    assert lost.conclusion[0] == said
    assert not any("DPO is better" in sentence for sentence in lost.conclusion)
    test = find(lost, "sft_continued", "dpo")
    assert (test.outcome, test.withheld) == ("undecided", True)
    won = judge(make_task(), golds, **answers, sft_continued=golds)
    assert won.conclusion[0] == said
    assert won.conclusion[1].startswith("DPO is worse than continued SFT")


@pytest.mark.parametrize("gain", [0.0, 1.0])
def test_dpo_that_answers_as_sft_does_may_still_rank_cases_better(gain):
    """By likelihood the same label may be held more probable where it is right, which AUROC sees."""
    task = make_task(metrics=["auroc"], answer_by="likelihood")
    cases = make_cases(task, 300)
    draw = random.Random(1)
    rows, scores = [], []
    for row in make_predictions(task, cases, ("base", "sft")).to_pylist():
        shift = draw.gauss(0, 1) + (0.5 if dict(row["gold"])["label"] == "Yes" else -0.5)
        for model in ("sft", "dpo") if row["model"] == "sft" else ("base",):
            more = gain if model == "dpo" else 0.0
            yes = -20 + shift + (more if dict(row["gold"])["label"] == "Yes" else -more)
            rows.append({**row, "model": model, "parsed": [("label", "No")]})
            scored = {"case_id": row["case_id"], "model": model, "tokens": 1, "characters": 3}
            scores += [{**scored, "option": "Yes", "log_prob": yes}, {**scored, "option": "No", "log_prob": 0.0}]
    verdict = evaluate(
        task,
        cases,
        pa.Table.from_pylist(rows, schema=PREDICTIONS),
        option_scores=pa.Table.from_pylist(scores, schema=OPTION_SCORES),
    )
    assert any("nothing was gained or lost" in sentence for sentence in verdict.conclusion) == (not gain)


def test_dpo_that_is_worse_than_sft_is_called_so_even_where_continued_sft_is_worse_still():
    golds = make_golds(150, 300)
    shares = {"base": 0.3, "sft": 0.98, "dpo": 0.8, "sft_continued": 0.5}
    answers = {model: answer_rightly(golds, share, seed) for seed, (model, share) in enumerate(shares.items())}
    verdict = judge(make_task(), golds, **answers)
    assert verdict.conclusion[0].startswith("DPO is worse than SFT (F1")
    assert "though better than SFT continued" in verdict.conclusion[0]


def test_continued_sft_that_cannot_be_read_leaves_open_what_dpo_gained_by():
    golds = make_golds(150, 300)
    shares = {"base": 0.3, "sft": 0.6, "dpo": 0.9}
    answers = {model: answer_rightly(golds, share, seed) for seed, (model, share) in enumerate(shares.items())}
    verdict = judge(make_task(), golds, **answers, sft_continued=[None] * 300)
    assert verdict.conclusion[0].startswith("DPO is better than SFT: F1")
    assert verdict.conclusion[1] == (
        "Whether DPO did that or further training alone is not known: continued SFT is no opponent (100% of its "
        "answers could not be read)."
    )


def test_cases_that_all_have_one_right_answer_are_said_to_tell_nothing():
    golds = ["No"] * 100
    verdict = judge(
        make_task(metrics=["accuracy"]), golds, base=answer_rightly(golds, 0.3, 1), sft=golds, majority=golds
    )
    assert verdict.conclusion[0].startswith('All test cases have the same right answer ("No")')
    assert not any("majority" in sentence for sentence in verdict.conclusion)


@pytest.mark.parametrize("metric", ["sensitivity", "specificity", "unreadable"])
def test_the_majority_answer_is_no_bar_by_a_metric_that_one_answer_makes_perfect(metric):
    golds = make_golds()
    always = ["Yes" if metric == "sensitivity" else "No"] * len(golds)
    verdict = judge(
        make_task(metrics=[metric]),
        golds,
        base=answer_rightly(golds, 0.3, 1),
        sft=answer_rightly(golds, 0.9, 2),
        majority=always,
    )
    assert not any("majority" in sentence for sentence in verdict.conclusion)


def test_a_model_of_which_one_answer_could_be_read_does_not_give_one_answer_only():
    golds = make_golds()
    verdict = judge(make_task(), golds, base=["Yes", *[None] * 235], sft=answer_rightly(golds, 0.9, 2))
    assert verdict.one_answer == ()
    assert verdict.conclusion[0].startswith("The base model is no opponent")


def test_a_metric_that_a_models_answers_do_not_have_is_not_printed_as_a_dash():
    golds = make_golds()
    answers = {model: answer_rightly(golds, 0.9, seed) for seed, model in enumerate(("base", "sft", "sft_continued"))}
    verdict = judge(make_task(metrics=["npv"]), golds, **answers, dpo=["Yes"] * len(golds))
    said = " ".join(verdict.conclusion)
    assert "DPO and SFT cannot be compared on negative predictive value: by the answers of DPO, no case has" in said
    assert "\u2013 against" not in said
    assert "it is undecided" not in said


def test_an_interval_that_leaves_out_0_is_not_said_to_leave_all_open():
    golds = make_golds()
    shares = {"base": 0.5, "sft": 0.9, "dpo": 0.95, "sft_continued": 0.8, "bag_of_words": 0.8}
    seeds = dict(zip(shares, (1, 2, 3, 4, 4), strict=True))
    answers = {model: answer_rightly(golds, share, seeds[model]) for model, share in shares.items()}
    test = find(judge(make_task(metrics=["specificity"]), golds, **answers), "bag_of_words", "sft")
    assert test.outcome == "undecided"
    assert test.difference.low > 0
    assert "leaves out 0; among so many tests that may be chance." in test.verdict


def test_the_majority_answer_is_a_bar_and_not_an_opponent():
    golds = make_golds()
    verdict = judge(
        make_task(metrics=["accuracy"]),
        golds,
        base=answer_rightly(golds, 0.3, 1),
        sft=answer_rightly(golds, 0.7, 2),
        majority=["No"] * len(golds),
    )
    assert "SFT does not get beyond the majority answer: accuracy 0.70 against 0.74." in verdict.conclusion
    assert verdict.one_answer == ()
    assert {(test.first, test.second) for test in verdict.tests} == {("base", "sft")}


def test_a_dev_score_below_that_of_sft_is_said():
    golds = make_golds(100, 200)
    answers = {model: answer_rightly(golds, 0.8, seed) for seed, model in enumerate(("base", "sft", "dpo"))}
    scores = {"sft": DevScore("f1", 0.9), "dpo": DevScore("f1", 0.85)}
    said = "Already on dev, the DPO model that was kept scored below its SFT model: 0.85 against 0.90."
    assert said in judge(make_task(), golds, scores, **answers).conclusion
    better = scores | {"dpo": DevScore("f1", 0.95)}
    other = scores | {"dpo": DevScore("accuracy", 0.8)}
    assert all(
        "on dev" not in " ".join(judge(make_task(), golds, item, **answers).conclusion) for item in (better, other)
    )


def test_where_accuracy_and_the_declared_metric_disagree_the_sentence_says_so():
    golds = make_golds(20, 400)
    # SFT finds every positive and says Yes too often: F1 rises, accuracy falls.
    finds = ["Yes"] * 20 + ["Yes"] * 45 + ["No"] * 335
    verdict = judge(make_task(metrics=["f1"]), golds, base=["Yes"] + ["No"] * 399, sft=finds)
    test = find(verdict, "base", "sft")
    assert (test.kind, test.outcome) == ("randomization", "better")
    assert "By right and wrong answers SFT is worse: accuracy" in test.verdict


def test_each_field_of_several_is_judged_and_named_alone():
    task = make_task(TRIAGE_ANSWER, metrics=["f1_macro"])
    cases = make_cases(task, 600)
    rows = make_predictions(task, cases, models=("base", "sft"), share_right={"base": 0.3, "sft": 0.95}).to_pylist()
    for row in rows:
        if row["model"] == "sft":
            row["parsed"] = [("personnel", dict(row["gold"])["personnel"]), ("urgency", "routine")]
    verdict = evaluate(task, cases, pa.Table.from_pylist(rows, schema=PREDICTIONS))
    assert verdict.conclusion[0] == 'SFT gives one answer only for urgency ("routine", to all 120 cases).'
    outcomes = {test.metric: test.outcome for test in verdict.tests}
    assert outcomes["personnel.f1_macro"] == "better"
    assert outcomes["urgency.f1_macro"] != "better"


def test_one_text_for_every_case_is_named_and_not_repeated():
    task = make_task(TEXT_ANSWER, metrics=["rouge_l"])
    cases = make_cases(task, 200)
    rows = make_predictions(task, cases, models=("base", "sft")).to_pylist()
    for row in rows:
        if row["model"] == "sft":
            row["parsed"] = [("text", "Mrs Smith was given nitrofurantoin.")]
    verdict = evaluate(task, cases, pa.Table.from_pylist(rows, schema=PREDICTIONS))
    assert verdict.conclusion[0] == "SFT gives one answer only (the same text, to all 40 cases)."
    assert "Smith" not in verdict.model_dump_json()
    assert "no bag of words" in verdict.conclusion[-1]


def test_no_interval_is_without_width_where_all_is_alike():
    golds = make_golds(POSITIVES, 120)
    for given in (golds, ["No"] * 120, ["Yes"] * 120, [None] * 120):
        for metric in ("f1", "f1_macro", "sensitivity", "ppv", "accuracy", "quadratic_kappa"):
            verdict = judge(make_task(metrics=[metric]), golds, base=given, sft=given, majority=["No"] * 120)
            estimates = [
                *(item for row in verdict.metrics for item in (*row.models.values(), *row.differences)),
                *(test.difference for test in verdict.tests),
            ]
            assert all(item.low is None or item.low < item.high for item in estimates)
            assert "difference of 0 points" not in verdict.model_dump_json()


def test_a_reader_of_the_verdict_gets_back_what_was_written():
    golds = make_golds(20, 40)
    verdict = judge(make_task(), golds, base=["No"] * 40, sft=golds)
    assert type(verdict).model_validate(verdict.to_json()) == verdict
