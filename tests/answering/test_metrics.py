import functools
import json
import unicodedata

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import (
    accuracy_score,
    cohen_kappa_score,
    f1_score,
    precision_recall_fscore_support,
    precision_score,
    recall_score,
    roc_auc_score,
)

from medpref_dagster.answering import METRICS, MetricError, qualify_metrics, title_metric
from medpref_dagster.answering.choice_metrics import count_confusion, find_correct, report_labels
from medpref_dagster.answering.metrics import (
    FieldAnswers,
    measure_metric,
    measure_predictions,
    score_metric,
)
from medpref_dagster.answering.text_metrics import longest_common_subsequence
from medpref_dagster.declaration import LabelAnswer, LabelField, LabelsAnswer, OptionAnswer, TextAnswer
from medpref_dagster.schemas import CASES, PREDICTIONS

LABELS = ("Yes", "No", "Maybe")
YES_NO = LabelAnswer(column="uti", labels={"Yes": "Yes.", "No": "No."}, positive="Yes")
THREE = LabelAnswer(column="uti", labels={label: f"{label}." for label in LABELS})
TRIAGE = LabelsAnswer(
    kind="labels",
    fields={
        "personnel": LabelField(column="who", labels={"nurse": (), "physician": ()}),
        "urgency": LabelField(column="when", labels={"urgent": (), "routine": ()}, positive="urgent"),
    },
    template="{personnel}, {urgency}",
)
QUESTION = OptionAnswer(kind="option", column="key", options={"A": "a", "B": "b"})
FREE = TextAnswer(kind="text", column="summary")


def make_predictions(gold, parsed, model="sft"):
    rows = [
        {
            "case_id": f"c{i}",
            "patient_id": f"p{i}",
            "model": model,
            "text": "",
            "parsed": None if read is None else list(read.items()),
            "gold": list(parts.items()),
            "generated_tokens": 1,
        }
        for i, (parts, read) in enumerate(zip(gold, parsed, strict=True))
    ]
    return pa.Table.from_pylist(rows, schema=PREDICTIONS)


def make_cases(fields, text="Sodium 131, ramipril 5 mg."):
    rows = [
        {
            "case_id": f"c{i}",
            "patient_id": f"p{i}",
            "split": "test",
            "text": text,
            "prompt": "",
            "answer": "",
            "gold": [],
            "source_fields": json.dumps(item),
        }
        for i, item in enumerate(fields)
    ]
    return pa.Table.from_pylist(rows, schema=CASES)


def score_text(name, texts, fields, gold="Gold"):
    predictions = make_predictions([{"text": gold}] * len(texts), [text and {"text": text} for text in texts])
    return measure_predictions(name, predictions, FREE, make_cases(fields)).scores.tolist()


LABELLED = st.lists(st.tuples(st.sampled_from(LABELS), st.sampled_from([*LABELS, None])), min_size=1, max_size=40).map(
    lambda pairs: FieldAnswers("label", *map(tuple, zip(*pairs, strict=True)), labels=LABELS)
)


@given(answers=LABELLED)
def test_choices_are_scored_as_scikit_learn_scores_them_with_unreadable_as_a_wrong_label(answers):
    gold, read = list(answers.gold), [item or "unreadable" for item in answers.read]
    occurring = [label for label in LABELS if label in gold or label in read]
    reference = functools.partial(f1_score, gold, read, labels=occurring, zero_division=0)
    assert measure_metric("accuracy", answers).value() == pytest.approx(accuracy_score(gold, read), abs=1e-12)
    assert measure_metric("f1_macro", answers).value() == pytest.approx(reference(average="macro"), abs=1e-12)
    assert measure_metric("f1", answers).value() == pytest.approx(reference(average="macro"), abs=1e-12)
    assert measure_metric("f1_weighted", answers).value() == pytest.approx(reference(average="weighted"), abs=1e-12)
    precision, recall, f1, support = precision_recall_fscore_support(gold, read, labels=list(LABELS), zero_division=0)
    for i, row in enumerate(report_labels(answers)):
        assert [row["precision"], row["recall"], row["f1"], row["support"]] == pytest.approx(
            [precision[i], recall[i], f1[i], support[i]], abs=1e-12
        )


