"""The component of `assets/<loop>/defs.yaml`: a closed loop becomes assets by round, and a job."""

from dataclasses import dataclass, field

import dagster as dg
from pydantic import BaseModel, Field

from medpref_dagster.answering import MetricError, qualify_metrics
from medpref_dagster.components.champion_jobs import build_person_jobs
from medpref_dagster.components.feedback import Feedback
from medpref_dagster.components.frame import RUNS_MODEL, build_assets, divide_by_round
from medpref_dagster.components.machine import declared_machine, offered_base_models
from medpref_dagster.components.task import ClinicalTask
from medpref_dagster.components.triggers import build_schedule, build_sensor
from medpref_dagster.declaration.loop import LoopDeclaration
from medpref_dagster.declaration.machine import MachineDeclaration
from medpref_dagster.names import UndeclaredNameError, name_unknown
from medpref_dagster.sources import source_columns
from medpref_dagster.steps import DeclaredLoop
from medpref_dagster.steps.loop import list_loop_steps


class FeedbackLoopAttributes(LoopDeclaration):
    """What `attributes:` of a FeedbackLoop may say."""

    owners: tuple[str, ...] = Field(
        default=("team:clinical-ml",), description="Owners shown on every asset: e-mail addresses or team:<name>."
    )

    def declaration(self) -> LoopDeclaration:
        """The loop without what only Dagster needs."""
        own = {name: getattr(self, name) for name in LoopDeclaration.model_fields}
        return LoopDeclaration.model_construct(**own)


@dataclass
class FeedbackLoop(dg.Component):
    """Round after round: new feedback becomes pairs, pairs a challenger, which is held against the champion.

    The folder's name is the loop's name: the first part of its asset keys, the group and the job.
    """

    name: str
    attributes: FeedbackLoopAttributes
    task: ClinicalTask
    """That it serves."""
    feedback: Feedback
    """Whose pairs it trains on."""
    machine: MachineDeclaration = field(default_factory=declared_machine)
    base_models: tuple[str, ...] = field(default_factory=offered_base_models)

    @classmethod
    def get_model_cls(cls) -> type[BaseModel]:
        """The YAML's attributes."""
        return FeedbackLoopAttributes

    def build_defs(self, context: dg.ComponentLoadContext) -> dg.Definitions:
        """As Dagster asks for it."""
        return self.build()

    def build(self) -> dg.Definitions:
        """The assets and checks of the rounds, the job of one, what begins it, and the jobs of a person."""
        about = self.declare()
        assets = build_assets(list_loop_steps(about), about, self.base_models, self.attributes.owners)
        job = dg.define_asset_job(
            self.name,
            selection=dg.AssetSelection.groups(self.name),
            description=f"{self.attributes.title}: a round, from its pairs to what its challenger won.",
            tags=RUNS_MODEL,
            partitions_def=divide_by_round(about),
        )
        return dg.Definitions(
            assets=assets,
            jobs=[job, *(build_person_jobs(about) if about.loop.gate else ())],
            schedules=[build_schedule(about, job)],
            sensors=[build_sensor(about, job)],
        )

    def declare(self) -> DeclaredLoop:
        """What the loop's steps are about.

        Raises
        ------
        UndeclaredNameError
            If the profile has no such base model, or the gate names a metric that the task does not have, or a slice a
            column that its source does not have.
        """
        declared = [model.name for model in self.machine.base_models]
        if self.attributes.base_model not in declared:
            message = name_unknown("base model", self.attributes.base_model, declared, "declared in resources/")
            raise UndeclaredNameError(message, ("base_model",))
        about = DeclaredLoop(self.name, self.attributes.declaration(), self.task.declare(), self.feedback.declare())
        require_metrics(about)
        require_slice_columns(about)
        return about


def require_metrics(about: DeclaredLoop) -> None:
    """Refuse a gate with a metric that the task's answers do not have, or that is of several fields.

    Raises
    ------
    UndeclaredNameError
        With the place in the YAML.
    """
    task = about.task.task
    for number, rule in enumerate(about.loop.gate.non_inferiority if about.loop.gate else ()):
        path = ("gate", "non_inferiority", number, "metric")
        try:
            found = qualify_metrics([rule.metric], task.answer, task.evaluation.answer_by)
        except MetricError as error:
            raise UndeclaredNameError(str(error), path) from None
        if len(found) > 1:
            raise UndeclaredNameError(f"{rule.metric} is of several fields; name one of {', '.join(found)}", path)


def require_slice_columns(about: DeclaredLoop) -> None:
    """Refuse a slice by a column that a case does not carry, where the source's columns are known without reading.

    Raises
    ------
    UndeclaredNameError
        With the place in the YAML.
    """
    source = about.task.task.source
    if (known := source_columns(source)) is None:
        return
    apart = {source.columns.row, source.columns.patient, source.columns.text}
    carried = [column for column in known if column not in apart]
    for name, declared in about.loop.slices.items():
        if declared.column not in carried:
            message = name_unknown("column", declared.column, carried, f"of the cases of {about.loop.task}")
            raise UndeclaredNameError(message, ("slices", name, "column"))
