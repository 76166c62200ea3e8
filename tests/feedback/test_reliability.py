import functools
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pytest

from medpref_dagster.declaration.signal import ReliabilityRules
from medpref_dagster.feedback.edits import EditRules
from medpref_dagster.feedback.judgements import Judgement, list_judgements
from medpref_dagster.feedback.reliability import (
    ClinicianReliability,
    estimate_label_noise,
    measure_paces,
    measure_reliability,
    weigh_pairs,
)
from medpref_dagster.synthetic.feedback_quarter import ADVERSARIAL, CARELESS, CLINICIANS
from tests.feedback.made_reactions import PAIRS, REACTIONS, simulate_reactions

RULES = ReliabilityRules(samples=100)


@functools.cache
def judge_quarter(deliveries: int, seed: int, rules: ReliabilityRules = RULES) -> list[ClinicianReliability]:
    reactions = simulate_reactions(deliveries, seed)
    return measure_reliability(reactions, list_judgements(reactions, EditRules()), rules, 8.0)


@pytest.mark.parametrize(("deliveries", "seed"), [(2500, seed) for seed in range(10, 14)] + [(4000, 1)])
def test_the_careless_and_the_adversarial_clinician_are_named_and_no_good_one_is(deliveries: int, seed: int) -> None:
    standings = {item.clinician: item.standing for item in judge_quarter(deliveries, seed)}
    good = {item.name: "reliable" for item in CLINICIANS}
    assert standings == good | {CARELESS: "careless", ADVERSARIAL: "adversarial"}


def test_the_evidence_says_speed_and_chance() -> None:
    found = {item.clinician: item for item in judge_quarter(4000, 1)}
    careless, adversarial = found[CARELESS], found[ADVERSARIAL]
    assert careless.rubber_stamps == careless.accepted > 50
    assert abs(careless.alpha) < 0.25
    assert any("faster than 8 words a second" in sentence for sentence in careless.evidence)
    assert adversarial.reliability.high < 0.5
    assert adversarial.alpha < -0.4
    assert all(item.rubber_stamps == 0 for name, item in found.items() if name != CARELESS)


def test_the_same_reactions_give_the_same_numbers_whatever_their_order() -> None:
    reactions = simulate_reactions(1500, 4)
    turned = reactions.take(pa.array(range(reactions.num_rows - 1, -1, -1)))
    first, second = (
        measure_reliability(table, list_judgements(table, EditRules()), RULES, 8.0) for table in (reactions, turned)
    )
    assert first == second


def make_judgements(accuracy: list[float], items: int, seed: int) -> Iterator[Judgement]:
    rng = np.random.default_rng(seed)
    for item in range(items):
        truth = int(rng.random() < 0.7)
        for number, share in enumerate(accuracy):
            label = truth if rng.random() < share else 1 - truth
            yield Judgement("thumb", "usable", f"{item:03}", f"c{number}", None, label, label)


def _react(names: list[str]) -> pa.Table:
    return pa.Table.from_pylist([{"clinician": name, "kind": "thumb", "up": True} for name in names], schema=REACTIONS)


def test_intervals_hold_the_planted_reliability() -> None:
    accuracy, covered = [0.9, 0.85, 0.8, 0.75, 0.95], 0
    names = [f"c{number}" for number in range(5)]
    for seed in range(10):
        found = measure_reliability(_react(names), list(make_judgements(accuracy, 150, seed)), RULES, 8.0)
        covered += sum(
            item.reliability.low <= share <= item.reliability.high for item, share in zip(found, accuracy, strict=True)
        )
    assert covered >= 42


def test_who_always_says_yes_is_at_chance_however_many_answers_are_good() -> None:
    judgements = list(make_judgements([0.9, 0.9, 0.85], 200, 1))
    judgements += [Judgement("thumb", "usable", f"{item:03}", "yes", None, 1, 1) for item in range(200)]
    found = {
        item.clinician: item for item in measure_reliability(_react(["c0", "c1", "c2", "yes"]), judgements, RULES, 8.0)
    }
    assert found["yes"].reliability.estimate == pytest.approx(0.5, abs=0.01)
    assert found["yes"].standing == "careless"


def test_who_has_few_judgements_is_not_named() -> None:
    judgements = list(make_judgements([0.9, 0.9, 0.05], 12, 1))
    found = measure_reliability(_react(["c0", "c1", "c2", "c3"]), judgements, RULES, 8.0)
    assert {item.standing for item in found} == {"undecided"}
    assert found[3].judgements == 0
    assert "fewer than 20" in found[3].evidence[-1]


def test_a_rubber_stamp_is_faster_than_the_declared_words_a_second() -> None:
    rows = [
        {"clinician": "c", "kind": kind, "answer": "one two three four", "seconds": seconds}
        for kind, seconds in [("accepted", 0.4), ("accepted", 0.5), ("accepted", None), ("edited", 0.1)]
    ]
    pace = measure_paces(pa.Table.from_pylist(rows, schema=REACTIONS), 8.0)["c"]
    assert (pace.reactions, pace.accepted, pace.rubber_stamps, pace.median_seconds) == (4, 2, 1, 0.4)


def make_pairs(*rows: tuple[str, str, str, str]) -> pa.Table:
    names = ("prompt", "chosen", "rejected", "clinician")
    return pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows], schema=PAIRS)


def test_weights_are_what_is_left_of_a_judgement_above_chance() -> None:
    clinicians = judge_quarter(4000, 1)
    estimates = {item.clinician: item.reliability.estimate for item in clinicians}
    pairs = make_pairs(*(("p", "a", "b", name) for name in (CARELESS, ADVERSARIAL, "clinician-01", "unknown")))
    careless, adversarial, good, unknown = weigh_pairs(pairs, clinicians, RULES)
    assert (careless < 0.25, adversarial) == (True, 0.0)
    assert good == pytest.approx(2 * estimates["clinician-01"] - 1)
    assert unknown == pytest.approx(2 * float(np.median(list(estimates.values()))) - 1)


def test_by_majority_the_smaller_side_of_opposite_pairs_and_both_of_equal_ones_count_for_nothing() -> None:
    rules = ReliabilityRules(use="majority")
    pairs = make_pairs(
        ("p", "a", "b", "c1"),
        ("p", "a", "b", "c2"),
        ("p", "b", "a", "c3"),
        ("q", "a", "b", "c1"),
        ("q", "b", "a", "c2"),
    )
    assert weigh_pairs(pairs, [], rules) == [1, 1, 0, 0, 0]


def test_label_noise_is_the_mean_error_of_the_pairs_clinicians_and_leaves_weights_alone() -> None:
    clinicians, rules = judge_quarter(4000, 1), ReliabilityRules(use="label_noise")
    estimates = {item.clinician: item.reliability.estimate for item in clinicians}
    pairs = make_pairs(("p", "a", "b", "clinician-01"), ("q", "a", "b", "clinician-06"))
    assert weigh_pairs(pairs, clinicians, rules) == [1, 1]
    expected = 1 - (estimates["clinician-01"] + estimates["clinician-06"]) / 2
    assert estimate_label_noise(pairs, clinicians, rules) == pytest.approx(expected)
    assert estimate_label_noise(make_pairs(("p", "a", "b", ADVERSARIAL)), clinicians, rules) == 0.49
    assert estimate_label_noise(pairs, [], rules) is None