@given(answers=LABELLED)
def test_binary_f1_is_scikit_learns(answers):
    binary = FieldAnswers("label", answers.gold, answers.read, LABELS, positive="Yes")
    gold, read = [item == "Yes" for item in answers.gold], [item == "Yes" for item in answers.read]
    assert measure_metric("f1", binary).value() == pytest.approx(f1_score(gold, read, zero_division=0), abs=1e-12)


@given(answers=LABELLED)
def test_the_measures_of_a_diagnostic_test_are_scikit_learns(answers):
    binary = FieldAnswers("label", answers.gold, answers.read, LABELS, positive="Yes")
    gold = np.array([item == "Yes" for item in answers.gold])
    positive = np.array([item == "Yes" for item in answers.read])
    negative = np.array([item not in ("Yes", None) for item in answers.read])
    expected = {
        "sensitivity": recall_score(gold, positive, zero_division=np.nan),
        "specificity": recall_score(~gold, negative, zero_division=np.nan),
        "ppv": precision_score(gold, positive, zero_division=np.nan),
        "npv": precision_score(~gold, negative, zero_division=np.nan),
    }
    for name, value in expected.items():
        assert measure_metric(name, binary).value() == pytest.approx(value, abs=1e-12, nan_ok=True)


WEIGHED = st.lists(
    st.tuples(st.sampled_from(LABELS), *[st.sampled_from([-3.0, -1.5, -1.0, -0.25])] * 3), min_size=1, max_size=30
)


def weigh(rows):
    gold = tuple(label for label, *_ in rows)
    weights = tuple(dict(zip(LABELS, values, strict=True)) for _, *values in rows)
    return FieldAnswers("label", gold, gold, LABELS, positive="Yes", weights=weights)


@given(rows=WEIGHED)
def test_auroc_is_scikit_learns_on_the_probability_of_the_positive_label(rows):
    gold = np.array([label == "Yes" for label, *_ in rows])
    odds = [yes - np.logaddexp(no, maybe) for _, yes, no, maybe in rows]
    expected = roc_auc_score(gold, odds) if 0 < gold.sum() < len(gold) else np.nan
    assert measure_metric("auroc", weigh(rows)).value() == pytest.approx(expected, abs=1e-12, nan_ok=True)


@given(rows=WEIGHED, data=st.data())
def test_auroc_of_a_resample_is_that_of_the_resampled_cases(rows, data):
    places = data.draw(st.lists(st.integers(0, len(rows) - 1), min_size=1, max_size=30))
    totals = measure_metric("auroc", weigh(rows))
    counts = np.bincount(places, minlength=len(rows)).astype(float)
    resampled = measure_metric("auroc", weigh([rows[i] for i in places])).value()
    assert totals.combine(counts @ totals.contributions) == pytest.approx(resampled, abs=1e-12, nan_ok=True)


@given(answers=LABELLED.filter(lambda answers: None not in answers.read))
def test_quadratic_kappa_is_scikit_learns(answers):
    read = [item for item in answers.read if item]
    expected = (
        cohen_kappa_score(answers.gold, read, labels=list(LABELS), weights="quadratic")
        if len({*answers.gold, *read}) > 1
        else np.nan
    )
    assert measure_metric("quadratic_kappa", answers).value() == pytest.approx(expected, abs=1e-9, nan_ok=True)


def test_quadratic_kappa_takes_an_unreadable_answer_for_the_farthest_label():
    grades = ("1", "2", "3")
    near, far, unreadable = (
        measure_metric("quadratic_kappa", FieldAnswers("label", ("1", "2", "3", "1"), ("1", "2", "3", read), grades))
        for read in ("2", "3", None)
    )
    assert 1 > near.value() > far.value() == unreadable.value()


