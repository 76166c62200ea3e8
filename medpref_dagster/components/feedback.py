"""The component of `assets/<name>/defs.yaml`: declared feedback becomes weekly assets, a job and a sensor."""

from dataclasses import dataclass, field
from typing import Any

import dagster as dg
from pydantic import BaseModel, Field, field_validator

from medpref_dagster.components.automation import expect_freshness
from medpref_dagster.components.frame import build_assets, divide_by_week
from medpref_dagster.components.machine import declared_machine, offered_base_models
from medpref_dagster.components.requests import request_week
from medpref_dagster.declaration.base import Owner
from medpref_dagster.declaration.feedback import EventSource, FeedbackDeclaration
from medpref_dagster.declaration.machine import MachineDeclaration
from medpref_dagster.declaration.synthesis import Synthesis, find_models
from medpref_dagster.disclosure import handling, strictest
from medpref_dagster.names import name_unknown
from medpref_dagster.resources import StoreResource
from medpref_dagster.sources import check_source, find_disclosure, source_columns
from medpref_dagster.steps import DeclaredFeedback, is_expected
from medpref_dagster.steps.feedback import EVENTS, list_feedback_steps


class FeedbackAttributes(FeedbackDeclaration):
    """What `attributes:` of a Feedback may say."""

    owners: tuple[Owner, ...] = Field(
        default=("team:clinical-ml",), description="Owners shown on every asset: e-mail addresses or team:<name>."
    )
    look_every_seconds: int = Field(
        default=300, ge=30, description="How often the sensor looks for new events, once it is turned on."
    )
    look: bool = Field(
        default=False,
        description="Whether the sensor looks for new events without being turned on in the UI: on or off.",
    )
    fresh_for_hours: int | None = Field(
        default=None, ge=1, description="Events of which no week was read for so long are shown as overdue."
    )

    @field_validator("sources")
    @classmethod
    def _sources_can_be_read(cls, sources: dict[str, EventSource]) -> dict[str, EventSource]:
        for name, source in sources.items():
            if source.reader is not None:
                try:
                    check_source(source.records())
                except ValueError as error:
                    raise ValueError(f"{name}: {error}") from None
        return sources

    @field_validator("synthesis")
    @classmethod
    def _prompts_can_be_read(cls, synthesis: Synthesis | None) -> Synthesis | None:
        source = synthesis.prompts.source if synthesis else None
        if source is not None:
            check_source(source.records())
            known = source_columns(source.records())
            for column in (source.prompt, *source.columns.values()):
                if known is not None and column not in known:
                    raise ValueError(f"prompts.source: {name_unknown('column', column, known, 'of the source')}")
        return synthesis

    def declaration(self) -> FeedbackDeclaration:
        """The feedback without what only Dagster needs."""
        own = {name: getattr(self, name) for name in FeedbackDeclaration.model_fields}
        return FeedbackDeclaration.model_construct(**own)


@dataclass
class Feedback(dg.Component):
    """What clinicians do with answers, captured or exported, week by week as preference pairs and accepted examples.

    The folder's name is the feedback's name: the first part of its asset keys, the group and the job.
    """

    name: str
    attributes: FeedbackAttributes
    machine: MachineDeclaration = field(default_factory=declared_machine)
    base_models: tuple[str, ...] = field(default_factory=offered_base_models)

    @classmethod
    def get_model_cls(cls) -> type[BaseModel]:
        """The YAML's attributes."""
        return FeedbackAttributes

    def build_defs(self, context: dg.ComponentLoadContext) -> dg.Definitions:
        """As Dagster asks for it."""
        return self.build()

    def build(self) -> dg.Definitions:
        """The weekly assets and checks, the job of a week, and the sensor that sees new events."""
        about = self.declare()
        assets = build_assets(list_feedback_steps(about), about, self.base_models, self.attributes.owners)
        if (hours := self.attributes.fresh_for_hours) is not None:
            assets = expect_freshness(assets, EVENTS, hours)
        job = dg.define_asset_job(
            self.name,
            selection=dg.AssetSelection.groups(self.name),
            description=f"{self.attributes.title}: from the events of a week to its pairs and examples.",
            partitions_def=divide_by_week(about),
        )
        return dg.Definitions(assets=assets, jobs=[job], sensors=[self._build_sensor(about, job)])

    def declare(self) -> DeclaredFeedback:
        """What the steps are about."""
        synthesis = self.attributes.synthesis
        models = find_models(synthesis, self.machine) if synthesis else None
        return DeclaredFeedback(self.name, self.attributes.declaration(), models)

    def _build_sensor(self, about: DeclaredFeedback, job: Any) -> dg.SensorDefinition:
        @dg.sensor(
            job=job,
            name=f"{self.name}_new_events",
            minimum_interval_seconds=self.attributes.look_every_seconds,
            default_status=dg.DefaultSensorStatus.RUNNING if self.attributes.look else dg.DefaultSensorStatus.STOPPED,
            description="Requests each week that is over and has new events, late ones too, then what is stale of the "
            "weeks that look back to it; one week after the other, since a week is made from those before it.",
        )
        def look(context: dg.SensorEvaluationContext, store: StoreResource) -> dg.SensorResult | dg.SkipReason:
            try:
                with handling(strictest(map(find_disclosure, about.sources))):
                    return request_week(about, context, store.open())
            except Exception as error:
                if not is_expected(error):
                    raise
                return dg.SkipReason(str(error))

        return look
