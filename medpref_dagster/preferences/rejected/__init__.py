"""How rejected answers are made; one module a strategy.

A strategy is a module with

- `class Options(StrategyOptions)`: its options in YAML, the kinds of answer that it suits, what it refuses at load;
- `propose(cases, task, options, sample) -> Iterator[Proposal | Declined]`: for every case, in the given order, one
  or more rejected answers (with a chosen one where that is not the gold answer) or the reason why there is none. It
  works lazily: the caller stops asking once it has enough, so that no model answers cases whose answers nobody needs.

Light at import (neither pyarrow nor torch): it is imported when definitions load.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Protocol, cast

from pydantic import ValidationError

from medpref_dagster.declaration import Declared, TaskDeclaration
from medpref_dagster.names import suggest_name
from medpref_dagster.preferences.drawing import draw_share
from medpref_dagster.registry import Registry, UnknownNameError

if TYPE_CHECKING:
    import pyarrow as pa

STRATEGIES = Registry(
    "strategy",
    "medpref_dagster.strategies",
    {
        "other_label": "medpref_dagster.preferences.rejected.other_label",
        "model_errors": "medpref_dagster.preferences.rejected.model_errors",
        "ranked_samples": "medpref_dagster.preferences.rejected.ranked_samples",
        "corruption": "medpref_dagster.preferences.rejected.corruption",
        "column": "medpref_dagster.preferences.rejected.column",
        "mixture": "medpref_dagster.preferences.rejected.mixture",
    },
)
"""Name in `rejected.strategy` -> module."""

OTHER_REJECTED = "medpref.other_rejected"
"""In a case's `source_fields`: the rejected answers of the other rows that say the same case. A list of objects with
the row's id and the columns that the strategy reads."""

NO_ERROR_FOUND = "no wrong answer sampled"
"""The one reason to decline that is no fault of the data: the model answered rightly."""

SEEN_BY_SAMPLED = "the sampled model was trained on it"
"""Nor this: only the held-out patients' cases are answered, as declared."""

OUT_OF_BAND = "no wrong answer within reference_margin"
"""Also no fault of the data: the declared band leaves such pairs out."""

NO_BETTER_SAMPLE = "no sample better than another"
"""Nor this: the sampled answers are as good as each other."""

AnswerKind = Literal["label", "labels", "option", "text"]
SamplingModel = Literal["base", "sft"]

GOLD = "gold"
"""The `chosen_source` of a pair whose chosen answer is the gold one."""


class StrategyError(ValueError):
    """A declared strategy does not exist, does not suit the task, or has wrong options.

    `path` leads to the place in the task's declaration, e.g. `("rejected", "options", "kinds")`.
    """

    def __init__(self, message: str, path: tuple[str | int, ...]) -> None:
        super().__init__(message)
        self.path = path


@dataclass(frozen=True)
class Case:
    """A row of `CASES`, as strategies read it."""

    case_id: str
    patient_id: str
    split: str
    text: str
    prompt: str
    answer: str
    gold: Mapping[str, str]
    fields: Mapping[str, object]
    """The source's other columns."""


@dataclass(frozen=True)
class Proposal:
    """A rejected answer for a case."""

    case_id: str
    text: str
    provenance: str
    """`<strategy>:<what it did>`, and behind `@` where or how hot, e.g. `corruption:number@sentence 2`."""
    chosen: str | None = None
    """The answer that is preferred to it; None is the case's gold answer."""
    chosen_provenance: str = GOLD
    """As `provenance`, of the chosen answer."""

    def chosen_of(self, case: Case) -> str:
        """The chosen answer of the pair."""
        return case.answer if self.chosen is None else self.chosen


@dataclass(frozen=True)
class Declined:
    """A case for which a strategy has no rejected answer."""

    case_id: str
    reason: str
    """A short fixed phrase, counted in the metadata."""
    detail: str | None = None
    """Names and numbers, never patient text."""


@dataclass(frozen=True)
class Fold:
    """A part of the training patients, and so the SFT model that was trained on the other parts."""

    number: int
    of: int

    def holds(self, patient_id: str) -> bool:
        """Whether a patient is of this part."""
        return find_fold(patient_id, self.of) == self


@dataclass(frozen=True)
class Holdout:
    """A share of the training patients, and so the SFT model that was trained on the others alone."""

    share: float

    def holds(self, patient_id: str) -> bool:
        """Whether a patient is held out, by a stable hash: a new patient moves no other."""
        return draw_share("holdout", patient_id) < self.share


LeftOut = Fold | Holdout
"""The training patients that an SFT model never saw."""


def find_fold(patient_id: str, of: int) -> Fold:
    """The fold of a patient, by a stable hash: a new patient moves no other."""
    return Fold(int(draw_share("fold", patient_id) * of), of)


class Sampler(Protocol):
    """Answers of a model, sampled; the caller holds the weights."""

    def __call__(
        self, prompts: Sequence[str], *, model: SamplingModel | LeftOut, temperature: float, seed: int
    ) -> Sequence[str]:
        """One answer a prompt, in order, as text; of the model, or of the SFT model that never saw those patients.

        The same prompt, model, temperature and seed give the same answer, whatever the other prompts are; a prompt
        that stands there again is answered anew.
        """
        ...

    def measure_margins(self, rows: Sequence[tuple[str, str, str]]) -> Sequence[float]:
        """By the SFT model, the log-probability of each row's second text after the first, minus that of the third.

        In nats, each summed over its tokens.
        """
        ...