def test_f1_without_a_positive_label_is_called_the_macro_average():
    assert title_metric("f1", YES_NO) == "F1"
    assert title_metric("f1", THREE) == METRICS["f1_macro"].title
    assert title_metric("personnel.f1", TRIAGE) == "F1, macro average of personnel"
    assert title_metric("urgency.f1", TRIAGE) == "F1 of urgency"


def test_auroc_needs_answers_by_likelihood():
    assert qualify_metrics(["auroc"], YES_NO, "likelihood") == ("auroc",)
    with pytest.raises(MetricError, match=r"evaluation\.answer_by: likelihood"):
        qualify_metrics(["auroc"], YES_NO, "generation")
    gold = [{"label": "Yes"}, {"label": "No"}]
    predictions = make_predictions(gold, gold)
    with pytest.raises(MetricError, match="pass the option scores"):
        score_metric("auroc", predictions, YES_NO)
    weights = {"c0": {"Yes": -0.1, "No": -2.0}, "c1": {"Yes": -2.0, "No": -0.1}}
    assert score_metric("auroc", predictions, YES_NO, weights=weights) == 1.0
    with pytest.raises(MetricError, match=r"1 predicted cases have no option scores, e\.g\. c1"):
        score_metric("auroc", predictions, YES_NO, weights={"c0": weights["c0"]})


@given(answers=LABELLED, data=st.data())
def test_totals_of_a_resample_give_the_metric_of_the_resampled_cases(answers, data):
    places = data.draw(st.lists(st.integers(0, len(answers.gold) - 1), min_size=1, max_size=40))
    resampled = FieldAnswers(
        "label", tuple(answers.gold[i] for i in places), tuple(answers.read[i] for i in places), LABELS
    )
    weights = np.bincount(places, minlength=len(answers.gold)).astype(float)
    for name in ("accuracy", "f1", "f1_macro", "f1_weighted", "quadratic_kappa", "unreadable"):
        totals = measure_metric(name, answers)
        at_once = totals.combine(np.stack([weights, weights]) @ totals.contributions)
        assert at_once == pytest.approx([measure_metric(name, resampled).value()] * 2, abs=1e-12, nan_ok=True)


def test_an_unreadable_answer_is_wrong_and_no_true_negative():
    gold = [{"label": "Yes"}, {"label": "Yes"}, {"label": "No"}, {"label": "No"}]
    predictions = make_predictions(gold, [{"label": "Yes"}, None, {"label": "No"}, None])
    assert score_metric("accuracy", predictions, YES_NO) == 0.5
    assert score_metric("f1", predictions, YES_NO) == pytest.approx(2 / 3)
    assert score_metric("unreadable", predictions, YES_NO) == 0.5
    assert score_metric("f1_macro", predictions, YES_NO) == pytest.approx(2 / 3)


def test_the_confusion_matrix_has_a_last_column_for_the_unreadable():
    answers = FieldAnswers("label", ("Yes", "Yes", "No"), ("No", None, "No"), ("Yes", "No"))
    assert count_confusion(answers).tolist() == [[0, 1, 1], [0, 1, 0]]
    assert find_correct(answers).tolist() == [False, False, True]


def test_several_labels_are_measured_one_field_at_a_time():
    gold = [{"personnel": "nurse", "urgency": "urgent"}, {"personnel": "physician", "urgency": "routine"}]
    predictions = make_predictions(gold, [{"personnel": "nurse", "urgency": "routine"}, gold[1]])
    assert qualify_metrics(["f1", "urgency.accuracy", "urgency.f1"], TRIAGE) == (
        "personnel.f1",
        "urgency.f1",
        "urgency.accuracy",
    )
    assert score_metric("personnel.accuracy", predictions, TRIAGE) == 1.0
    assert score_metric("urgency.accuracy", predictions, TRIAGE) == 0.5
    assert score_metric("urgency.f1", predictions, TRIAGE) == 0.0
    assert score_metric("accuracy", predictions, TRIAGE) == 0.75


