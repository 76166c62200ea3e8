"""The component of `assets/<study>/defs.yaml`: declared tasks judged together become one report."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import dagster as dg
from pydantic import BaseModel, Field, field_validator

from medpref_dagster.components.automation import automate, build_automation_sensor
from medpref_dagster.components.frame import RUNS_MODEL, build_assets
from medpref_dagster.components.machine import declared_machine, offered_base_models
from medpref_dagster.declaration import Records, StudyDeclaration, TaskDeclaration
from medpref_dagster.declaration.automation import Automation
from medpref_dagster.declaration.base import Owner
from medpref_dagster.declaration.machine import MachineDeclaration
from medpref_dagster.sources import check_source, source_columns
from medpref_dagster.sources.columns import name_source_columns, require_columns
from medpref_dagster.steps import DeclaredStudy
from medpref_dagster.steps.study import list_study_steps


class StudyAttributes(StudyDeclaration):
    """What `attributes:` of a Study may say."""

    owners: tuple[Owner, ...] = Field(
        default=("team:clinical-ml",), description="Owners shown on every asset: e-mail addresses or team:<name>."
    )

    automation: Automation | None = Field(
        default=None, description="What refreshes by itself; without it, nothing does, and no sensor is made."
    )

    @field_validator("feedback")
    @classmethod
    def _feedback_can_be_read(cls, feedback: dict[str, Records]) -> dict[str, Records]:
        for name, source in feedback.items():
            try:
                check_source(source)
                columns = source_columns(source)
                if columns is not None:
                    require_columns(name_source_columns(source), columns)
            except ValueError as error:
                raise ValueError(f"{name}: {error}") from None
        return feedback

    def declaration(self) -> StudyDeclaration:
        """The study without what only Dagster needs."""
        return StudyDeclaration.model_construct(**{name: getattr(self, name) for name in StudyDeclaration.model_fields})


@dataclass
class Study(dg.Component):
    """Several clinical tasks as one study: across tasks, over base models, beside a published table.

    The folder's name is the study's name: the first part of its asset keys, the group and the job.
    """

    name: str
    attributes: StudyAttributes
    tasks: Mapping[str, TaskDeclaration]
    """Its declared tasks, in its order."""
    machine: MachineDeclaration = field(default_factory=declared_machine)
    base_models: tuple[str, ...] = field(default_factory=offered_base_models)

    @classmethod
    def get_model_cls(cls) -> type[BaseModel]:
        """The YAML's attributes."""
        return StudyAttributes

    def build_defs(self, context: dg.ComponentLoadContext) -> dg.Definitions:
        """As Dagster asks for it."""
        return self.build()

    def build(self) -> dg.Definitions:
        """The study's assets and checks, and a job of all its tasks' assets and its own."""
        about = self.declare()
        steps, automation = list_study_steps(about), self.attributes.automation
        assets = build_assets(steps, about, self.base_models, self.attributes.owners)
        if automation is not None:
            assets = automate(assets, steps, about, automation)
        job = dg.define_asset_job(
            self.name,
            selection=dg.AssetSelection.groups(*about.tasks, self.name),
            description=f"{self.attributes.title}: every task for one base model, then the report.",
            tags=RUNS_MODEL,
            partitions_def=dg.StaticPartitionsDefinition(list(self.base_models)),
        )
        sensors = [build_automation_sensor(self.name, automation)] if automation is not None else []
        return dg.Definitions(assets=assets, jobs=[job], sensors=sensors)

    def declare(self) -> DeclaredStudy:
        """What the study's steps are about."""
        return DeclaredStudy(self.name, self.attributes.declaration(), self.tasks, self.machine.base_models)
