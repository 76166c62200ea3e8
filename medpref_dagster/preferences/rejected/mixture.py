"""Several strategies at once, each with its share of the cases."""

from collections import deque
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from pydantic import Field, field_validator

from medpref_dagster.declaration import Declared, TaskDeclaration
from medpref_dagster.names import suggest_name
from medpref_dagster.preferences.drawing import draw_share
from medpref_dagster.preferences.rejected import (
    STRATEGIES,
    AnswerKind,
    Case,
    Declined,
    Proposal,
    Sampler,
    SamplingModel,
    StrategyError,
    StrategyOptions,
    check_options,
    load_strategy,
    read_options,
)

CASES_AT_ONCE = 512


class Part(Declared):
    """One strategy of a mixture."""

    strategy: str = Field(description="Name of a strategy other than mixture.")
    share: float = Field(gt=0, le=1, description="Share of the cases that are given to it first.")
    options: dict[str, Any] = Field(default_factory=dict, description="The strategy's own options.")

    @field_validator("strategy")
    @classmethod
    def _known(cls, strategy: str) -> str:
        accepted = [name for name in STRATEGIES if name != "mixture"]
        if strategy not in accepted:
            guess = suggest_name(strategy, accepted)
            raise ValueError(
                f"no strategy {strategy!r} for a part of a mixture;{guess} accepted: {', '.join(accepted)}"
            )
        return strategy


class Options(StrategyOptions):
    """The parts and the seed that hands out the cases."""

    SUITS: ClassVar[frozenset[AnswerKind]] = frozenset({"label", "labels", "option", "text"})

    parts: tuple[Part, ...] = Field(
        min_length=2, description="The strategies; their shares sum to 1. A case goes down the list if one declines."
    )
    seed: int = Field(default=0, description="Another seed gives the cases to other parts.")

    @field_validator("parts")
    @classmethod
    def _shares_sum_to_one(cls, parts: tuple[Part, ...]) -> tuple[Part, ...]:
        total = sum(part.share for part in parts)
        if abs(total - 1) > 1e-9:
            raise ValueError(f"the shares must sum to 1, they sum to {total:g}")
        return parts

    def find_mistake(self, task: TaskDeclaration) -> tuple[str, tuple[str | int, ...]] | None:
        """Refuses what a part refuses."""
        for position, part in enumerate(self.parts):
            try:
                check_options(task, part.strategy, part.options, ())
            except StrategyError as error:
                return f"mixture: parts.{position}: {error}", ("parts", position, *error.path)
        return None

    def needed_models(self) -> frozenset[SamplingModel]:
        """Those of its parts."""
        return frozenset(model for options in self._read_parts() for model in options.needed_models())

    def needs_unseen(self) -> bool:
        """Whether one of its parts asks for them."""
        return any(options.needs_unseen() for options in self._read_parts())

    def ranks_by_metrics(self) -> bool:
        """Whether those of one of its parts do."""
        return any(options.ranks_by_metrics() for options in self._read_parts())

    def source_columns(self) -> frozenset[str]:
        """Those of its parts."""
        return frozenset(column for options in self._read_parts() for column in options.source_columns())

    def _read_parts(self) -> Iterator[StrategyOptions]:
        for part in self.parts:
            yield read_options(part.strategy, part.options)


def propose(
    cases: Sequence[Case], task: TaskDeclaration, options: Options, sample: Sampler | None
) -> Iterator[Proposal | Declined]:
    """Give each case to one part, by a stable hash of its id; where that declines, to the others in declared order.

    Columns in: those of the parts. Columns out, of `PREFERENCE_PAIRS`: rejected; rejected_source is the part's own.

    A case is declined if every part declines it; the reason is that of the part that was asked first.
    """
    parts = [(part.strategy, check_options(task, part.strategy, part.options)) for part in options.parts]
    for start in range(0, len(cases), CASES_AT_ONCE):
        yield from _propose_some(cases[start : start + CASES_AT_ONCE], task, options, parts, sample)


def _propose_some(
    cases: Sequence[Case],
    task: TaskDeclaration,
    options: Options,
    parts: Sequence[tuple[str, StrategyOptions]],
    sample: Sampler | None,
) -> Iterator[Proposal | Declined]:
    waiting = {case.case_id: deque(_order_parts(case, options)) for case in cases}
    made: dict[str, list[Proposal]] = {case.case_id: [] for case in cases}
    declined: dict[str, Declined] = {}
    while open_cases := [case for case in cases if not made[case.case_id] and waiting[case.case_id]]:
        asked: dict[int, list[Case]] = {}
        for case in open_cases:
            asked.setdefault(waiting[case.case_id].popleft(), []).append(case)
        for position in sorted(asked):
            strategy, declared = parts[position]
            for item in load_strategy(strategy).propose(asked[position], task, declared, sample):
                if isinstance(item, Proposal):
                    made[item.case_id].append(item)
                else:
                    declined.setdefault(item.case_id, item)
    for case in cases:
        yield from made[case.case_id] or [declined[case.case_id]]


def _order_parts(case: Case, options: Options) -> Iterator[int]:
    """Positions of the parts: the one that the case's hash falls to, then the others as declared."""
    drawn, first = draw_share("mixture", options.seed, case.case_id), len(options.parts) - 1
    for position, part in enumerate(options.parts):
        drawn -= part.share
        if drawn < 0:
            first = position
            break
    yield first
    yield from (position for position in range(len(options.parts)) if position != first)
