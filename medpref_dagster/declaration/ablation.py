"""Named changes of tasks' declarations, crossed or listed, with several seeds: `assets/<ablation>/defs.yaml`."""

import itertools
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Annotated, Any, cast

from pydantic import BeforeValidator, Field, model_validator

from medpref_dagster.declaration.base import Declared, Seed
from medpref_dagster.declaration.documents import Place
from medpref_dagster.declaration.task import TaskDeclaration
from medpref_dagster.stages import BASE, DPO, SFT, SFT_CONTINUED, check_comparisons

SEED = "seed"
VARIANT = "variant"
"""The axis, in a trial's name and in a report, whose levels are the listed variants."""

SEEDED = ("sft.seed", "dpo.seed")
"""The fields that a trial's seed sets."""

_COLUMNS = frozenset(
    [
        "base_model",
        "model",
        "metric",
        "estimate",
        "low",
        "high",
        "test_cases",
        "test_patients",
        "between_seeds",
        "seeds",
        "dev_score",
        "trained_rows",
        "train_pairs",
        "cpu_seconds_of_all_models",
        "cpu_joules_of_all_models",
        "disclosure",
    ]
)
"""Of the tables of a report that have a column for each axis."""

_NAME = re.compile(r"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*")
"""A name that is safe in a partition's key, which joins names by `/` and `=` and may not hold `...` or `|`."""


class ChangeError(ValueError):
    """A change cannot be made to a declaration. `path` leads to it, below `attributes`."""

    def __init__(self, message: str, path: Place) -> None:
        super().__init__(message)
        self.path = path


def _write_keys_as_text(written: Any) -> Any:
    """Levels are often numbers, which YAML reads as such: `100:` is the level "100"."""
    if not isinstance(written, Mapping):
        return written
    named: dict[object, object] = {}
    for key, value in cast("Mapping[object, object]", written).items():
        name = str(key) if isinstance(key, int | float) and not isinstance(key, bool) else key
        if name in named:
            raise ValueError(f"{name}: stands twice, as a number and as text; keep one")
        named[name] = value
    return named


def _nothing_is_no_change(written: Any) -> Any:
    return {} if written is None else written


Changes = Annotated[dict[str, Any], BeforeValidator(_nothing_is_no_change)]
"""Dotted field of a task's declaration -> its value; a whole part may be given, too."""
Levels = Annotated[dict[str, Changes], BeforeValidator(_write_keys_as_text)]


