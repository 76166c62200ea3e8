"""From tables to what a gate judges."""

import numpy as np
import pyarrow as pa
import pytest

from medpref_dagster.answering.metrics import FieldAnswers
from medpref_dagster.declaration.gate import NonInferiority
from medpref_dagster.gate.collapse import measure_answers, measure_chosen_fall, measure_divergence, repeats_itself
from medpref_dagster.gate.comparisons import compare_answers, compare_wins_on_pairs
from medpref_dagster.gate.errors import GateError
from medpref_dagster.schemas import PAIR_LOGPS, PREDICTIONS
from medpref_dagster.verdict.bounds import bound_difference

PAIRS = pa.table(
    {"pair_id": ["a", "b", "c", "d"], "patient_id": ["p", "p", "q", "r"], "split": ["test", "test", "test", "train"]}
)


def make_logps(chosen, rejected):
    return pa.Table.from_pylist(
        [
            {"pair_id": pair, "split": "test", "chosen_logp": float(first), "rejected_logp": float(second)}
            for pair, first, second in zip("abc", chosen, rejected, strict=True)
        ],
        schema=PAIR_LOGPS,
    )


def predict(texts, parsed):
    return pa.Table.from_pylist(
        [
            {
                "case_id": f"c{number}",
                "patient_id": "p",
                "model": "m",
                "text": text,
                "parsed": None if label is None else [("label", label)],
                "gold": [("label", "Yes")],
                "generated_tokens": 1,
                "cut_off": False,
            }
            for number, (text, label) in enumerate(zip(texts, parsed, strict=True))
        ],
        schema=PREDICTIONS,
    )


def test_wins_are_against_the_reference_and_ties_count_half():
    reference = make_logps([-2, -2, -2], [-2, -2, -2])
    better = make_logps([-1, -2, -3], [-3, -2, -1])
    found = compare_wins_on_pairs(PAIRS, ("models/old", reference), ("models/new", better), reference)
    assert found.first.totals.scores.tolist() == [0.5, 0.5, 0.5]
    assert found.second.totals.scores.tolist() == [1.0, 0.5, 0.0]
    assert list(found.patients) == ["p", "p", "q"]
    assert (found.first.model, found.second.model) == ("models/old", "models/new")


def test_only_the_kept_patients_count_and_missing_pairs_are_named():
    logps = make_logps([-1, -1, -1], [-2, -2, -2])
    found = compare_wins_on_pairs(PAIRS, ("a", logps), ("b", logps), logps, lambda patient: patient == "q")
    assert list(found.patients) == ["q"]
    with pytest.raises(GateError, match="no held-out preference pairs"):
        compare_wins_on_pairs(PAIRS, ("a", logps), ("b", logps), logps, lambda _: False)
    with pytest.raises(GateError, match=r"1 held-out pairs have no log-probabilities, e\.g\. c"):
        compare_wins_on_pairs(PAIRS, ("a", logps), ("b", logps.slice(0, 2)), logps)


def make_answers(read):
    return FieldAnswers("label", ("Yes",) * 30 + ("No",) * 30, tuple(read), ("Yes", "No"), "Yes")


def test_f1_of_two_models_has_a_bound_even_where_they_agree():
    rule = NonInferiority(task="uti", metric="f1", margin=0.2)
    answers = make_answers(["Yes"] * 28 + ["No"] * 32)
    found = compare_answers(rule, "f1", ("a", answers), ("b", answers), [str(place) for place in range(60)])
    bounds = bound_difference(found.first.totals, found.second.totals, found.patients, 0.05, found.kinds)
    assert found.name == "uti: f1"
    assert bounds.difference == 0
    assert -0.2 < bounds.low < 0


def test_a_metric_that_is_better_low_is_turned_round():
    rule = NonInferiority(task="uti", metric="unreadable", margin=0.2)
    few, many = make_answers(["Yes"] * 59 + [None]), make_answers(["Yes"] * 40 + [None] * 20)
    found = compare_answers(rule, "unreadable", ("a", few), ("b", many), ["p"] * 60)
    assert found.first.totals.value() == pytest.approx(59 / 60)
    assert found.second.totals.value() == pytest.approx(40 / 60)
    assert found.second.totals.scores.mean() == pytest.approx(40 / 60)


def test_answers_are_measured_for_collapse():
    same = "no acute findings today " * 3
    challenger = predict([same, "Yes.", "Yes.", "?"], ["Yes", "Yes", "No", None])
    found = measure_answers(challenger, predict(["Yes."] * 4, ["Yes"] * 4), has_labels=True)
    assert found.length_ratio == pytest.approx((len(same) + 9) / 16)
    assert (found.repetition, found.label_share, found.unreadable) == (0.25, pytest.approx(2 / 3), 0.25)
    free = measure_answers(challenger, challenger, has_labels=False)
    assert free.label_share is None
    assert free.not_applicable == {"label_share": "free texts have no labels"}
    with pytest.raises(GateError, match="same cases"):
        measure_answers(challenger, challenger.slice(0, 2), has_labels=True)


def test_repeating_is_four_words_three_times():
    assert repeats_itself("take one tablet daily, " * 3)
    assert not repeats_itself("take one tablet daily, " * 2)
    assert not repeats_itself("no no no no no")


def test_divergence_and_the_fall_of_chosen_answers_are_a_token():
    assert measure_divergence(np.array([-2.0, -4.0]), np.array([-4.0, -8.0]), [2, 4]) == pytest.approx(1.0)
    before, after = make_logps([-2, -2, -2], [-1, -1, -1]), make_logps([-4, -4, -4], [-9, -9, -9])
    assert measure_chosen_fall(after, before, [2, 2, 2]) == pytest.approx(1.0)
    with pytest.raises(GateError, match="not of the same pairs"):
        measure_chosen_fall(after.slice(1), before.slice(0, 2), [1, 1])
