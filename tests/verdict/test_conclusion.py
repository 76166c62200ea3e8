"""What a verdict comes to: no useless model is praised, and each is praised only against what it must beat."""

import random

import pyarrow as pa
import pytest

from medpref_dagster.answering.answers import render_answer
from medpref_dagster.schemas import CASES, PREDICTIONS
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
    assert "By right and wrong answers it is worse: accuracy" in test.verdict


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