class AblationDeclaration(Declared):
    """Tasks with named changes, each trained with several seeds: what follows from one part of a declaration."""

    title: str = Field(description="What the ablation is called for people.")
    question: str = Field(description="What it shall answer, in plain words.")
    tasks: Levels = Field(
        min_length=1,
        description="Folder under assets/ -> changes that hold for all trials of that task: dotted field of its "
        "declaration -> value, e.g. {rejected.pairs: 400}; {} for the task as it is.",
    )
    axes: dict[str, Levels] = Field(
        default_factory=dict[str, dict[str, dict[str, Any]]],
        description="Axis -> level -> changes. Axes are crossed: every level of each with every level of the others. "
        "Levels whose names are numbers are drawn as numbers.",
    )
    variants: Levels = Field(
        default_factory=dict[str, dict[str, Any]],
        description="Name -> changes: further trials, beside the crossed ones.",
    )
    seeds: tuple[Seed, ...] = Field(
        min_length=1, description="Every trial is trained with each of these seeds: it sets sft.seed and dpo.seed."
    )
    comparisons: tuple[tuple[str, str], ...] = Field(
        default=((SFT_CONTINUED.name, DPO.name), (SFT.name, DPO.name), (BASE.name, SFT.name)),
        min_length=1,
        description="Pairs of models (first, second) that are compared within a trial, by names as in predictions; "
        "those whose answers are there are used. The first pair of them is what the answer is about.",
    )
    confidence: float = Field(default=0.95, gt=0.5, lt=1, description="Coverage of the intervals.")
    bootstrap_samples: int = Field(default=2000, ge=100, description="Resamples of seeds and patients.")
    bootstrap_seed: Seed = Field(default=0, description="Of these resamples.")

    @model_validator(mode="after")
    def _consistent(self) -> "AblationDeclaration":
        for what, names in self._list_names():
            for name in names:
                if not _NAME.fullmatch(name):
                    raise ValueError(f"{what}: {name!r} is no name: letters, digits, '_', '+', '-' and single dots")
        if taken := sorted(_COLUMNS & self.axes.keys()):
            raise ValueError(f"axes.{taken[0]}: is a column of the report's tables; give the axis another name")
        if taken := {SEED, VARIANT, "task"} & self.axes.keys():
            raise ValueError(f"axes: {min(taken)!r} is a name that every trial has; give the axis another one")
        for axis, levels in self.axes.items():
            if not levels:
                raise ValueError(f"axes.{axis}: has no level")
            if same := _find_same_number(levels):
                raise ValueError(f"axes.{axis}: {same[0]!r} and {same[1]!r} are the same number; keep one")
        if len(set(self.seeds)) < len(self.seeds):
            raise ValueError(f"seeds: the same seed twice in {list(self.seeds)}")
        check_comparisons(self.comparisons)
        list_conditions(self)
        return self

    def _list_names(self) -> Iterator[tuple[str, Sequence[str]]]:
        yield "axes", tuple(self.axes)
        for axis, levels in self.axes.items():
            yield f"axes.{axis}", tuple(levels)
        yield "variants", tuple(self.variants)


def read_number(level: str) -> float | None:
    """The number that a level's name is; None where it is none, as `nan` or `1_000`.

    >>> read_number("2000"), read_number("1e-5"), read_number("inf")
    (2000.0, 1e-05, None)
    """
    try:
        number = float(level)
    except ValueError:
        return None
    return number if math.isfinite(number) and "_" not in level else None


def _find_same_number(levels: Iterable[str]) -> tuple[str, str] | None:
    seen: dict[float, str] = {}
    for level in levels:
        number = read_number(level)
        if number is not None and (other := seen.setdefault(number, level)) != level:
            return other, level
    return None


@dataclass(frozen=True)
class Change:
    """A field's value, and where it is declared."""

    field: str
    """Dotted."""
    value: Any
    place: Place
    """In the ablation's file."""


@dataclass(frozen=True)
class Condition:
    """A task with the changes of one level of each axis, or of one variant."""

    task: str
    levels: Mapping[str, str]
    """Axis -> level, in the declared order; `variant` -> name of a listed one; none where nothing is varied."""
    changes: tuple[Change, ...] = field(repr=False)
    """In the order in which they are made: the task's, then the levels'; of each, whole parts before their fields."""

    @property
    def name(self) -> str:
        """`triage/pairs=250/rejected=balanced`."""
        return "/".join([self.task, *(f"{axis}={level}" for axis, level in self.levels.items())])


@dataclass(frozen=True)
class Trial:
    """One training of a changed task, with one seed."""

    name: str
    """`triage/pairs=250/rejected=balanced/seed=17`: a partition of the ablation's trials."""
    condition: str
    """The name without the seed."""
    task: str
    levels: Mapping[str, str]
    seed: int
    declaration: TaskDeclaration = field(repr=False)


