"""Promote, hold, refuse: what each condition does to the decision, and which evidence is refused."""

from dataclasses import replace

import numpy as np
import pytest

from medpref_dagster.gate.conditions import Standing
from medpref_dagster.gate.decision import Outcome, decide, read_decision
from medpref_dagster.gate.errors import GateError
from medpref_dagster.gate.evidence import WIN_RATE, IdentifierFinding
from medpref_dagster.gate.spending import NextLook, find_next_look
from medpref_dagster.verdict.results import Estimate
from tests.gate.made_rounds import CALM, RULE, address, compare, declare, flip, make_evidence

CHAMPION, CHALLENGER, FIRST = address("champion"), address("challenger"), address("first")
SLICE = {"task": "uti", "metric": "accuracy", "slice": "pregnant", "margin": 0.1}


def decide_made(gate=None, level=0.01, **fields):
    gate = gate or declare()
    look = NextLook(number=1, level=level, left=0.05, part=fields.get("part"), note="alpha is used up")
    return decide("loop", gate, make_evidence(CHAMPION, CHALLENGER, **fields), look)


def find(decision, kind):
    return [item for item in decision.conditions if item.kind == kind]


def test_a_better_challenger_is_promoted_with_every_number():
    decision = decide_made()
    assert decision.outcome is Outcome.PROMOTE
    assert decision.headline == "Promote: the challenger passed every one of 11 conditions."
    [wins] = find(decision, "superiority")
    assert wins.number == pytest.approx(0.175)
    assert 0 < wins.low < wins.number < wins.high
    assert (wins.limit, wins.cases, wins.patients) == (0.0, 400, 400)
    assert wins.needed <= 400
    assert (decision.spent, decision.shown) == (True, True)


def test_a_challenger_that_is_not_shown_to_be_better_is_refused():
    decision = decide_made(gains=(30, 28))
    assert decision.outcome is Outcome.REFUSE
    assert decision.headline.startswith("Refuse: 1 condition failed (win rate: +0.005, at least −")  # noqa: RUF001
    assert (decision.spent, decision.shown) == (True, False)


def test_gains_below_the_margin_are_refused():
    better = decide_made(gains=(60, 5))
    assert better.outcome is Outcome.PROMOTE
    gate = declare(superiority={"margin": 0.1, "gain": 0.3})
    assert decide_made(gate, gains=(60, 5)).outcome is Outcome.REFUSE


def test_a_sample_that_is_too_small_is_not_enough_evidence_however_good_it_looks():
    decision = decide_made(cases=40, gains=(15, 0), change=(0, 0))
    assert decision.outcome is Outcome.HOLD
    assert find(decision, "superiority")[0].standing is Standing.NOT_ENOUGH
    assert "40 cases" in decision.headline
    assert "are needed" in decision.headline
    assert not decision.spent


def test_a_small_sample_that_shows_harm_is_refused():
    decision = decide_made(cases=40, gains=(0, 18), change=(0, 0))
    assert decision.outcome is Outcome.REFUSE
    assert not decision.spent


def test_a_metric_that_fell_is_refused_and_the_fall_is_named():
    decision = decide_made(change=(0, 80))
    [condition] = find(decision, "non_inferiority")
    assert decision.outcome is Outcome.REFUSE
    assert condition.standing is Standing.FAILED
    assert condition.sentence.startswith("uti: accuracy: worse, at most")


def test_a_fall_within_the_margin_that_is_not_shown_to_be_within_it_is_refused():
    decision = decide_made(change=(0, 30))
    [condition] = find(decision, "non_inferiority")
    assert condition.low < -0.1 < condition.number < 0
    assert decision.outcome is Outcome.REFUSE


def test_a_slice_that_was_not_measured_holds_the_round():
    decision = decide_made(declare(non_inferiority=[RULE, SLICE]))
    assert decision.outcome is Outcome.HOLD
    assert "uti, pregnant: accuracy was not measured" in decision.headline
    assert not decision.spent


def test_small_falls_are_held_against_the_first_champion_too():
    half = np.tile([0.0, 1.0], 200)
    still = decide_made(first_champion=FIRST, change_since_first=(8, 8))
    assert [item.against for item in find(still, "non_inferiority")] == [CHAMPION, FIRST]
    assert still.outcome is Outcome.PROMOTE
    fallen = decide_made(first_champion=FIRST, change_since_first=(0, 80))
    assert [item.standing for item in find(fallen, "non_inferiority")] == [Standing.PASSED, Standing.FAILED]
    assert fallen.outcome is Outcome.REFUSE
    missing = decide_made(
        first_champion=FIRST, metrics=(compare("uti: accuracy", CHAMPION, CHALLENGER, half, flip(half, 8, 8)),)
    )
    assert missing.outcome is Outcome.HOLD


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("length_ratio", 0.4, "answers not much shorter: 0.40; at least 0.50"),
        ("length_ratio", 2.5, "answers not much longer: 2.50; at most 2.00"),
        ("repetition", 0.2, "answers that repeat themselves"),
        ("label_share", 0.99, "one label's share"),
        ("unreadable", 0.1, "unreadable answers"),
        ("divergence", 3.0, "divergence from the reference"),
        ("chosen_logp_fall", 1.5, "fall of chosen answers"),
    ],
)
def test_a_collapsed_challenger_is_refused_however_often_it_wins(field, value, says):
    decision = decide_made(collapse=CALM.model_copy(update={field: value}))
    assert decision.outcome is Outcome.REFUSE
    assert says in decision.headline