class StrategyOptions(Declared):
    """A strategy's options in YAML, and what it can say about them before there is data."""

    SUITS: ClassVar[frozenset[AnswerKind]]

    def find_mistake(self, task: TaskDeclaration) -> tuple[str, tuple[str | int, ...]] | None:
        """What does not fit the task: a message, and the option's path within the options; None where all fits."""
        return None

    def needed_models(self) -> frozenset[SamplingModel]:
        """The models that the strategy samples from."""
        return frozenset()

    def needs_unseen(self) -> bool:
        """Whether SFT models are asked for that never saw a part of the training patients."""
        return False

    def ranks_by_metrics(self) -> bool:
        """Whether the task's metrics say which of several texts is the better one."""
        return False

    def source_columns(self) -> frozenset[str]:
        """The source's columns that hold rejected answers and their ratings: rows of a case may differ in them."""
        return frozenset()


class Strategy(Protocol):
    """What a module of this package offers."""

    Options: type[StrategyOptions]

    def propose(
        self, cases: Sequence[Case], task: TaskDeclaration, options: Any, sample: Sampler | None
    ) -> Iterator[Proposal | Declined]:
        """For every case, in order, at least one proposal or the reason why there is none."""
        ...


def load_strategy(name: str, path: tuple[str | int, ...] = ("rejected",)) -> Strategy:
    """The module of a strategy.

    Raises
    ------
    StrategyError
        If no strategy has this name; it lists those that exist.
    """
    try:
        return cast("Strategy", STRATEGIES.load(name))
    except UnknownNameError as error:
        raise StrategyError(str(error), (*path, "strategy")) from None


def check_options(
    task: TaskDeclaration,
    strategy: str | None = None,
    options: Mapping[str, Any] | None = None,
    path: tuple[str | int, ...] = ("rejected",),
) -> StrategyOptions:
    """Read a strategy's options and check that it suits the task; without data or weights, for when YAML is loaded.

    Parameters
    ----------
    task
        The task.
    strategy, options
        Those of `task.rejected` unless given (a mixture gives those of its parts).
    path
        Where they stand in the declaration.

    Returns
    -------
    StrategyOptions
        The strategy's `Options`.

    Raises
    ------
    StrategyError
        If the strategy is unknown, does not suit the task's kind of answer, or an option is unknown or wrong. It
        says what is accepted, and where in the declaration the mistake stands.
    """
    strategy = task.rejected.strategy if strategy is None else strategy
    options = task.rejected.options if options is None else options
    declared = load_strategy(strategy, path).Options
    kind = task.answer.kind
    if kind not in declared.SUITS:
        suitable = ", ".join(name for name in STRATEGIES if kind in load_strategy(name).Options.SUITS)
        message = f"{strategy} does not suit an answer of kind {kind}; these strategies do: {suitable}"
        raise StrategyError(message, (*path, "strategy"))
    read = read_options(strategy, options, path)
    mistake = read.find_mistake(task)
    if mistake is not None:
        message, place = mistake
        raise StrategyError(message, (*path, "options", *place))
    return read


def read_options(
    strategy: str, options: Mapping[str, Any], path: tuple[str | int, ...] = ("rejected",)
) -> StrategyOptions:
    """A strategy's options as they are declared, whether or not they suit a task.

    Raises
    ------
    StrategyError
        If the strategy is unknown, or an option is unknown or wrong.
    """
    declared = load_strategy(strategy, path).Options
    try:
        return declared.model_validate(dict(options))
    except ValidationError as error:
        raise _explain(error, strategy, declared, path) from None


def read_cases(cases: "pa.Table") -> list[Case]:
    """The rows of `CASES`, with `source_fields` decoded.

    Columns in: `CASES`.
    """
    return [
        Case(
            case_id=row["case_id"],
            patient_id=row["patient_id"],
            split=row["split"],
            text=row["text"],
            prompt=row["prompt"],
            answer=row["answer"],
            gold=dict(row["gold"]),
            fields=json.loads(row["source_fields"]) if row["source_fields"] else {},
        )
        for row in cases.to_pylist()
    ]


def _explain(
    error: ValidationError, strategy: str, declared: type[StrategyOptions], path: tuple[str | int, ...]
) -> StrategyError:
    # A mistyped name is the cause where a required option is missing too.
    first = min(error.errors(), key=lambda item: item["type"] != "extra_forbidden")
    if first["type"] == "extra_forbidden" and len(first["loc"]) == 1:
        accepted = ", ".join(declared.model_fields) or "none"
        guess = suggest_name(str(first["loc"][0]), list(declared.model_fields))
        message = f"{strategy} has no option {first['loc'][0]!r};{guess} accepted: {accepted}"
    else:
        message = f"{strategy}: {'.'.join(str(part) for part in first['loc'])}: {first['msg']}".replace(": : ", ": ")
    return StrategyError(message, (*path, "options", *first["loc"]))
