"""What a challenger won: by the log-probability per token, pair by pair."""

import numpy as np
import pyarrow as pa
import pytest

from medpref_dagster import schemas
from medpref_dagster.rounds.wins import Scored, judge_wins


def make_scored(champion, challenger, chosen_tokens=10, rejected_tokens=10) -> Scored:
    """Each model's (chosen, rejected) log-probabilities of pairs, of many patients and four clinicians."""
    rows = [
        {
            **dict.fromkeys(schemas.ROUND_PAIRS.names, ""),
            "pair_id": f"p{number}",
            "patient_id": f"patient-{number // 2}",
            "clinician": f"clinician-{number % 4}",
            "specialty": "urology" if number % 2 else None,
            "rule": "edit",
            "held_out_by": "patient",
            "chosen_tokens": chosen_tokens,
            "rejected_tokens": rejected_tokens,
            "prompt_tokens": 1,
            "replayed": False,
            "synthetic": False,
            "weight": 1.0,
        }
        for number in range(len(champion))
    ]
    tables = [
        pa.Table.from_pylist(
            [
                {"pair_id": f"p{number}", "split": "test", "chosen_logp": chosen, "rejected_logp": rejected}
                for number, (chosen, rejected) in enumerate(pairs)
            ],
            schema=schemas.PAIR_LOGPS,
        )
        for pairs in (champion, challenger)
    ]
    return Scored(pa.Table.from_pylist(rows, schema=schemas.ROUND_PAIRS), *tables)


def test_a_challenger_that_prefers_the_better_answer_more_often_has_raised_the_win_rate():
    draw = np.random.default_rng(3)
    before = draw.normal(-20, 1, (200, 2))
    after = before + np.array([2.0, -2.0]) * draw.integers(0, 2, (200, 1))
    wins = judge_wins(make_scored(before, after), 0.95)
    assert wins.champion.estimate == pytest.approx(np.mean(before[:, 0] > before[:, 1]))
    assert wins.challenger.estimate == pytest.approx(np.mean(after[:, 0] > after[:, 1]))
    assert wins.change.estimate == pytest.approx(wins.challenger.estimate - wins.champion.estimate)
    assert (wins.outcome, wins.pairs, wins.change.patients, wins.change.clinicians) == ("raised", 200, 100, 4)
    turned = judge_wins(make_scored(after, before), 0.95)
    assert turned.outcome == "lowered"
    assert turned.change.estimate == pytest.approx(-wins.change.estimate)


def test_the_same_model_changes_nothing_and_its_interval_still_has_a_width():
    pairs = np.random.default_rng(1).normal(-20, 1, (40, 2))
    wins = judge_wins(make_scored(pairs, pairs), 0.95)
    assert (wins.change.estimate, wins.outcome) == (0.0, "not shown")
    assert wins.change.low < 0 < wins.change.high
    assert wins.moved.estimate == 0.5, "every pair is a tie"


def test_a_long_answer_is_not_worse_for_its_length():
    # By the sum the rejected answer wins every pair, per token the chosen one.
    wins = judge_wins(make_scored([(-20.0, -15.0)] * 8, [(-20.0, -15.0)] * 8, chosen_tokens=20), 0.95)
    assert wins.champion.estimate == 1.0
    assert {item.value for item in wins.slices if item.by == "length"} == {"chosen is longer"}


def test_the_implicit_reward_tells_a_move_that_changes_no_preference():
    wins = judge_wins(make_scored([(-30.0, -10.0)] * 12, [(-29.0, -10.0)] * 12), 0.95)
    assert (wins.challenger.estimate, wins.moved.estimate) == (0.0, 1.0)


def test_every_slice_has_all_its_pairs():
    pairs = np.random.default_rng(2).normal(-20, 1, (40, 2))
    wins = judge_wins(make_scored(pairs, pairs), 0.95)
    for by in ("specialty", "rule", "held_out_by", "length", "style"):
        assert sum(item.change.n for item in wins.slices if item.by == by) == 40
    assert {item.value for item in wins.slices if item.by == "specialty"} == {"urology", "none named"}


def test_without_pairs_or_log_probabilities_there_is_no_win_rate():
    with pytest.raises(ValueError, match="no held-out pairs"):
        judge_wins(make_scored([], []), 0.95)
    scored = make_scored([(-1.0, -2.0)] * 3, [(-1.0, -2.0)] * 2)
    with pytest.raises(ValueError, match=r"1 held-out pairs have no log-probabilities, e\.g\. p2"):
        judge_wins(scored, 0.95)
