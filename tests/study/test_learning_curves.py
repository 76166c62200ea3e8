import numpy as np
import pyarrow as pa
import pytest

from medpref_dagster.answering import text_metrics
from medpref_dagster.answering.metrics import mean_over_cases
from medpref_dagster.schemas import CASES, SIMPLE_BASELINES
from medpref_dagster.study.learning_curves import draw_learning_curves, judge_words, list_sizes
from tests.steps.declared import declare
from tests.verdict.judged_models import TEXT_ANSWER, make_task

WORD_TASK = {
    "kind": "label",
    "column": "colour",
    "labels": {"Red": {"answer": "Red.", "values": ["r"]}, "Blue": {"answer": "Blue.", "values": ["b"]}},
}


def make_cases(texts_and_gold, field="label", source_fields=None):
    rows = []
    for split in ("train", "test"):
        rows += [
            {
                "case_id": f"{split}{place}",
                "patient_id": f"{split}{place}",
                "split": split,
                "text": text,
                "prompt": text,
                "answer": gold,
                "gold": [(field, gold)],
                "source_fields": source_fields,
            }
            for place, (text, gold) in enumerate(texts_and_gold)
        ]
    return pa.Table.from_pylist(rows, schema=CASES)


def read(curves, metric="accuracy"):
    return {
        (row["baseline"], row["training_rows"]): row["estimate"]
        for row in curves.to_pylist()
        if row["metric"] == metric
    }


def test_a_task_of_one_word_is_solved_by_the_words_and_not_by_the_majority():
    cases = make_cases(
        [(f"the {'rose' if place % 3 else 'sea'} {place}", "Red" if place % 3 else "Blue") for place in range(90)]
    )
    curves = draw_learning_curves(make_task(WORD_TASK, metrics=["f1_macro"]), cases, sizes=(30,))
    assert curves.schema == SIMPLE_BASELINES
    found = read(curves)
    assert found["bag_of_words", 30] == found["bag_of_words", 90] == found["keyword_rule", 90] == 1.0
    assert found["majority", 90] == pytest.approx(2 / 3)
    rule = next(row["rule"] for row in curves.to_pylist() if row["baseline"] == "keyword_rule")
    assert "rose" in rule or "sea" in rule


def test_the_rule_is_chosen_on_training_rows_alone():
    cases = make_cases(
        [(f"the {'rose' if place % 2 else 'sea'}", "Red" if place % 2 else "Blue") for place in range(40)]
    )
    turned = [
        {**row, "gold": [("label", {"Red": "Blue", "Blue": "Red"}[dict(row["gold"])["label"]])]}
        if row["split"] == "test"
        else row
        for row in cases.to_pylist()
    ]
    curves = read(
        draw_learning_curves(make_task(WORD_TASK), pa.Table.from_pylist(turned, schema=cases.schema), sizes=())
    )
    assert curves["bag_of_words", 40] == curves["keyword_rule", 40] == 0.0


def test_a_free_text_is_copied_and_has_no_bag_of_words():
    cases = make_cases([(f"Came in {n}. It rained. Went home {n}.", f"Went home {n}.") for n in range(20)], "text")
    curves = draw_learning_curves(make_task(TEXT_ANSWER, metrics=["rouge_l"]), cases, sizes=(10,))
    found = read(curves, "rouge_l")
    assert set(found) == {("lead_sentence", 20), ("copied_part", 10), ("copied_part", 20)}
    assert found["copied_part", 20] == 1.0
    assert found["lead_sentence", 20] < 0.5


def test_options_are_told_by_their_own_words():
    fields = '{"option_a": "give water", "option_b": "give salt", "option_c": "x", "option_d": "y", "option_e": "z"}'
    cases = make_cases([(f"question {n}", "A") for n in range(20)], "option", fields)
    found = read(draw_learning_curves(declare("reasoning"), cases, sizes=()), "exact_match")
    assert found["bag_of_words", 20] == found["keyword_rule", 20] == 1.0


