"""A closed loop as declared on a machine: what its steps are about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from medpref_dagster.declaration import LoopDeclaration
from medpref_dagster.rounds.calendar import find_next_round, find_round, find_round_before, list_round_weeks

if TYPE_CHECKING:
    from medpref_dagster.steps import DeclaredFeedback, DeclaredTask, Sources
    from medpref_dagster.storage.store import Store

OF_TASK, OF_FEEDBACK = "task/", "feedback/"
"""Begin the names of inputs that a loop takes of its task and of its feedback."""

CHAMPION = "champion"
"""The input of a loop that is the champion when a round begins."""


@dataclass(frozen=True)
class DeclaredLoop:
    """A closed loop with its task and its feedback, as declared on a machine."""

    name: str
    loop: LoopDeclaration
    task: "DeclaredTask"
    feedback: "DeclaredFeedback"
    early: Mapping[str, str] = field(default_factory=dict[str, str])
    """Rounds that began early -> the last week that each covers: no declaration, but what the store noted."""

    def as_begun(self, store: "Store") -> "DeclaredLoop":
        """With the rounds that began early, by the store."""
        from medpref_dagster.rounds.early import read_early_rounds  # it reads the store, definitions do not

        return replace(self, early=read_early_rounds(store, self.name))

    def cut_at(self, name: str, week: str) -> "DeclaredLoop":
        """As if a round had begun early, with a week as its last."""
        return replace(self, early={**self.early, name: week})

    @property
    def sources(self) -> "Sources":
        """Where its text comes from: the task's cases, all feedback, and the prompts of synthetic pairs."""
        prompts = self.feedback.prompt_source
        return (*self.task.sources, *self.feedback.sources, *(() if prompts is None else (prompts,)))

    @cached_property
    def parts(self) -> Mapping[str, Any]:
        """The declaration's fields; `of_task` and `of_feedback`: the parts of these."""
        own = self.loop.model_dump(mode="json")
        return {**own, "of_task": self.task.parts, "of_feedback": self.feedback.parts}

    @property
    def first_round(self) -> str:
        """The round of the first week of feedback."""
        return find_round(self.feedback.first_week, self.loop.cadence)

    @property
    def after_last_round(self) -> str | None:
        """The round behind the last one, where feedback has an end."""
        last = self.feedback.last_week
        return None if last is None else find_next_round(find_round(last, self.loop.cadence), self.loop.cadence)

    def list_weeks(self, name: str) -> Sequence[str]:
        """The weeks that a round covers, the oldest first: those of the cadence, without what came after it began
        early, and with what the round before left in this way."""
        before = find_round_before(name, self.loop.cadence)
        left, own = (self._list_own_weeks(before) if before in self.early else ()), self._list_own_weeks(name)
        return (
            *(week for week in left if week > self.early[before]),
            *(week for week in own if week <= self.early.get(name, week)),
        )

    def _list_own_weeks(self, name: str) -> Sequence[str]:
        return list_round_weeks(name, self.loop.cadence, self.feedback.first_week, self.feedback.last_week)

    def list_window(self, name: str) -> Sequence[str]:
        """The weeks that a round covers or looks back to, the oldest first and its own last."""
        before = self.list_rounds_before(name)
        looked_into = [*(before[-self.loop.replay.rounds :] if self.loop.replay.rounds else ()), name]
        return [week for other in looked_into for week in self.list_weeks(other)]

    def list_rounds_before(self, name: str) -> Sequence[str]:
        """The rounds before one, the oldest first."""
        rounds, other = list[str](), self.first_round
        while other < name:
            rounds.append(other)
            other = find_next_round(other, self.loop.cadence)
        return rounds

    def expand(self, name: str) -> Sequence[str]:
        """An input -> the loop's own asset of that name, or that of its task or feedback; the first champion is the
        model that the task chose."""
        if name == CHAMPION:
            return (f"{self.loop.task}/dpo_model",)
        for beginning, owner in ((OF_TASK, self.loop.task), (OF_FEEDBACK, self.loop.feedback)):
            if name.startswith(beginning):
                return (f"{owner}/{name.removeprefix(beginning)}",)
        return (f"{self.name}/{name}",)
