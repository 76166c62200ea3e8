"""Synthetic pairs stand beside clinicians' in training, never in a test, and never beyond the declared share."""

from collections import Counter

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpref_dagster import schemas
from medpref_dagster.preferences.reasons import REPEATED
from medpref_dagster.rounds.holdout import find_overlaps, gives_curves, is_held_out_clinician, is_held_out_patient
from medpref_dagster.rounds.pairs import RoundPairs, build_round_pairs, choose_trained
from medpref_dagster.rounds.sifting import NO_PATIENT, TESTED_PATIENT, TRAINED_PATIENT, Gathered
from medpref_dagster.rounds.synthetic import (
    AGAINST_CLINICIANS,
    CURVES,
    HELD_OUT,
    NO_BETTER_JUDGE,
    OVER,
    UNKNOWN_JUDGE,
    Synthetic,
)
from tests.rounds.made_pairs import ROUNDS, SIDES, WEEKS, declare_loop, make_row, make_synthetic, tabulate
from tests.tiny_models import make_tokenizer
from tests.training.tiny_task import make_cases, make_declaration

TOKENIZER = make_tokenizer()
TASK = make_declaration(max_prompt_tokens=200, max_completion_tokens=80)
LOOP = declare_loop()
PATIENTS = [f"patient-{number}" for number in range(60)]
HELD = [name for name in PATIENTS if is_held_out_patient(name, LOOP.holdout)]
OPEN = [name for name in PATIENTS if name not in HELD and not gives_curves(name, LOOP.holdout)]
SEEN = [name for name in PATIENTS if name not in HELD and gives_curves(name, LOOP.holdout)]
DOCTORS = [f"clinician-{number}" for number in range(8)]
TRAINS = next(name for name in DOCTORS if not is_held_out_clinician(name, LOOP.holdout))
TESTS = next(name for name in DOCTORS if is_held_out_clinician(name, LOOP.holdout))


def build(real: list[dict], made: list[dict], share: float = 0.5, agreement=None, loop=LOOP, name=ROUNDS[1]):
    synthetic = Synthetic(pa.Table.from_pylist(made, schema=schemas.SYNTHETIC_PAIRS), share, agreement)
    gathered = Gathered(tabulate(real), [0.8] * len(real), {}, make_cases(), synthetic)
    return build_round_pairs(gathered, name, loop, TASK, TOKENIZER)


def reasons_of(built: RoundPairs) -> dict[str, int]:
    return dict(Counter(built.quarantine["reason"].to_pylist()))


def made_of(built: RoundPairs) -> list[dict]:
    return [row for row in built.pairs.to_pylist() if row["synthetic"]]


def test_the_declared_share_holds_and_rows_say_who_wrote_and_who_ranked_them():
    real = [make_row(patient, TRAINS) for patient in OPEN[:7]]
    built = build(real, [make_synthetic(patient) for patient in OPEN[:9]], share=0.3)
    made = made_of(built)
    assert len(made) == 3, "of 7 pairs of clinicians: 3 / 10 = 0.3"
    assert reasons_of(built) == {OVER: 6}
    assert {(row["generator"], row["judge"], row["clinician"], row["rule"]) for row in made} == {
        ("writer", "referee", "", "synthesis")
    }
    assert {row["chosen_source"] for row in made} == {row["rejected_source"] for row in made} == {"writer"}
    assert {(row["split"], row["replayed"], row["held_out_by"]) for row in made} == {("train", False, None)}
    of_clinicians = [row for row in built.pairs.to_pylist() if not row["synthetic"]]
    assert {(row["generator"], row["judge"]) for row in of_clinicians} == {(None, None)}
    assert built.new == built.looked_at == 7, "only clinicians' pairs count as new ones"


def test_without_a_pair_of_clinicians_there_is_no_room():
    assert reasons_of(build([], [make_synthetic(OPEN[0])])) == {OVER: 1}


def test_nobody_who_is_tested_on_is_trained_on_by_a_synthetic_pair():
    tested = make_row(OPEN[10], TESTS)
    real = [tested, *(make_row(patient, TRAINS) for patient in OPEN[:9])]
    made = [
        make_synthetic(HELD[0]),
        make_synthetic(OPEN[10]),
        make_synthetic(SEEN[0]),
        make_synthetic(None),
        make_synthetic(OPEN[11], prompt=tested["prompt"]),
        make_synthetic(OPEN[1]),
    ]
    built = build(real, made)
    assert reasons_of(built) == {
        HELD_OUT: 1,
        TESTED_PATIENT: 1,
        CURVES: 1,
        NO_PATIENT: 1,
        "prompt is tested on": 1,
    }
    assert [row["patient_id"] for row in made_of(built)] == [OPEN[1]]
    assert find_overlaps(built.pairs.to_pylist(), LOOP.holdout) == []


def test_a_patient_of_an_earlier_synthetic_pair_is_not_tested_on():
    earlier = make_synthetic(OPEN[0], week=WEEKS[0])
    built = build([make_row(OPEN[0], TESTS, WEEKS[3]), make_row(OPEN[1], TRAINS)], [earlier])
    assert reasons_of(built) == {TRAINED_PATIENT: 1}
    assert not made_of(built), "of its own round it was"


def test_clinicians_are_neither_contradicted_nor_repeated():
    real = [make_row(patient, TRAINS) for patient in OPEN[:4]]
    turned = make_synthetic(OPEN[0], 0, chosen=SIDES[1], rejected=SIDES[0])
    built = build(real, [turned, make_synthetic(OPEN[1], 0)])
    assert reasons_of(built) == {AGAINST_CLINICIANS: 1, REPEATED: 1}
    assert {row["pair_id"] for row in built.pairs.to_pylist()} == {row["pair_id"] for row in real}


@pytest.mark.parametrize(
    ("agreement", "weight", "reason"),
    [(0.9, 0.8, None), (0.5, None, NO_BETTER_JUDGE), (0.2, None, NO_BETTER_JUDGE), (None, None, UNKNOWN_JUDGE)],
)
def test_by_weights_a_synthetic_pair_counts_as_far_as_its_judge_agrees_with_clinicians(agreement, weight, reason):
    loop = declare_loop(reliability={"use": "weights"})
    built = build([make_row(patient, TRAINS) for patient in OPEN[:4]], [make_synthetic(OPEN[1])], 0.5, agreement, loop)
    assert [row["weight"] for row in made_of(built)] == pytest.approx([] if weight is None else [weight])
    assert reasons_of(built) == ({} if reason is None else {reason: 1})


@given(
    real=st.integers(0, 12),
    made=st.integers(0, 12),
    most=st.none() | st.integers(1, 14),
    share=st.sampled_from((0.1, 0.3, 0.5)),
)
def test_what_training_takes_of_a_round_has_no_larger_share_either(real, made, most, share):
    rows = [
        {"pair_id": f"{name}{number}", "split": "train", "synthetic": name == "s"}
        for name, number_of in (("r", real), ("s", made))
        for number in range(number_of)
    ]
    schema = pa.schema([("pair_id", pa.string()), ("split", pa.string()), ("synthetic", pa.bool_())])
    chosen = choose_trained(pa.Table.from_pylist(rows, schema=schema), most, share)["synthetic"].to_pylist()
    assert sum(chosen) <= share * len(chosen) + 1e-9
    assert most is None or len(chosen) <= most
    if not made:
        assert len(chosen) == (real if most is None else min(real, most))
