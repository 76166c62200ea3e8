"""When a training logs, evaluates, writes a checkpoint and stops, and what it tells while it runs."""

import math
import time
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments

from medpref_dagster import schemas
from medpref_dagster.declaration import Training
from medpref_dagster.progress import Progress, Tell
from medpref_dagster.training.errors import CollapsedError, DivergedError

REPORTS = 30
"""About how many times a training logs."""

LOG_COLUMNS = {
    "loss": "loss",
    "learning_rate": "learning_rate",
    "grad_norm": "grad_norm",
    "rewards/margins": "reward_margin",
    "rewards/accuracies": "reward_accuracy",
    "logps/chosen": "chosen_logp",
    "logps/rejected": "rejected_logp",
    "tie_rate": "tie_rate",
}
"""TRL's name of a logged value -> its column in `schemas.TRAINING_LOG`."""

CHOSEN_DROP = "chosen_drop"
"""The logged value that `guards.max_chosen_logp_drop` limits: how far the chosen answers' log-probability lies below
the reference's, in nats a token, mean over pairs."""

_SHOWN = ("loss", "learning_rate", "reward_margin", "reward_accuracy")


@dataclass(frozen=True)
class Schedule:
    """The optimizer steps of a training at which something happens."""

    steps: int
    log: frozenset[int]
    evaluate: frozenset[int]
    save: frozenset[int]


def count_steps(rows: int, batch_size: int, epochs: float) -> int:
    """Optimizer steps of a training: `ceil(epochs * ceil(rows / batch_size))`, as Trainer counts them."""
    return math.ceil(epochs * math.ceil(rows / batch_size))


def halving_steps(steps: int, candidates: int) -> tuple[int, ...]:
    """The steps after which the worse half of the candidates is stopped.

    Successive halving (Jamieson and Talwalkar, AISTATS 2016) in the form that gives the last rounds the most: after
    1/2, 3/4, 7/8, ... of the steps, until one is left. Warm-up makes an earlier look misleading.

    >>> halving_steps(80, candidates=4)
    (40, 60)
    """
    rounds = math.ceil(math.log2(candidates)) if candidates > 1 else 0
    return tuple(max(1, math.floor(steps * (1 - 0.5 ** (turn + 1)))) for turn in range(rounds))


def plan_schedule(declared: Training, steps: int, halvings: tuple[int, ...]) -> Schedule:
    """Spread logs, evaluations and checkpoints evenly; the last of each is at the last step.

    Trainer averages what it logs since the last log and forgets that average in a checkpoint. So a checkpoint is
    only written at a step that logs: the log of a training that was killed is then that of one that was not.
    """
    evaluate = _spread(steps, declared.evaluations)
    save = _spread(steps, declared.checkpoints) | set(halvings)
    every = max(1, steps // REPORTS)
    log = {1, steps, *range(every, steps + 1, every)} | evaluate | save
    return Schedule(steps=steps, log=frozenset(log), evaluate=frozenset(evaluate), save=frozenset(save))


class FollowSchedule(TrainerCallback):
    """Let a Trainer follow a `Schedule`, stop at a step, and tell how far it is."""

    def __init__(
        self,
        schedule: Schedule,
        *,
        until: int,
        stage: str,
        tell: Tell,
        evaluates: bool,
        max_chosen_drop: float | None = None,
    ) -> None:
        self._schedule = schedule
        self._until = until
        self._stage = stage
        self._tell = tell
        self._evaluates = evaluates
        self._max_chosen_drop = max_chosen_drop
        self._begin = (0, 0.0)

    def on_train_begin(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **kwargs: Any
    ) -> None:
        """Take the time from which the rest is estimated; a resumed training does not begin at 0."""
        self._begin = (state.global_step, time.monotonic())

    def on_step_end(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **kwargs: Any) -> None:
        """Say what is due at this step."""
        step = state.global_step
        control.should_log = step in self._schedule.log
        control.should_evaluate = self._evaluates and step in self._schedule.evaluate
        control.should_save = step in self._schedule.save
        control.should_training_stop = step >= self._until

    def on_log(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        logs: dict[str, float] | None = None,
        **kwargs: Any,
    ) -> None:
        """Tell, and stop a training whose loss is no number any more, or which unlearns the chosen answers.

        Raises
        ------
        DivergedError
            If the loss or the gradient's norm is not finite.
        CollapsedError
            If the chosen answers lie too far below the reference.
        """
        logs = logs or {}
        for name, of_what in ((CHOSEN_DROP, "training"), (f"eval_{CHOSEN_DROP}", "eval")):
            if self._max_chosen_drop is not None and logs.get(name, 0.0) > self._max_chosen_drop:
                raise CollapsedError(
                    f"{self._stage}: at step {state.global_step} the chosen answers of the {of_what} pairs lie "
                    f"{logs[name]:.3g} nats a token below the SFT model's (guards.max_chosen_logp_drop "
                    f"{self._max_chosen_drop:g})"
                )
        if "loss" not in logs:
            return
        for name in ("loss", "grad_norm"):
            if not math.isfinite(logs.get(name, 0.0)):
                raise DivergedError(f"{self._stage}: the {name} is {logs[name]} at step {state.global_step}")
        values = {LOG_COLUMNS[name]: value for name, value in logs.items() if name in LOG_COLUMNS}
        step0, time0 = self._begin
        seconds_a_step = (time.monotonic() - time0) / max(1, state.global_step - step0)
        self._tell(
            Progress(
                stage=self._stage,
                done=state.global_step,
                total=self._schedule.steps,
                seconds_left=seconds_a_step * (self._schedule.steps - state.global_step),
                values={name: values[name] for name in _SHOWN if name in values},
            )
        )


def tabulate_log(candidate: str, history: list[dict[str, float]]) -> pa.Table:
    """A Trainer's log history as a table.

    Parameters
    ----------
    candidate
        The candidate's name.
    history
        `TrainerState.log_history`. Times are left out, so that the same training gives the same table.

    Returns
    -------
    pa.Table
        Columns out: `schemas.TRAINING_LOG`, by step, train before eval.
    """
    rows: list[dict[str, Any]] = []
    for entry in history:
        for split, prefix in (("train", ""), ("eval", "eval_")):
            if f"{prefix}loss" in entry:
                row = {column: entry.get(prefix + name) for name, column in LOG_COLUMNS.items()}
                rows.append(
                    {"candidate": candidate, "step": entry["step"], "epoch": entry["epoch"], "split": split, **row}
                )
    rows.sort(key=lambda row: (row["step"], row["split"] == "eval"))
    return pa.Table.from_pylist(rows, schema=schemas.TRAINING_LOG)


def _spread(steps: int, times: int) -> set[int]:
    return {max(1, round(steps * (turn + 1) / times)) for turn in range(times)}
