"""A round trains on nobody whom it tests on, in no round; what is left out is counted with its reason."""

from collections import Counter, defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpref_dagster import schemas
from medpref_dagster.declaration.loop import Holdout
from medpref_dagster.rounds.holdout import (
    find_overlaps,
    is_held_out_clinician,
    is_held_out_patient,
    say_held_out,
)
from medpref_dagster.rounds.pairs import RoundPairs, build_round_pairs
from medpref_dagster.rounds.sifting import Gathered
from tests.rounds.made_pairs import ROUNDS, WEEKS, declare_loop, make_row, tabulate
from tests.tiny_models import make_tokenizer
from tests.training.tiny_task import make_cases, make_declaration

TOKENIZER = make_tokenizer()
TASK = make_declaration(max_prompt_tokens=200, max_completion_tokens=80)
LOOP = declare_loop()
PATIENTS = [f"patient-{number}" for number in range(40)]
CLINICIANS = [f"clinician-{number}" for number in range(8)]
NEW = [patient for patient in PATIENTS if not is_held_out_patient(patient, LOOP.holdout)]
HELD = [patient for patient in PATIENTS if is_held_out_patient(patient, LOOP.holdout)]
KNOWN = [name for name in CLINICIANS if not is_held_out_clinician(name, LOOP.holdout)]
UNKNOWN = [name for name in CLINICIANS if is_held_out_clinician(name, LOOP.holdout)]


def build(rows, name=ROUNDS[1], loop=LOOP, reliability=None, task=TASK, cases=None) -> RoundPairs:
    gathered = Gathered(tabulate(rows), reliability or [1.0] * len(rows), {}, make_cases() if cases is None else cases)
    return build_round_pairs(gathered, name, loop, task, TOKENIZER)


def reasons_of(built: RoundPairs) -> dict[str, int]:
    return dict(Counter(built.quarantine["reason"].to_pylist()))


def splits_of(built: RoundPairs) -> dict[str, str]:
    return dict(zip(built.pairs["pair_id"].to_pylist(), built.pairs["split"].to_pylist(), strict=True))


reviewed = st.tuples(st.sampled_from(PATIENTS), st.sampled_from(CLINICIANS), st.sampled_from(WEEKS), st.integers(0, 1))


@given(st.lists(reviewed, max_size=60, unique=True))
def test_nobody_who_is_tested_on_is_trained_on_in_any_round(drawn):
    rows = [make_row(*row) for row in drawn]
    tested, trained = defaultdict(set), defaultdict(set)
    for name in ROUNDS:
        built = build(rows, name)
        found = built.pairs.to_pylist()
        assert find_overlaps(found, LOOP.holdout) == []
        for row in found:
            side = tested if row["split"] == "test" else trained
            for column in ("patient_id", "prompt", "pair_id"):
                side[column].add(row[column])
            held = say_held_out(row["patient_id"], row["clinician"], LOOP.holdout)
            assert (held is not None) == (row["split"] == "test")
            assert row["held_out_by"] == held
        new = [row for row in rows if (row["week"] >= ROUNDS[1]) == (name == ROUNDS[1])]
        assert len(new) == built.looked_at == sum(not row["replayed"] for row in found) + built.quarantine.num_rows
    for column, values in tested.items():
        assert not values & trained[column], column