@pytest.mark.parametrize(
    ("names", "answer", "message"),
    [
        (
            ["f2"],
            YES_NO,
            "'f2' .* accepted: accuracy, f1, f1_macro, f1_weighted, sensitivity, specificity, ppv, npv, auroc, "
            "quadratic_kappa, unreadable",
        ),
        (["sensitivity"], THREE, "is of a positive label: declare answer.positive"),
        (["npv"], TRIAGE, "write urgency.npv, or declare answer.fields"),
        (["auroc"], TRIAGE, "kind labels"),
        (["quadratic_kappa"], QUESTION, "kind option"),
        (["rouge_l"], YES_NO, "kind label"),
        (["f1"], QUESTION, "kind option"),
        (["accuracy"], FREE, "accepted: free_response_match, rouge_l"),
        (["place.f1"], TRIAGE, "no field 'place'; the declared fields are personnel, urgency"),
        (["label.f1"], YES_NO, "write 'f1'"),
    ],
)
def test_a_metric_that_does_not_suit_the_answer_is_refused_with_what_is_accepted(names, answer, message):
    with pytest.raises(MetricError, match=message):
        qualify_metrics(names, answer)


@pytest.mark.parametrize("name", METRICS)
def test_every_registered_metric_can_be_measured_and_counts_an_unreadable_answer_as_wrong(name):
    metric = METRICS[name]
    is_text = metric.kinds == ("text",)
    sources = ({"facts": [{"fact": "sodium", "mentions": ["131"]}], "case_text": "131"},)
    kinds = ("text", (), None) if is_text else ("label", LABELS, "Yes")
    gold, read = (("Yes",), (None,)) if is_text else (("Yes", "No", "Yes", "No"), (None, None, "No", "Yes"))
    weights = tuple({"Yes": float(label == "No"), "No": 0.5, "Maybe": -1.0} for label in gold)
    answers = FieldAnswers(kinds[0], gold, read, kinds[1], kinds[2], sources * len(gold), weights)
    value = measure_metric(name, answers).value()
    if name == "unreadable":
        assert value == (1.0 if is_text else 0.5)
    elif name == "quadratic_kappa":
        assert value < 0
    else:
        assert value == (0.0 if metric.higher_is_better else 1.0)


def test_predictions_of_several_models_and_of_none_are_refused():
    both = pa.concat_tables([make_predictions([{"label": "Yes"}], [None], model) for model in ("base", "sft")])
    with pytest.raises(MetricError, match=r"one model, got \['base', 'sft'\]"):
        score_metric("f1", both, YES_NO)
    with pytest.raises(MetricError, match="got none"):
        score_metric("f1", both.slice(0, 0), YES_NO)


def test_a_metric_of_facts_asks_for_the_cases_and_names_one_that_is_missing():
    predictions = make_predictions([{"text": "a"}] * 2, [{"text": "a"}] * 2)
    with pytest.raises(MetricError, match="pass the cases table"):
        score_metric("fact_recall", predictions, FREE)
    with pytest.raises(MetricError, match=r"1 predicted cases are not in the cases table.* c1"):
        score_metric("fact_recall", predictions, FREE, make_cases([{}]))


@pytest.mark.parametrize(
    ("gold", "written", "expected"),
    [  # computed with rouge-score 0.1.2, without stemming
        (
            "The patient was discharged home on nitrofurantoin 100 mg twice daily.",
            "Discharged home; nitrofurantoin twice a day for the patient.",
            0.4,
        ),
        ("police killed the gunman", "police kill the gunman", 0.75),
        ("police killed the gunman", "the gunman kill police", 0.5),
        ("a b c d e f g a b", "b a c g e a d b", 0.5882352941176471),
        ("x", "y", 0.0),
    ],
)
def test_rouge_l_agrees_with_the_reference_implementation(gold, written, expected):
    assert score_text("rouge_l", [written], [{}], gold) == pytest.approx([expected], abs=1e-12)


