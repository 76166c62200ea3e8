"""The DAG as data: what a step is. `task.py`, `study.py`, `ablation.py`, `feedback.py` and `loop.py` are the tables;
reading them is reading the DAG.

A step is a plain function with what Dagster, a launcher or a test must know of it beside:
(workbench, what is declared, input artifacts) -> artifact and what to show. Nothing here knows Dagster;
`components/frame.py` makes assets of steps, `medpref_dagster.work` runs one in a process of its own.

Light: definitions import the tables. A step's function is named, and imported when it runs.
"""

import importlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from medpref_dagster.declaration import (
    AblationDeclaration,
    FeedbackDeclaration,
    Source,
    StudyDeclaration,
    TaskDeclaration,
    Trial,
)
from medpref_dagster.declaration.machine import BaseModelDeclaration, BaseModelJudge, JudgeDeclaration
from medpref_dagster.exclusive import DEVICE
from medpref_dagster.feedback.weeks import find_monday, list_weeks
from medpref_dagster.hashing import content_key
from medpref_dagster.preferences.rejected import read_options
from medpref_dagster.sources import hash_source_code, is_synthetic
from medpref_dagster.steps.declared_loop import DeclaredLoop
from medpref_dagster.versions import VERSIONS

if TYPE_CHECKING:
    from medpref_dagster.storage.store import Artifact
    from medpref_dagster.workbench import Workbench

EACH_TASK = "*/"
"""Begins the name of an input that a study takes of each of its tasks."""

# What a step is about


@dataclass(frozen=True)
class DeclaredTask:
    """A task, as declared on a machine."""

    name: str
    task: TaskDeclaration
    judge: JudgeDeclaration | None = None
    """The one that `evaluation.likert.judge` names."""
    judge_base: BaseModelDeclaration | None = None
    """The judge's base model, where it is one of this machine's."""

    @cached_property
    def synthetic(self) -> bool:
        """Whether its cases are made up, so that they may be shown."""
        return is_synthetic(self.task.source)

    @cached_property
    def parts(self) -> Mapping[str, Any]:
        """The declaration's fields; `judge`: what of it can change its ratings; `synthetic`; `source_code`: the hash
        of the reader's code; `rejected_columns`: the source's columns with rejected answers."""
        return {
            **self.task.model_dump(mode="json"),
            "judge": _identify_judge(self.judge),
            "synthetic": self.synthetic,
            "source_code": hash_source_code(self.task.source),
            "rejected_columns": sorted(
                read_options(self.task.rejected.strategy, self.task.rejected.options).source_columns()
            ),
        }

    def expand(self, name: str) -> Sequence[str]:
        """An input -> the task's asset of that name."""
        return (f"{self.name}/{name}",)


@dataclass(frozen=True)
class DeclaredStudy:
    """A study with its tasks, as declared on a machine."""

    name: str
    study: StudyDeclaration
    tasks: Mapping[str, TaskDeclaration]
    """In the order of the report."""
    base_models: tuple[str, ...]
    """The machine's, in its order."""

    @cached_property
    def synthetic(self) -> bool:
        """Whether the cases of all its tasks are made up."""
        return all(is_synthetic(task.source) for task in self.tasks.values())

    @cached_property
    def parts(self) -> Mapping[str, Any]:
        """The declaration's fields, but `tasks`: the whole declaration of each; `order`: the tasks' names;
        `base_models`; `synthetic`; `feedback_code`: the hashes of the readers' code."""
        return {
            **self.study.model_dump(mode="json"),
            "tasks": {name: task.model_dump(mode="json") for name, task in self.tasks.items()},
            "order": list(self.tasks),
            "base_models": list(self.base_models),
            "synthetic": self.synthetic,
            "feedback_code": [hash_source_code(source) for source in self.study.feedback.values()],
        }

    @cached_property
    def synthetic_feedback(self) -> bool:
        """Whether the texts of all declared feedback are made up."""
        return all(is_synthetic(source) for source in self.study.feedback.values())

    def expand(self, name: str) -> Sequence[str]:
        """An input -> the study's own asset of that name, or that of each task."""
        if name.startswith(EACH_TASK):
            return tuple(f"{task}/{name.removeprefix(EACH_TASK)}" for task in self.tasks)
        return (f"{self.name}/{name}",)