@given(st.lists(reviewed, min_size=1, max_size=40, unique=True), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(drawn, random):
    rows = [make_row(*row) for row in drawn]
    shuffled = random.sample(rows, len(rows))
    assert build(rows).pairs == build(shuffled).pairs


@given(st.lists(reviewed, max_size=40, unique=True), st.lists(reviewed, max_size=20, unique=True))
def test_later_pairs_change_no_earlier_round(early, late):
    before = [make_row(patient, clinician, WEEKS[0], number) for patient, clinician, _, number in early]
    after = [make_row(patient, clinician, WEEKS[3], number + 2) for patient, clinician, _, number in late]
    assert build(before, ROUNDS[0]).pairs == build([*before, *after], ROUNDS[0]).pairs


def test_shares_of_patients_and_clinicians_are_those_declared():
    holdout = Holdout(patients=0.3, clinicians=0.1, seed=4)
    patients = sum(is_held_out_patient(f"p{number}", holdout) for number in range(4000)) / 4000
    clinicians = sum(is_held_out_clinician(f"p{number}", holdout) for number in range(4000)) / 4000
    assert patients == pytest.approx(0.3, abs=0.03)
    assert clinicians == pytest.approx(0.1, abs=0.02)


def test_a_patient_of_a_held_out_clinician_is_trained_on_by_nobody_else():
    patient, rows = NEW[0], [make_row(NEW[0], UNKNOWN[0]), make_row(NEW[0], KNOWN[0], number=1)]
    built = build(rows)
    assert splits_of(built) == {rows[0]["pair_id"]: "test"}
    assert reasons_of(built) == {"patient is tested on, by a held-out clinician": 1}
    later = [make_row(patient, KNOWN[0], WEEKS[0]), make_row(patient, UNKNOWN[0], WEEKS[2], 1)]
    assert reasons_of(build(later)) == {"patient is trained on, by another clinician": 1}


def test_what_a_model_could_not_learn_from_is_left_out_and_counted():
    rows = [
        make_row(NEW[0], KNOWN[0], task="other"),
        make_row(NEW[1], KNOWN[0], task=None),
        make_row(None, KNOWN[0]),
        make_row(NEW[2], KNOWN[0], rejected=""),
        make_row(NEW[3], KNOWN[0], chosen="Fever. " * 20),
        make_row(NEW[4], KNOWN[0], prompt="Cough. " * 50),
        make_row(NEW[5], KNOWN[0]),
        make_row(NEW[5], KNOWN[1]),
        make_row(NEW[6], KNOWN[0]),
        make_row(
            NEW[6], KNOWN[1], chosen="No infection.", rejected="Acute cystitis on the left; start nitrofurantoin."
        ),
    ]
    built = build(rows)
    assert reasons_of(built) == {
        "of another task": 2,
        "names no patient": 1,
        "rejected answer is empty": 1,
        "chosen answer over max_completion_tokens": 1,
        "prompt over max_prompt_tokens": 1,
        "same pair twice": 1,
        "opposite preferences": 2,
    }
    assert built.new + sum(split == "eval" for split in splits_of(built).values()) == 1
    assert built.quarantine.schema.equals(schemas.QUARANTINE)


def test_contradictions_alone_leave_a_round_without_pairs():
    rows = [
        row
        for patient in NEW[:4]
        for row in (
            make_row(patient, KNOWN[0], chosen="Yes.", rejected="No."),
            make_row(patient, KNOWN[1], chosen="No.", rejected="Yes."),
        )
    ]
    built = build(rows)
    assert (built.new, built.pairs.num_rows, built.looked_at) == (0, 0, 8)
    assert reasons_of(built) == {"opposite preferences": 8}


def test_by_majority_the_side_with_more_clinicians_stays():
    loop = declare_loop(reliability={"use": "majority"})
    both = ("Yes.", "No.")
    rows = [
        make_row(NEW[0], KNOWN[0], chosen=both[0], rejected=both[1]),
        make_row(NEW[0], KNOWN[1], chosen=both[0], rejected=both[1]),
        make_row(NEW[0], KNOWN[2], chosen=both[1], rejected=both[0]),
    ]
    built = build(rows, loop=loop, reliability=[1.0, 1.0, 0.0])
    assert built.pairs["chosen"].to_pylist() == ["Yes."]
    assert reasons_of(built) == {"same pair twice": 1, "fewer clinicians than the opposite": 1}


def test_weights_are_clinical_weight_times_reliability_and_who_has_none_is_left_out():
    loop = declare_loop(
        reliability={"use": "weights"}, holdout={"eval": 0, "seed": 1, "patients": 0.3, "clinicians": 0.3}
    )
    rows = [make_row(NEW[0], KNOWN[0], weight=2.0), make_row(NEW[1], KNOWN[1]), make_row(HELD[0], KNOWN[1])]
    built = build(rows, loop=loop, reliability=[0.6, 0.0, 0.0])
    assert {row["split"]: row["weight"] for row in built.pairs.to_pylist()} == {"train": 1.2, "test": 1.0}
    assert reasons_of(built) == {"clinician is no better than chance": 1}


def test_the_tasks_own_splits_are_kept():
    cases = make_cases().to_pylist()
    patients = {case["split"]: case["patient_id"] for case in cases}
    of_train, of_test = patients["train"], patients["test"]
    everybody = declare_loop(holdout={"patients": 0.999999, "clinicians": 0.0, "seed": 1})
    nobody = declare_loop(holdout={"patients": 0.000001, "clinicians": 0.0, "seed": 1})
    rows = [make_row(of_train, KNOWN[0]), make_row(of_test, KNOWN[0])]
    assert reasons_of(build(rows, loop=nobody)) == {"patient is held out by the task": 1}
    assert reasons_of(build(rows, loop=everybody)) == {"patient was trained on by the task": 1}


def test_earlier_pairs_are_replayed_up_to_their_share_and_never_tested_ones():
    loop = declare_loop(replay={"share": 0.5, "rounds": 8}, holdout=LOOP.holdout.model_dump() | {"eval": 0})
    early = [make_row(patient, KNOWN[0], WEEKS[0]) for patient in PATIENTS]
    late = [make_row(f"{NEW[0]}", KNOWN[0], WEEKS[2], number) for number in range(5)]
    built = build([*early, *late], loop=loop)
    rows = built.pairs.to_pylist()
    assert [row["replayed"] for row in rows] == [False] * 5 + [True] * 5
    assert built.new == 5
    assert {row["split"] for row in rows} == {"train"}
    assert built.pairs == build([*early, *late], loop=loop).pairs
    without = declare_loop(replay={"share": 0, "rounds": 8}, holdout=loop.holdout.model_dump())
    assert not any(build([*early, *late], loop=without).pairs["replayed"].to_pylist())