def test_rouge_l_reads_scripts_without_spaces_and_both_forms_of_an_accent():
    advice = "患者有泌尿道感染建议使用抗生素三天"
    assert score_text("rouge_l", [advice], [{}], advice.replace("三", "五")) == pytest.approx([16 / 17])
    gold = "opération réalisée après"
    assert score_text("rouge_l", [unicodedata.normalize("NFD", gold)], [{}], gold) == [1.0]


@given(left=st.lists(st.sampled_from("abc"), max_size=12), right=st.lists(st.sampled_from("abc"), max_size=12))
def test_the_longest_common_subsequence_agrees_with_its_definition(left, right):
    @functools.cache
    def recursive(i, j):
        if i == len(left) or j == len(right):
            return 0
        if left[i] == right[j]:
            return 1 + recursive(i + 1, j + 1)
        return max(recursive(i + 1, j), recursive(i, j + 1))

    assert longest_common_subsequence(left, right) == recursive(0, 0)


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("Acute cystitis.", 1.0),
        ("The most likely diagnosis is acute cystitis. Not pyelonephritis.", 1.0),
        ("Bladder infection", 1.0),
        ("This is not acute cystitis.", 0.0),
        ("Pyelonephritis rather than acute cystitis", 0.0),
        ("Acute cystitis or pyelonephritis", 0.0),
        ("Pyelonephritis. Acute cystitis is possible.", 0.0),
        ("Cystitis", 0.0),
        (None, 0.0),
    ],
)
def test_a_free_response_must_name_the_answer_plainly_in_its_first_sentence(text, score):
    assert score_text("free_response_match", [text], [{"accepted": ["bladder infection"]}], "acute cystitis") == [score]


def test_a_free_response_and_facts_are_found_in_either_form_of_an_accent_and_in_chinese():
    nfd = unicodedata.normalize("NFD", "Pyélonéphrite aiguë.")
    assert score_text("free_response_match", [nfd], [{}], "pyélonéphrite aiguë") == [1.0]
    assert score_text("free_response_match", ["急性膀胱炎。不是肾盂肾炎。"], [{}], "急性膀胱炎") == [1.0]
    facts = [{"fact": "a", "mentions": ["发热"]}, {"fact": "b", "mentions": ["fièvre élevée"]}]
    texts = ["患者发热三天", unicodedata.normalize("NFD", "Fièvre élevée")]
    assert score_text("fact_recall", texts, [{"facts": facts}] * 2) == [0.5, 0.5]


FACTS = [
    {"fact": "sodium", "mentions": ["sodium 131", "Na 131"]},
    {"fact": "drug", "mentions": ["ramipril 5 mg"]},
    {"fact": "side", "mentions": ["left knee"]},
]


def test_fact_recall_is_the_share_of_facts_mentioned_as_whole_words():
    texts = ["Na 131 on ramipril 5 mg.", "Sodium 1310, left kneecap", None, "Anything"]
    assert score_text("fact_recall", texts, [{"facts": FACTS}] * 3 + [{}]) == pytest.approx(
        [2 / 3, 0.0, 0.0, np.nan], nan_ok=True
    )


def test_facts_may_come_as_json_text_from_a_flat_file():
    assert score_text("fact_recall", ["left knee"], [{"facts": json.dumps(FACTS)}]) == pytest.approx([1 / 3])


def test_a_statement_without_a_fact_or_with_an_unknown_number_is_unsupported():
    texts = [
        "Sodium 131. Ramipril 5 mg; left knee fine",
        "Sodium 131. She went to Spain.",
        "Sodium 131 after 7 days.",
        None,
        "Anything",
    ]
    assert score_text("unsupported_statement_rate", texts, [{"facts": FACTS}] * 4 + [{}]) == pytest.approx(
        [0.0, 0.5, 1.0, 1.0, np.nan], nan_ok=True
    )
