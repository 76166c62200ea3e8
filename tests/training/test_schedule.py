"""A training logs often enough to follow, and always where it writes a checkpoint."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpref_dagster.declaration import Sft
from medpref_dagster.training.schedule import count_steps, halving_steps, plan_schedule, tabulate_log


@given(st.integers(1, 2000), st.integers(1, 10), st.integers(1, 10), st.integers(1, 9))
def test_every_checkpoint_and_evaluation_is_at_a_step_that_logs(
    steps: int, evaluations: int, checkpoints: int, candidates: int
) -> None:
    declared = Sft(evaluations=evaluations, checkpoints=checkpoints)
    halvings = halving_steps(steps, candidates)
    schedule = plan_schedule(declared, steps, halvings)
    assert schedule.save | schedule.evaluate | set(halvings) | {1, steps} <= schedule.log
    assert set(halvings) <= schedule.save
    assert steps in schedule.save & schedule.evaluate
    assert max(schedule.log) == steps
    assert min(schedule.log) == 1
    assert len(schedule.log) <= 60 + evaluations + checkpoints + len(halvings) + 2


def test_steps_are_counted_as_trainer_does() -> None:
    assert count_steps(rows=17, batch_size=8, epochs=1) == 3
    assert count_steps(rows=17, batch_size=8, epochs=0.5) == 2


@pytest.mark.parametrize(
    ("candidates", "expected"), [(1, ()), (2, (40,)), (3, (40, 60)), (4, (40, 60)), (5, (40, 60, 70))]
)
def test_halving_goes_on_until_one_is_left(candidates: int, expected: tuple[int, ...]) -> None:
    assert halving_steps(80, candidates) == expected


def test_the_log_has_train_and_eval_rows_and_no_times() -> None:
    history = [
        {"eval_loss": 0.4, "eval_runtime": 3.2, "eval_rewards/margins": 0.2, "epoch": 1.0, "step": 4},
        {"loss": 0.5, "grad_norm": 1.0, "learning_rate": 0.1, "tie_rate": 0.25, "epoch": 1.0, "step": 4},
        {"train_runtime": 9.0, "train_loss": 0.5, "epoch": 1.0, "step": 4},
    ]
    table = tabulate_log("lr=1", history)
    assert table["split"].to_pylist() == ["train", "eval"]
    assert table["loss"].to_pylist() == [0.5, 0.4]
    assert table["reward_margin"].to_pylist() == [None, 0.2]
    assert table["tie_rate"].to_pylist() == [0.25, None]