def test_the_same_cases_give_the_same_table():
    cases = make_cases(
        [(f"the {'rose' if place % 3 else 'sea'} {place}", "Red" if place % 2 else "Blue") for place in range(60)]
    )
    assert draw_learning_curves(make_task(WORD_TASK), cases).equals(draw_learning_curves(make_task(WORD_TASK), cases))


def test_without_test_cases_nothing_is_measured():
    cases = make_cases([("a", "Red")]).slice(0, 1)
    assert draw_learning_curves(make_task(WORD_TASK), cases).num_rows == 0


def test_sizes_end_with_all_rows():
    assert list_sizes(200, (50, 200)) == [50, 200]


@pytest.mark.parametrize(
    ("words", "low", "decided"), [(0.86, 0.85, True), (0.84, 0.85, False), (0.86, 0.87, True), (0.8, None, False)]
)
def test_words_decide_within_the_best_models_interval_or_at_most_of_its_score(words, low, decided):
    row = {"baseline": "bag_of_words", "training_rows": 9, "metric": "f1", "title": "F1", "estimate": words}
    curves = pa.Table.from_pylist(
        [{**row, "low": None, "high": None, "test_cases": 9, "test_patients": 9, "rule": None}], schema=SIMPLE_BASELINES
    )
    best = {"estimate": 0.9, "low": low, "high": 0.95}
    [judged] = judge_words(curves, {"f1": {"base": {"estimate": None, "low": None}, "sft": best}})
    assert (judged.model, judged.decided, judged.beaten) == ("sft", decided, False)


def test_texts_without_a_word_are_measured_too():
    cases = make_cases([("!!" if place % 2 else "...", "Red" if place % 3 else "Blue") for place in range(30)])
    found = read(draw_learning_curves(make_task(WORD_TASK), cases, sizes=(1,)))
    assert found["bag_of_words", 30] == found["keyword_rule", 30] == found["majority", 30]


def test_a_part_is_copied_by_a_metric_of_which_less_is_better():
    cases = make_cases([(f"She took zinc {n}. He came in {n}.", f"He came in {n}.") for n in range(12)], "text", "{}")
    task = make_task(TEXT_ANSWER, metrics=["unsupported_statement_rate", "rouge_l"])
    asked = []

    def score(answers):
        asked.append(answers)
        return mean_over_cases(np.array([float("zinc" in (text or "")) for text in answers.read]))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_metrics, "measure_unsupported_statements", score)
        curves = draw_learning_curves(task, cases, sizes=())
    assert asked
    assert {row["rule"] for row in curves.to_pylist() if row["baseline"] == "copied_part"} == {
        "the first 0 and the last 1 sentences"
    }


def judge(words, bar, **models):
    row = {"training_rows": 9, "metric": "f1", "title": "F1", "low": None, "high": None}
    row |= {"test_cases": 9, "test_patients": 9, "rule": None}
    curves = [
        {**row, "baseline": "majority", "estimate": bar},
        {**row, "baseline": "bag_of_words", "estimate": words},
    ]
    scores = {model: {"estimate": score, "low": None, "high": None} for model, score in models.items()}
    return judge_words(pa.Table.from_pylist(curves, schema=SIMPLE_BASELINES), {"f1": scores})


def test_a_bag_of_words_is_held_against_models_and_not_against_itself():
    [judged] = judge(0.9, 0.4, sft=0.5, bag_of_words=0.9, majority=0.4)
    assert (judged.model, judged.score, judged.decided, judged.beaten) == ("sft", 0.5, True, True)
    assert judge(0.9, 0.4, bag_of_words=0.9, majority=0.4) == []


def test_words_that_reach_no_more_than_the_majority_answer_decide_nothing():
    [judged] = judge(0.0, 0.0, sft=0.0)
    assert not judged.decided
    assert not judged.beaten