def test_what_was_not_measured_holds_and_what_does_not_apply_or_is_switched_off_does_not():
    unmeasured = CALM.model_copy(update={"label_share": None})
    assert decide_made(collapse=unmeasured).outcome is Outcome.HOLD
    texts = unmeasured.model_copy(update={"not_applicable": {"label_share": "free texts have no labels"}})
    assert decide_made(collapse=texts).outcome is Outcome.PROMOTE
    assert decide_made(declare(collapse={"label_share": None}), collapse=unmeasured).outcome is Outcome.PROMOTE


@pytest.mark.parametrize(
    ("found", "outcome"),
    [
        (None, Outcome.HOLD),
        (IdentifierFinding(answers=0, with_identifiers=0, rules="r"), Outcome.HOLD),
        (IdentifierFinding(answers=400, with_identifiers=1, rules="r"), Outcome.REFUSE),
    ],
)
def test_one_identifier_in_the_answers_is_one_too_many(found, outcome):
    assert decide_made(identifiers=found).outcome is outcome


@pytest.mark.parametrize(
    ("found", "outcome"),
    [
        (None, Outcome.HOLD),
        (Estimate(estimate=0.5, low=0.3, high=0.7, n=30), Outcome.HOLD),
        (Estimate(estimate=0.2, low=0.1, high=0.3, n=90), Outcome.REFUSE),
        (Estimate(estimate=0.5, low=0.45, high=0.6, n=90), Outcome.PROMOTE),
    ],
)
def test_clinicians_must_agree(found, outcome):
    assert decide_made(agreement=found).outcome is outcome


def test_alpha_that_is_used_up_holds_and_says_what_to_do():
    decision = decide_made(level=None)
    assert decision.outcome is Outcome.HOLD
    assert "held-out preferences: alpha is used up" in decision.headline
    assert not decision.spent


def test_three_lucky_pairs_are_chance_even_where_the_bound_lies_above_the_margin():
    half = np.tile([0.0, 1.0], 500)
    few = decide_made(
        declare(superiority={"gain": 0.9}),
        level=0.049,
        wins=compare(WIN_RATE, CHAMPION, CHALLENGER, half, flip(half, 3, 0)),
    )
    [wins] = find(few, "superiority")
    assert wins.p == pytest.approx(1 / 8)
    assert wins.standing is Standing.FAILED


# The mix-ups


def test_the_champion_cannot_be_scored_as_the_challenger():
    half = np.tile([0.0, 1.0], 200)
    with pytest.raises(GateError, match=r"are of models/.*, which is the champion, and the challenger is models/"):
        decide_made(wins=compare(WIN_RATE, CHAMPION, CHAMPION, half, flip(half, 90, 20)))
    with pytest.raises(GateError, match="same bytes"):
        decide("loop", declare(), make_evidence(CHAMPION, CHAMPION), find_next_look(declare(), []))


def test_swapped_models_are_refused():
    half = np.tile([0.0, 1.0], 200)
    with pytest.raises(GateError, match="win rate: the challenger's scores are of"):
        decide_made(wins=compare(WIN_RATE, CHALLENGER, CHAMPION, half, flip(half, 90, 20)))
    with pytest.raises(GateError, match="uti: accuracy: the scores to compare with are of"):
        decide_made(metrics=(compare("uti: accuracy", address("other"), CHALLENGER, half, half),))


def test_scores_of_an_earlier_champion_are_no_scores_of_the_champion():
    half = np.tile([0.0, 1.0], 200)
    with pytest.raises(GateError, match="evaluate the champion again"):
        decide_made(first_champion=FIRST, wins=compare(WIN_RATE, FIRST, CHALLENGER, half, half))


def test_models_without_an_address_and_unequal_cases_are_refused():
    with pytest.raises(GateError, match="'dpo' is no address of a model"):
        decide("loop", declare(), make_evidence(CHAMPION, "dpo"), find_next_look(declare(), []))
    wins = make_evidence(CHAMPION, CHALLENGER).wins
    with pytest.raises(GateError, match="did not answer the same cases"):
        decide_made(wins=replace(wins, patients=wins.patients[:-1]))


def test_a_test_must_use_the_part_that_is_due():
    gate = declare(error_control={"kind": "rotating_holdout", "parts": 3})
    evidence = make_evidence(CHAMPION, CHALLENGER, part=2)
    with pytest.raises(GateError, match="must use part 0 of the held-out patients, and part 2"):
        decide("loop", gate, evidence, find_next_look(gate, []))


def test_the_seal_is_over_every_field():
    record = decide_made().to_json()
    assert read_decision(record).outcome is Outcome.PROMOTE
    for field, value in {"outcome": "hold", "challenger": CHAMPION, "level": 0.5, "evidence": "0"}.items():
        with pytest.raises(GateError, match="is not what was sealed"):
            read_decision({**record, field: value})


def test_evidence_that_differs_anywhere_has_another_hash():
    base = make_evidence(CHAMPION, CHALLENGER)
    others = [
        make_evidence(CHAMPION, CHALLENGER, gains=(90, 21)),
        make_evidence(CHAMPION, CHALLENGER, change=(8, 9)),
        make_evidence(CHAMPION, CHALLENGER, of_round="2026-07-01"),
        make_evidence(CHAMPION, address("other")),
        make_evidence(CHAMPION, CHALLENGER, agreement=None),
        make_evidence(CHAMPION, CHALLENGER, sources={"report": "reports/x"}),
    ]
    assert len({item.hash_all() for item in (base, *others)}) == 7
    assert make_evidence(CHAMPION, CHALLENGER).hash_all() == base.hash_all()
