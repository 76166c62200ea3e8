"""The cheap controls: word counts learn what words decide, the majority answer reads nothing, and both repeat."""

import json
import math

import pyarrow as pa
import pytest

from medpref_dagster.controls.bag_of_words import fit_bag_of_words
from medpref_dagster.controls.fitted import ControlError
from medpref_dagster.controls.majority import fit_majority
from medpref_dagster.declaration import TaskDeclaration
from medpref_dagster.schemas import CASES, OPTION_SCORES, PREDICTIONS
from tests.verdict.judged_models import LABEL_ANSWER, TEXT_ANSWER, TRIAGE_ANSWER, make_task

OPTION_ANSWER = {
    "kind": "option",
    "column": "answer",
    "options": {"A": "a", "B": "b", "C": "c"},
    "template": "{option}. {text}",
}


def tabulate(rows):
    made = [
        {
            "case_id": f"c{place}",
            "patient_id": f"p{place}",
            "split": "train",
            "text": text,
            "prompt": f"Is it?\n{text}",
            "answer": "",
            "gold": list(gold.items()),
            "source_fields": json.dumps(fields),
        }
        for place, (text, gold, fields) in enumerate(rows)
    ]
    return pa.Table.from_pylist(made, schema=CASES)


def read(predictions):
    return [dict(parts) for parts in predictions["parsed"].to_pylist()]


LABELLED = [
    *[(f"burning and dysuria for {day} days", {"label": "Yes"}, {}) for day in range(6)],
    *[(f"well since {day} days", {"label": "No"}, {}) for day in range(9)],
]


def test_words_that_decide_a_label_are_learned_and_answered_in_the_tasks_own_words():
    task = make_task(LABEL_ANSWER)
    predictions = fit_bag_of_words(task, tabulate(LABELLED))(
        tabulate([("burning and dysuria", {"label": "Yes"}, {}), ("she is well", {"label": "No"}, {})])
    )
    assert predictions.schema == PREDICTIONS
    assert read(predictions) == [{"label": "Yes"}, {"label": "No"}]
    assert predictions["text"].to_pylist() == list(task.answer.sentences().values())
    assert set(predictions["model"].to_pylist()) == {"bag_of_words"}


def test_the_majority_answer_is_the_most_frequent_one_whatever_the_case_says():
    task = make_task(LABEL_ANSWER)
    fitted = fit_majority(task, tabulate(LABELLED))
    cases = tabulate([("dysuria", {"label": "Yes"}, {})])
    assert read(fitted(cases)) == [{"label": "No"}]
    scores = fitted.score_options(cases)
    assert scores.schema == OPTION_SCORES
    assert scores["log_prob"].to_pylist() == pytest.approx([math.log(6 / 15), math.log(9 / 15)])


def test_each_field_has_a_classifier_of_its_own_and_a_label_never_seen_in_training_is_never_answered():
    task = make_task(TRIAGE_ANSWER)
    rows = [
        (f"{drug} {when}", {"personnel": who, "urgency": urgency}, {})
        for drug, who in (("refill of pills", "pharmacist"), ("wound to dress", "nurse"))
        for when, urgency in (("whenever you can", "routine"), ("at once, it bleeds", "urgent"))
    ] * 3
    predictions = fit_bag_of_words(task, tabulate(rows))(
        tabulate([("wound, it bleeds at once", {"personnel": "nurse", "urgency": "urgent"}, {})])
    )
    assert read(predictions) == [{"personnel": "nurse", "urgency": "urgent"}]


def test_options_are_told_by_their_words_given_the_questions_words_and_not_by_their_letters():
    task = make_task(OPTION_ANSWER, metrics=["accuracy"])
    drugs = {"fever": "paracetamol tablets", "thrush": "nystatin drops", "cystitis": "nitrofurantoin capsules"}
    rows = []
    for turn in range(4):
        for disease, drug in drugs.items():
            texts = [*list(drugs.values())[turn % 3 :], *list(drugs.values())[: turn % 3]]
            letter = "ABC"[texts.index(drug)]
            rows.append((f"what helps against {disease}", {"option": letter}, dict(zip("abc", texts, strict=True))))
    fitted = fit_bag_of_words(task, tabulate(rows))
    asked = [("against thrush", {"option": "B"}, {"a": "paracetamol tablets", "b": "nystatin drops", "c": None})]
    cases = tabulate(asked)
    assert read(fitted(cases)) == [{"option": "B"}]
    assert fitted(cases)["text"].to_pylist() == ["B. nystatin drops"]
    assert fitted.score_options(cases)["option"].to_pylist() == ["A", "B"]  # an empty column is no option


def test_the_majority_letter_is_only_answered_where_it_is_an_option():
    task = make_task(OPTION_ANSWER, metrics=["accuracy"])
    full = {"a": "x", "b": "y", "c": "z"}
    golds = ["C", "C", "C", "B", "B", "A"]
    fitted = fit_majority(task, tabulate([("q", {"option": gold}, full) for gold in golds]))
    cases = tabulate([("q", {"option": "A"}, full), ("q", {"option": "A"}, full | {"c": ""})])
    assert read(fitted(cases)) == [{"option": "C"}, {"option": "B"}]


def test_one_label_only_in_training_is_the_only_answer():
    task = make_task(LABEL_ANSWER)
    fitted = fit_bag_of_words(task, tabulate(LABELLED[:4]))
    cases = tabulate([("well", {"label": "No"}, {})])
    assert read(fitted(cases)) == [{"label": "Yes"}]
    assert fitted.score_options(cases)["log_prob"].to_pylist() == pytest.approx([0.0, math.log(1e-12)])


def test_texts_without_a_word_are_answered_too():
    task = make_task(LABEL_ANSWER)
    rows = [("!!", {"label": "No"}, {}), ("", {"label": "No"}, {}), ("...", {"label": "Yes"}, {})]
    wordless = tabulate(rows).set_column(4, "prompt", pa.array([text for text, _, _ in rows]))
    assert CASES.names[4] == "prompt"
    assert read(fit_bag_of_words(task, wordless)(wordless)) == [{"label": "No"}] * 3


def test_the_same_rows_give_the_same_answers_and_probabilities():
    task = make_task(LABEL_ANSWER)
    first, second = (fit_bag_of_words(task, tabulate(LABELLED)) for _ in range(2))
    cases = tabulate([("well with dysuria", {"label": "No"}, {})])
    assert first.score_options(cases).equals(second.score_options(cases))


@pytest.mark.parametrize("fit", [fit_bag_of_words, fit_majority])
def test_free_texts_and_no_rows_are_refused_with_a_reason(fit):
    text: TaskDeclaration = make_task(TEXT_ANSWER, metrics=["rouge_l"])
    with pytest.raises(ControlError, match="free texts"):
        fit(text, tabulate([("a", {"text": "b"}, {})]))
    task = make_task(LABEL_ANSWER)
    with pytest.raises(ControlError, match="no rows"):
        fit(task, CASES.empty_table())
