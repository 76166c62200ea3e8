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
from pathlib import Path
from typing import TYPE_CHECKING, Any

from medpref_dagster.disclosure import Disclosure, is_expected, strictest, without_identifiers
from medpref_dagster.exclusive import DEVICE
from medpref_dagster.hashing import content_key
from medpref_dagster.sources import find_case_disclosure, find_disclosure, find_reader_disclosure
from medpref_dagster.steps.declared_loop import DeclaredLoop
from medpref_dagster.steps.subjects import (
    EACH_TASK,
    DeclaredAblation,
    DeclaredFeedback,
    DeclaredStudy,
    DeclaredTask,
    Sources,
    Subject,
)
from medpref_dagster.versions import VERSIONS

if TYPE_CHECKING:
    from medpref_dagster.storage.store import Artifact
    from medpref_dagster.workbench import Workbench

__all__ = [
    "EACH_TASK",
    "Check",
    "Column",
    "Columns",
    "DeclaredAblation",
    "DeclaredFeedback",
    "DeclaredLoop",
    "DeclaredStudy",
    "DeclaredTask",
    "Finding",
    "Given",
    "Markdown",
    "Needs",
    "Shown",
    "Sources",
    "Step",
    "StepFunction",
    "StepResult",
    "Subject",
    "given",
    "is_expected",
]

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
class Needs:
    """What a step needs of the machine that does it; by this a profile's launchers are chosen."""

    device: bool
    """Whether it runs a model."""
    divides: bool
    """Whether several processes can do it together."""


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
    asks_judge: bool | Condition = False
    """Whether it asks a judge, here or on a server."""
    divides: bool = False
    """Whether several processes can do it together (`medpref_dagster.together`)."""
    holds: str | None = None
    """What it has alone while it runs (`medpref_dagster.exclusive`); a step that runs a model has the device."""
    when: Condition | None = None
    """Whether there is this step at all."""
    sources: Callable[[Any], Sources] | None = None
    """Of what is declared, where the step's text comes from, if not from all sources."""
    as_read: bool = False
    """Whether it gives text as sources have it, before anything is taken out of it; not where it takes out itself."""
    deidentifies: bool | Condition = False
    """Whether it takes out of its inputs' text what identifies somebody."""
    texts: tuple[str, ...] = ()
    """Columns with text that reaches a training or a reader: what the check `no_identifiers` looks through."""

    def is_made(self, about: Subject) -> bool:
        """Whether what is declared has this step."""
        return self.when is None or self.when(about)

    def takes_device(self, about: Subject) -> bool:
        """Whether it runs a model."""
        return self.runs_model(about) if callable(self.runs_model) else self.runs_model

    def needs(self, about: Subject) -> Needs:
        """What it needs of the machine."""
        device = self.takes_device(about)
        return Needs(device=device, divides=device and self.divides)

    def exclusive(self, about: Subject) -> str | None:
        """What it has alone while it runs."""
        return DEVICE if self.takes_device(about) else self.holds

    def refreshes(self, about: Subject) -> bool:
        """Whether it may be made again without a person: what runs a model, or asks a judge, costs and is not."""
        asks = self.asks_judge(about) if callable(self.asks_judge) else self.asks_judge
        return not (asks or self.takes_device(about))

    def takes_identifiers_out(self, about: Subject) -> bool:
        """Whether it takes out of its inputs' text what identifies somebody."""
        return self.deidentifies(about) if callable(self.deidentifies) else self.deidentifies

    def sources_of(self, about: Subject) -> Sources:
        """Where its text comes from."""
        return about.sources if self.sources is None else self.sources(about)

    def disclosure_of(self, about: Subject) -> Disclosure:
        """What its text tells of patients, by the sources that are declared; its inputs may tell more."""
        sources = self.sources_of(about)
        if self.as_read and not self.takes_identifiers_out(about):
            return strictest(map(find_disclosure, sources))
        return find_made_disclosure(about, sources)

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
        disclosure = self.disclosure_of(about)
        # What is made is shown and kept otherwise then. Not where it is as it would be undeclared: most are.
        is_other = disclosure is not strictest(map(find_reader_disclosure, self.sources_of(about)))
        told = {"disclosure": disclosure.value} if is_other else {}
        return content_key(decides=self.decided_by(about), versions=numbers, **told)[:12]

    def load(self) -> "StepFunction":
        """The function."""
        module, _, name = self.function.partition(":")
        return getattr(importlib.import_module(f"medpref_dagster.steps.{module}"), name)


def find_made_disclosure(about: Subject, sources: Sources) -> Disclosure:
    """What is told by what is made of sources, once what is declared to be taken out is taken out."""
    filtered = about.filtered_sources if isinstance(about, DeclaredFeedback) else ()
    return strictest(
        without_identifiers(find_disclosure(source)) if source in filtered else find_case_disclosure(source)
        for source in sources
    )


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
    """Never text of a case, unless `disclosure.may_show` it."""
    findings: Mapping[str, Finding] = field(default_factory=dict[str, Finding])
    """Check -> what it found."""
    more: "Mapping[str, Artifact]" = field(default_factory=dict[str, Any])
    """What else the asset points to: `candidates` -> `<asset>.candidates`."""
    points_already: bool = False
    """Whether the asset points to the artifact without us."""
    chosen: bool = False
    """Whether the artifact was there before, and the step only chose it: what it was made of is noted already."""


StepFunction = Callable[["Workbench", Any, "Mapping[str, Artifact]"], StepResult]
"""(workbench, what is declared, input artifacts) -> result. Inputs are named as in the table; those of a study's tasks
`<task>/<asset>`."""
