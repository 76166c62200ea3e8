from collections import Counter

import pytest

from medpref_dagster.synthetic import triage
from medpref_dagster.synthetic.triage import Request, assign

ROWS = list(triage.generate(1500, seed=0))


@pytest.mark.parametrize(
    ("request_", "labels"),
    [
        (Request("bill"), ("front desk", "routine")),
        (Request("bill", warning_sign="heart"), ("physician", "emergency")),
        (Request("appointment", 1), ("front desk", "urgent")),
        (Request("appointment", 6), ("front desk", "routine")),
        (Request("refill", 2, risk=True), ("pharmacist", "urgent")),
        (Request("refill", 9, risk=True), ("pharmacist", "routine")),
        (Request("refill", 0, risk=False), ("pharmacist", "routine")),
        (Request("fever", 3), ("nurse", "routine")),
        (Request("fever", 4), ("physician", "urgent")),
        (Request("fever", 1, risk=True), ("physician", "emergency")),
        (Request("potassium", 5.4), ("physician", "routine")),
        (Request("potassium", 6.0), ("physician", "urgent")),
        (Request("potassium", 6.5), ("physician", "emergency")),
        (Request("blood pressure", 179), ("nurse", "routine")),
        (Request("blood pressure", 180), ("physician", "urgent")),
        (Request("weight", 1.9, risk=True), ("nurse", "routine")),
        (Request("weight", 2.0, risk=True), ("nurse", "urgent")),
        (Request("ketones", 1.4, risk=True), ("nurse", "routine")),
        (Request("ketones", 1.5, risk=True), ("physician", "urgent")),
        (Request("ketones", 3.0, risk=True), ("physician", "emergency")),
        (Request("blow to the head"), ("nurse", "routine")),
        (Request("blow to the head", risk=True), ("physician", "emergency")),
        (Request("urine"), ("nurse", "urgent")),
        (Request("urine", risk=True), ("physician", "urgent")),
    ],
)
def test_labels_follow_the_declared_rules(request_: Request, labels: tuple[str, str]) -> None:
    assert assign(request_) == labels


def test_the_same_seed_gives_the_same_rows_and_more_rows_begin_with_them() -> None:
    assert list(triage.generate(200, seed=0)) == ROWS[:200]
    assert list(triage.generate(50, seed=1)) != ROWS[:50]


def test_no_two_messages_are_alike_and_they_keep_their_length() -> None:
    assert len({row["message"] for row in ROWS}) == len({row["message_id"] for row in ROWS}) == len(ROWS)
    assert all(tuple(row) == triage.COLUMNS for row in ROWS)
    assert all(20 <= len(str(row["message"]).split()) <= 60 for row in ROWS)


def test_every_label_is_common_and_urgency_does_not_follow_from_personnel() -> None:
    personnel, urgency = Counter(row["personnel"] for row in ROWS), Counter(row["urgency"] for row in ROWS)
    assert set(personnel) == set(triage.PERSONNEL)
    assert set(urgency) == set(triage.URGENCY)
    assert min(*personnel.values(), *urgency.values()) > 0.12 * len(ROWS)
    pairs = Counter((row["personnel"], row["urgency"]) for row in ROWS)
    assert all(pairs[who, when] > 0.05 * len(ROWS) for who in triage.PERSONNEL for when in ("urgent", "routine"))


def test_warning_signs_are_also_denied_past_or_others_in_messages_that_are_no_emergency() -> None:
    harmless = [phrase for sign in triage.WARNING_SIGNS.values() for phrase in (*sign.denied, *sign.past)]
    calm = [str(row["message"]) for row in ROWS if row["urgency"] != "emergency"]
    assert sum(any(phrase in message for phrase in harmless) for message in calm) > 0.25 * len(calm)
    present = [phrase for sign in triage.WARNING_SIGNS.values() for phrase in sign.present]
    assert not any(phrase in message for phrase in present for message in calm)


def test_the_person_addressed_does_not_give_the_answer_away() -> None:
    addressed = [row["personnel"] for row in ROWS if str(row["message"]).startswith("Hi front desk")]
    assert 0 < addressed.count("front desk") / len(addressed) < 0.4


def test_no_placeholder_is_left_and_patients_write_several_messages() -> None:
    assert not any("{" in str(row["message"]) for row in ROWS)
    assert len({row["patient_id"] for row in ROWS}) < 0.8 * len(ROWS)
