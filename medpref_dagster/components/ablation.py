"""The component of `assets/<ablation>/defs.yaml`: named changes of declared tasks become trials and one report."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import dagster as dg
from pydantic import BaseModel, Field

from medpref_dagster.components.frame import RUNS_MODEL, build_assets, divide_by_trial
from medpref_dagster.components.machine import declared_machine, offered_base_models
from medpref_dagster.components.task import ClinicalTaskAttributes
from medpref_dagster.declaration import AblationDeclaration, TaskDeclaration, Trial
from medpref_dagster.declaration.ablation import (
    VARIANT,
    ChangeError,
    Condition,
    change_attributes,
    list_conditions,
    list_trials,
)
from medpref_dagster.declaration.base import Owner
from medpref_dagster.declaration.documents import DeclarationError, Document, Mistake, Place
from medpref_dagster.declaration.machine import MachineDeclaration
from medpref_dagster.declaration.mistakes import read_attributes
from medpref_dagster.disclosure import LoosenedError, refuse_loosened
from medpref_dagster.sources import find_disclosure
from medpref_dagster.steps import DeclaredAblation
from medpref_dagster.steps.ablation import list_ablation_steps


class AblationAttributes(AblationDeclaration):
    """What `attributes:` of an Ablation may say."""

    owners: tuple[Owner, ...] = Field(
        default=("team:clinical-ml",), description="Owners shown on every asset: e-mail addresses or team:<name>."
    )

    def declaration(self) -> AblationDeclaration:
        """The ablation without what only Dagster needs."""
        own = {name: getattr(self, name) for name in AblationDeclaration.model_fields}
        return AblationDeclaration.model_construct(**own)


@dataclass
class Ablation(dg.Component):
    """Tasks with named changes, each trained with several seeds, and one report that answers one question.

    The folder's name is the ablation's name: the first part of its asset keys, the group and the job.
    """

    name: str
    attributes: AblationAttributes
    trials: Sequence[Trial]
    """In the declared order."""
    machine: MachineDeclaration = field(default_factory=declared_machine)
    base_models: tuple[str, ...] = field(default_factory=offered_base_models)

    @classmethod
    def get_model_cls(cls) -> type[BaseModel]:
        """The YAML's attributes."""
        return AblationAttributes

    def build_defs(self, context: dg.ComponentLoadContext) -> dg.Definitions:
        """As Dagster asks for it."""
        return self.build()

    def build(self) -> dg.Definitions:
        """The trials and the report, and a job of a trial for a base model."""
        about = self.declare()
        assets = build_assets(list_ablation_steps(about), about, self.base_models, self.attributes.owners)
        job = dg.define_asset_job(
            self.name,
            selection=dg.AssetSelection.groups(self.name),
            description=f"{self.attributes.title}: one trial for one base model, then the report of all there are.",
            tags=RUNS_MODEL,
            partitions_def=divide_by_trial(self.base_models, about),
        )
        return dg.Definitions(assets=assets, jobs=[job])

    def declare(self) -> DeclaredAblation:
        """What the ablation's steps are about."""
        trials = {trial.name: trial for trial in self.trials}
        return DeclaredAblation(self.name, self.attributes.declaration(), trials, self.machine.base_models)


def declare_trials(attributes: AblationAttributes, document: Document, tasks: Mapping[str, Document]) -> list[Trial]:
    """Every trial, its declaration checked as that of a task is.

    Parameters
    ----------
    document
        The ablation's.
    tasks
        Those of its tasks.

    Raises
    ------
    DeclarationError
        One line for each mistake that a change makes, at the change, with the first condition that has it.
    """
    declared: dict[str, TaskDeclaration] = {}
    mistakes: dict[tuple[int, str], Mistake] = {}
    conditions = list_conditions(attributes)
    for condition in conditions:
        try:
            declared[condition.name] = _declare_condition(condition, tasks[condition.task])
            _refuse_loosened(condition, declared[condition.name], tasks[condition.task])
        except ChangeError as error:
            found = [(("attributes", *error.path), str(error))]
        except _ConditionError as error:
            found = error.found
        else:
            continue
        for place, message in found:
            mistake = document.mistake(_find_written(place, document.lines), message)
            named = replace(mistake, message=f"{message} (in the trials {condition.name})")
            mistakes.setdefault((mistake.line, message), named)
    if mistakes:
        raise DeclarationError(list(mistakes.values()))
    _refuse_same(conditions, declared, document)
    return list_trials(attributes, declared, conditions)


def _refuse_same(conditions: Sequence[Condition], declared: Mapping[str, TaskDeclaration], document: Document) -> None:
    """Two conditions that declare the same would be counted as two, and never differ."""
    first: dict[tuple[str, str], Condition] = {}
    for condition in conditions:
        said = declared[condition.name].model_dump_json()
        other = first.setdefault((condition.task, said), condition)
        if other is not condition:
            axis = next(axis for axis, level in condition.levels.items() if other.levels.get(axis) != level)
            above = ("variants",) if axis == VARIANT else ("axes", axis)
            place = _find_written(("attributes", *above, condition.levels[axis]), document.lines)
            message = f"changes nothing: {condition.name} declares the same as {other.name}"
            raise DeclarationError([document.mistake(place, message)])


class _ConditionError(Exception):
    """A changed declaration is wrong: places in the ablation's file, and what is wrong there."""

    def __init__(self, found: list[tuple[Place, str]]) -> None:
        super().__init__()
        self.found = found


def _declare_condition(condition: Condition, task: Document) -> TaskDeclaration:
    changed = change_attributes(task.value["attributes"], condition.changes)
    written = {"attributes": changed}
    # Every place has a line, though it is of no file: by it a message finds the field that it is about.
    lines = dict.fromkeys(_list_places(changed, ("attributes",)), 0)
    try:
        return read_attributes(ClinicalTaskAttributes, Document(task.file, written, written, lines)).declaration()
    except DeclarationError as error:
        raise _ConditionError(
            [(_find_change(mistake.place, condition), _name_field(mistake)) for mistake in error.mistakes]
        ) from None


def _refuse_loosened(condition: Condition, changed: TaskDeclaration, task: Document) -> None:
    """A trial reads what its task reads, and it tells no less of patients for being read in a trial."""
    if changed.source.disclosure is None:
        return
    own = _declare_condition(replace(condition, changes=()), task).source
    if (own.reader, own.options) == (changed.source.reader, changed.source.options):
        try:
            refuse_loosened(changed.source.disclosure, {f"the task {condition.task}": find_disclosure(own)})
        except LoosenedError as error:
            raise _ConditionError([(_find_change("source.disclosure", condition), str(error))]) from None


def _find_change(place: str, condition: Condition) -> Place:
    """The change that a mistake at a place of the task's declaration is about: the last one on the way to it."""
    for change in reversed(condition.changes):
        if f"{place}.".startswith(f"{change.field}.") or f"{change.field}.".startswith(f"{place}."):
            return change.place
    # Of no changed field: a change made what was right before wrong. The last change is the nearest guess there is.
    return condition.changes[-1].place if condition.changes else ("attributes", "tasks", condition.task)


def _name_field(mistake: Mistake) -> str:
    return f"{mistake.place}: {mistake.message}"


def _find_written(place: Place, lines: Iterable[Place]) -> Place:
    """The place with its keys as they are written: a level's name may be a number there."""
    names = {tuple(map(str, written)): written for written in lines}
    return names.get(tuple(map(str, place)), place)


def _list_places(value: Any, place: Place) -> Iterable[Place]:
    yield place
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from _list_places(item, (*place, key))