@dataclass(frozen=True)
class DeclaredAblation:
    """An ablation with its trials, as declared on a machine."""

    name: str
    ablation: AblationDeclaration
    trials: Mapping[str, Trial]
    """By name, in the declared order."""
    base_models: tuple[str, ...]
    """The machine's, in its order."""

    @cached_property
    def synthetic(self) -> bool:
        """Whether the cases of all its tasks are made up."""
        return all(is_synthetic(source) for source in self._sources)

    @cached_property
    def parts(self) -> Mapping[str, Any]:
        """The declaration's fields; `trials`: of each condition the whole declaration; `base_models`; `synthetic`;
        `source_code`: the hashes of the readers' code."""
        return {
            **self.ablation.model_dump(mode="json"),
            "trials": {trial.condition: trial.declaration.model_dump(mode="json") for trial in self._conditions},
            "base_models": list(self.base_models),
            "synthetic": self.synthetic,
            "source_code": [hash_source_code(source) for source in self._sources],
        }

    def expand(self, name: str) -> Sequence[str]:
        """An input -> the ablation's own asset of that name."""
        return (f"{self.name}/{name}",)

    @cached_property
    def _conditions(self) -> Sequence[Trial]:
        """One trial of each condition; the others differ in the seed alone."""
        return tuple({trial.condition: trial for trial in self.trials.values()}.values())

    @cached_property
    def _sources(self) -> Sequence[Source]:
        sources = {trial.declaration.source.model_dump_json(): trial.declaration.source for trial in self._conditions}
        return tuple(sources.values())


@dataclass(frozen=True)
class DeclaredFeedback:
    """What clinicians did, as declared on a machine."""

    name: str
    feedback: FeedbackDeclaration

    @cached_property
    def synthetic(self) -> bool:
        """Whether every event of it is made up."""
        sources = self.feedback.sources.values()
        return all(source.reader is not None and is_synthetic(source.records()) for source in sources)

    @cached_property
    def parts(self) -> Mapping[str, Any]:
        """The declaration's fields, sources without passwords; `source_code`: the hashes of the readers' code."""
        sources = self.feedback.sources
        return {
            **self.feedback.model_dump(mode="json", exclude={"sources"}),
            "sources": {name: source.identify() for name, source in sources.items()},
            "source_code": {
                name: hash_source_code(source.records()) for name, source in sources.items() if source.reader
            },
        }

    @property
    def first_week(self) -> str:
        """The Monday of the first week."""
        return find_monday(self.feedback.start).isoformat()

    @property
    def last_week(self) -> str | None:
        """The Monday of the last week, where one is declared."""
        return None if self.feedback.end is None else find_monday(self.feedback.end).isoformat()

    def list_window(self, week: str) -> Sequence[str]:
        """The weeks that are looked into for one, the oldest first and itself last."""
        return list_weeks(week, self.feedback.lookback_weeks, self.first_week)

    def expand(self, name: str) -> Sequence[str]:
        """An input -> the feedback's own asset of that name."""
        return (f"{self.name}/{name}",)


Subject = DeclaredTask | DeclaredStudy | DeclaredAblation | DeclaredFeedback | DeclaredLoop
"""What is declared and has steps. `name` is the first part of its asset keys, and their group; `parts` has everything
that can decide what a step gives."""


def _identify_judge(judge: JudgeDeclaration | None) -> dict[str, Any] | None:
    if judge is None:
        return None
    kept = {"name", "base_model"} if isinstance(judge, BaseModelJudge) else {"name", "url", "model"}
    return {"from": judge.from_, **judge.model_dump(mode="json", include=kept)}


# What a step is

Condition = Callable[[Any], bool]
"""Of what is declared: a `DeclaredTask` in a task's table, a `DeclaredStudy` in a study's, and so on."""


@dataclass(frozen=True)
class Given:
    """Names that hold only under a condition."""

    condition: Condition
    names: tuple[str, ...]


Names = tuple[str | Given, ...]
"""Names, some of which may hold only for some declarations."""


def given(condition: Condition, *names: str) -> Given:
    """Names that hold only where what is declared meets a condition."""
    return Given(condition, names)


@dataclass(frozen=True)
class Check:
    """A check of what a step gives."""

    name: str
    description: str
    blocks: bool = False
    """Whether a failure stops what is downstream; else it is a warning."""
    when: Condition | None = None


