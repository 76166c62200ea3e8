"""What long work tells while it runs. The caller decides where it goes (Dagster's log, a terminal, nowhere)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Progress:
    """How far one piece of work is. Never carries text of a case."""

    stage: str
    """What is running, e.g. "sft learning_rate=0.002" or "predictions sft"."""
    done: int
    total: int
    unit: str = "steps"
    seconds_left: float | None = None
    values: Mapping[str, float] = field(default_factory=dict[str, float])
    """Named numbers worth showing now: loss, learning_rate, reward_margin, reward_accuracy."""

    def __str__(self) -> str:
        """As one line for a person: `sft lr=0.002: 40/76 steps, loss 0.213, 1m12s left`."""
        parts = [f"{self.stage}: {self.done}/{self.total} {self.unit}"]
        parts += [f"{name} {value:.4g}" for name, value in self.values.items()]
        if self.seconds_left is not None:
            minutes, seconds = divmod(round(self.seconds_left), 60)
            parts.append(f"{minutes}m{seconds:02d}s left" if minutes else f"{seconds}s left")
        return ", ".join(parts)


class Waiting(Progress):
    """Nothing goes on: another process has what is needed. The stage says who."""

    def __init__(self, stage: str) -> None:
        super().__init__(stage, done=0, total=0)

    def __str__(self) -> str:
        """Without numbers."""
        return self.stage


Tell = Callable[[Progress], None]
"""Somebody who is told how far work is."""


def silent(_: Progress) -> None:
    """Tell nobody."""