def list_conditions(ablation: AblationDeclaration) -> list[Condition]:
    """Every task with every combination of levels, then with every variant; without any, every task as it is.

    Raises
    ------
    ChangeError
        If two axes change the same field, or a change sets what a seed sets.
    """
    conditions: list[Condition] = []
    for task, changes in ablation.tasks.items():
        of_task = _list_changes(changes, ("attributes", "tasks", task))
        crossed = itertools.product(*(levels.items() for levels in ablation.axes.values()))
        for combination in crossed if ablation.axes or not ablation.variants else ():
            levels = dict(zip(ablation.axes, (level for level, _ in combination), strict=True))
            of_levels = [
                change
                for axis, (level, changes) in zip(ablation.axes, combination, strict=True)
                for change in _list_changes(changes, ("attributes", "axes", axis, level))
            ]
            conditions.append(Condition(task, levels, (*of_task, *_order_changes(of_levels))))
        for variant, changes in ablation.variants.items():
            of_variant = _list_changes(changes, ("attributes", "variants", variant))
            conditions.append(Condition(task, {VARIANT: variant}, (*of_task, *of_variant)))
    return conditions


def list_trials(
    ablation: AblationDeclaration, declared: Mapping[str, TaskDeclaration], conditions: Sequence[Condition]
) -> list[Trial]:
    """Each condition with each seed, in the declared order.

    Parameters
    ----------
    declared
        Name of a condition -> the task's declaration with its changes.
    """
    return [
        Trial(
            name=f"{condition.name}/{SEED}={seed}",
            condition=condition.name,
            task=condition.task,
            levels=condition.levels,
            seed=seed,
            declaration=set_seed(declared[condition.name], seed),
        )
        for condition in conditions
        for seed in ablation.seeds
    ]


def set_seed(task: TaskDeclaration, seed: int) -> TaskDeclaration:
    """A task's declaration with that seed, and without ratings: those are of a task's own answers."""
    return task.model_copy(
        update={
            "sft": task.sft.model_copy(update={"seed": seed}),
            "dpo": task.dpo.model_copy(update={"seed": seed}),
            "evaluation": task.evaluation.model_copy(update={"likert": None}),
        }
    )


def change_attributes(attributes: Mapping[str, Any], changes: Sequence[Change]) -> dict[str, Any]:
    """What a task's YAML says, with changes made in their order; what is not written becomes written.

    Raises
    ------
    ChangeError
        If a field lies in something that is no map.

    >>> change_attributes({"sft": {"epochs": 2}}, [Change("sft.lora.rank", 4, ())])
    {'sft': {'epochs': 2, 'lora': {'rank': 4}}}
    """
    changed: dict[str, Any] = deepcopy(dict(attributes))
    for change in changes:
        *above, name = change.field.split(".")
        part: Any = changed
        for key in above:
            part = part.setdefault(key, {})
            if not isinstance(part, dict):
                raise ChangeError(f"{key} is no map of fields in this task", change.place[1:])
        part[name] = deepcopy(change.value)
    return changed


def _list_changes(changes: Mapping[str, Any], place: Place) -> list[Change]:
    for name, value in changes.items():
        if any(name == seeded or _sets(name, value, seeded) for seeded in SEEDED):
            raise ChangeError(
                "is what seeds sets" if name in SEEDED else "sets seed, which seeds sets", (*place[1:], name)
            )
    return _order_changes([Change(name, value, (*place, name)) for name, value in changes.items()])


def _order_changes(changes: Sequence[Change]) -> list[Change]:
    """Whole parts before their fields, else as they are."""
    places: dict[str, Place] = {}
    for change in changes:
        if change.field in places:
            other = ".".join(map(str, places[change.field][1:]))
            raise ChangeError(f"is changed by {other}, too; only one axis can", change.place[1:])
        places[change.field] = change.place
    for whole, part in itertools.permutations(changes, 2):
        if _sets(whole.field, whole.value, part.field):
            raise ChangeError(f"is set by {'.'.join(map(str, whole.place[1:]))}, too; only one can", part.place[1:])
    return sorted(changes, key=lambda change: change.field.count("."))


def _sets(whole: str, value: Any, part: str) -> bool:
    """Whether a value that is given for a whole part says something of a field in it."""
    if not part.startswith(f"{whole}."):
        return False
    for name in part.removeprefix(f"{whole}.").split("."):
        if not isinstance(value, Mapping) or name not in value:
            return False
        value = cast("Mapping[str, Any]", value)[name]
    return True