@dataclass(frozen=True)
class Step:
    """One step of the way that the data takes; its name is the asset's."""

    name: str
    function: str
    """`<module under medpref_dagster.steps>:<function>`, of (workbench, about, inputs) -> `StepResult`."""
    description: str
    inputs: Names = ()
    """Assets; `<asset>.<more>` is something more that an asset points to, `*/<asset>` that of each task of a study."""
    decides: Names = ()
    """What of `Subject.parts` decides the artifact or a check, beside the inputs: `split`, `sft.lora`,
    `tasks.*.answer`."""
    versions: Names = ()
    """The computing modules, as `versions.VERSIONS` names them."""
    kinds: tuple[str, ...] = ()
    """As the Dagster UI shows them."""
    checks: tuple[Check, ...] = ()
    takes_what_is_there: bool = False
    """Whether it looks for its inputs in the store itself, of every base model, and goes without those that lack."""
    partitioned: bool = False
    """Whether there is one artifact for each base model."""
    each_trial: bool = False
    """Whether there is one for each base model and each trial of an ablation."""
    weekly: bool = False
    """Whether there is one for each week of feedback."""
    each_round: bool = False
    """Whether there is one for each round of a loop; it works with the base model that the loop names."""
    looks_back: tuple[str, ...] = ()
    """Of a weekly step, the inputs that it takes of earlier weeks too, as far as is declared: `<input>@<week>`."""
    runs_model: bool | Condition = False
    """Whether it takes the device."""
    holds: str | None = None
    """What it has alone while it runs (`medpref_dagster.exclusive`); a step that runs a model has the device."""
    when: Condition | None = None
    """Whether there is this step at all."""
    synthetic: Condition | None = None
    """Whether its rows are made up, where it is not the tasks' cases that decide this."""

    def is_made(self, about: Subject) -> bool:
        """Whether what is declared has this step."""
        return self.when is None or self.when(about)

    def takes_device(self, about: Subject) -> bool:
        """Whether it runs a model."""
        return self.runs_model(about) if callable(self.runs_model) else self.runs_model

    def exclusive(self, about: Subject) -> str | None:
        """What it has alone while it runs."""
        return DEVICE if self.takes_device(about) else self.holds

    def is_synthetic(self, about: Subject) -> bool:
        """Whether its rows are made up, so that they may be shown."""
        return about.synthetic if self.synthetic is None else self.synthetic(about)

    def inputs_of(self, about: Subject) -> tuple[str, ...]:
        """The inputs' names for what is declared."""
        return tuple(_holding(self.inputs, about))

    def checks_of(self, about: Subject) -> tuple[Check, ...]:
        """The checks for what is declared."""
        return tuple(check for check in self.checks if check.when is None or check.when(about))

    def decided_by(self, about: Subject) -> dict[str, Any]:
        """The deciding parts of what is declared, by name, as JSON values."""
        return {name: _pick(about.parts, name.split(".")) for name in _holding(self.decides, about)}

    def code_version(self, about: Subject) -> str:
        """The hash of what decides the artifact beside the inputs: another one makes the asset stale."""
        numbers = {name: VERSIONS[name] for name in _holding(self.versions, about)}
        return content_key(decides=self.decided_by(about), versions=numbers)[:12]

    def load(self) -> "StepFunction":
        """The function."""
        module, _, name = self.function.partition(":")
        return getattr(importlib.import_module(f"medpref_dagster.steps.{module}"), name)


def _holding(names: Names, about: Subject) -> Iterator[str]:
    for name in names:
        if isinstance(name, str):
            yield name
        elif name.condition(about):
            yield from name.names


def _pick(parts: Any, path: Sequence[str]) -> Any:
    """The value at a path; None where there is nothing, and for `*` the values of all keys by key."""
    if not path:
        return parts
    if not isinstance(parts, Mapping):
        return None
    if path[0] == "*":
        return {key: _pick(value, path[1:]) for key, value in parts.items()}
    return _pick(parts.get(path[0]), path[1:])


# What a step gives


@dataclass(frozen=True)
class Markdown:
    """Text that is shown as Markdown."""

    text: str


@dataclass(frozen=True)
class Columns:
    """The columns of a table, in order."""

    columns: tuple["Column", ...]


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    name: str
    type: str
    nullable: bool
    description: str | None = None


Shown = bool | int | float | str | Path | Markdown | Columns | Sequence[Any] | Mapping[str, Any]
"""A value that is shown; sequences and mappings are JSON values."""


@dataclass(frozen=True)
class Finding:
    """What a check found."""

    problems: Sequence[str] = ()
    """One sentence each; none where it passed."""
    says: str | None = None
    """What is said where it passed."""
    shown: Mapping[str, Shown] = field(default_factory=dict[str, Shown])

    @property
    def passed(self) -> bool:
        """Whether there is no problem."""
        return not self.problems

    @property
    def sentence(self) -> str | None:
        """What a person reads."""
        return " ".join(self.problems) or self.says


@dataclass(frozen=True)
class StepResult:
    """What a step's function gives."""

    artifact: "Artifact"
    shown: Mapping[str, Shown] = field(default_factory=dict[str, Shown])
    """Never text of a case, unless the source is synthetic."""
    findings: Mapping[str, Finding] = field(default_factory=dict[str, Finding])
    """Check -> what it found."""
    more: "Mapping[str, Artifact]" = field(default_factory=dict[str, Any])
    """What else the asset points to: `candidates` -> `<asset>.candidates`."""
    points_already: bool = False
    """Whether the asset points to the artifact without us."""


StepFunction = Callable[["Workbench", Any, "Mapping[str, Artifact]"], StepResult]
"""(workbench, what is declared, input artifacts) -> result. Inputs are named as in the table; those of a study's tasks
`<task>/<asset>`."""


def is_expected(error: BaseException) -> bool:
    """Whether an error is one of this package's own, whose message says all that a person needs."""
    return any(kind.__module__.partition(".")[0] == "medpref_dagster" for kind in type(error).__mro__)
