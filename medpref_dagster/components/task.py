"""The component of `assets/<task>/defs.yaml`: a declared clinical task becomes assets, checks, a job, a schedule."""

import zoneinfo
from dataclasses import dataclass, field
from typing import Any

import dagster as dg
from pydantic import BaseModel, Field, ValidationInfo, field_validator

from medpref_dagster.answering import MetricError, qualify_metrics
from medpref_dagster.answering.parsing import find_indistinct_labels
from medpref_dagster.components.automation import automate, build_automation_sensor
from medpref_dagster.components.frame import RUNS_MODEL, build_assets
from medpref_dagster.components.machine import declared_machine, offered_base_models, refuse_untrainable
from medpref_dagster.components.scaffold import ClinicalTaskScaffolder
from medpref_dagster.declaration import Answer, Declared, Evaluation, Prompt, Rejected, Source, TaskDeclaration
from medpref_dagster.declaration.automation import Automation
from medpref_dagster.declaration.base import Owner
from medpref_dagster.declaration.machine import BaseModelJudge, JudgeDeclaration, MachineDeclaration
from medpref_dagster.names import UndeclaredNameError, name_unknown
from medpref_dagster.preferences.rejected import check_options
from medpref_dagster.sources import check_source, source_columns
from medpref_dagster.sources.columns import (
    Named,
    name_answer_columns,
    name_identified_columns,
    name_prompt_columns,
    name_source_columns,
    require_columns,
)
from medpref_dagster.steps import DeclaredTask
from medpref_dagster.steps.task import list_task_steps


class Schedule(Declared):
    """When the task's assets are refreshed."""

    cron: str = Field(description="A cron expression, e.g. '0 6 * * 1' for Mondays at six.")
    timezone: str = Field(default="UTC", description="The time zone that the expression is read in.")
    base_models: tuple[str, ...] = Field(
        default=(), description="The base models that are refreshed; without it, the first declared one."
    )

    @field_validator("cron")
    @classmethod
    def _cron_is_valid(cls, cron: str) -> str:
        # Dagster's own parser, so that what is accepted here is what its schedules run
        try:
            dg.ScheduleDefinition(name="asked", job_name="asked", cron_schedule=cron)
        except dg.DagsterInvalidDefinitionError:
            raise ValueError(f"{cron!r} is no cron expression of five fields, e.g. '0 6 * * 1'") from None
        return cron

    @field_validator("timezone")
    @classmethod
    def _timezone_is_known(cls, timezone: str) -> str:
        try:
            zoneinfo.ZoneInfo(timezone)
        except (ValueError, OSError, LookupError):  # all names are listed only for the nearest one: that takes long
            known = sorted(zoneinfo.available_timezones())
            raise ValueError(name_unknown("time zone", timezone, known, listed=False)) from None
        return timezone


class ClinicalTaskAttributes(TaskDeclaration):
    """What `attributes:` of a ClinicalTask may say."""

    owners: tuple[Owner, ...] = Field(
        default=("team:clinical-ml",), description="Owners shown on every asset: e-mail addresses or team:<name>."
    )
    schedule: Schedule | None = Field(default=None, description="Refresh on a schedule; without it, none is made.")

    automation: Automation | None = Field(
        default=None, description="What refreshes by itself; without it, nothing does, and no sensor is made."
    )

    @field_validator("source")
    @classmethod
    def _source_is_known(cls, source: Source) -> Source:
        check_source(source)
        _require_columns(name_source_columns(source), source)
        _require_columns(name_identified_columns(source), source)
        return source

    @field_validator("prompt")
    @classmethod
    def _prompt_names_columns_of_the_source(cls, prompt: str | Prompt, info: ValidationInfo) -> str | Prompt:
        _require_columns(name_prompt_columns(prompt), info.data.get("source"))
        return prompt

    @field_validator("answer")
    @classmethod
    def _answer_names_columns_of_the_source(cls, answer: Answer, info: ValidationInfo) -> Answer:
        _require_columns(name_answer_columns(answer), info.data.get("source"))
        prompted = {column for _, column in name_prompt_columns(info.data.get("prompt") or "")}
        for place, column in name_answer_columns(answer):
            if column in prompted and ".options." not in place:
                raise ValueError(f"{place}: {column!r} is the gold answer, and the prompt shows it; leave it out there")
        if indistinct := find_indistinct_labels(answer):
            raise ValueError(
                f"cannot be told apart from another answer: {', '.join(map(repr, indistinct))}. What a model writes is "
                "read from its beginning, without regard to case, quotes and punctuation; two labels must differ in "
                "more than that, and an answer sentence must not name another label right behind its own"
            )
        return answer

    @field_validator("rejected")
    @classmethod
    def _strategy_serves_the_answer(cls, rejected: Rejected, info: ValidationInfo) -> Rejected:
        if "answer" in info.data:
            check_options(TaskDeclaration.model_construct(**info.data, rejected=rejected))
        return rejected

    @field_validator("evaluation")
    @classmethod
    def _metrics_serve_the_answer(cls, evaluation: Evaluation, info: ValidationInfo) -> Evaluation:
        answer: Answer | None = info.data.get("answer")
        if answer is not None:
            try:
                qualify_metrics(evaluation.metrics, answer, evaluation.answer_by)
                if evaluation.choose_by is not None:
                    qualify_metrics([evaluation.choose_by], answer, evaluation.answer_by)
            except MetricError as error:  # pydantic turns only a ValueError into an error with a place in the file
                raise ValueError(str(error)) from None
        return evaluation

    def declaration(self) -> TaskDeclaration:
        """The task without what only Dagster needs."""
        own = {name: getattr(self, name) for name in TaskDeclaration.model_fields}
        return TaskDeclaration.model_construct(**own)


def _require_columns(named: Named, source: Source | None) -> None:
    """Refuse unknown columns where the source knows its columns without being read; else `cases` does."""
    columns = source_columns(source) if source is not None else None
    if columns is not None:
        require_columns(named, columns)


@dg.scaffold_with(ClinicalTaskScaffolder)
@dataclass
class ClinicalTask(dg.Component):
    """A clinical task, from raw notes to SFT and DPO models and a statistical verdict.

    The folder's name is the task's name: the first part of every asset key, the group and the job.
    """

    task: str
    attributes: ClinicalTaskAttributes
    machine: MachineDeclaration = field(default_factory=declared_machine)
    base_models: tuple[str, ...] = field(default_factory=offered_base_models)

    @classmethod
    def get_model_cls(cls) -> type[BaseModel]:
        """The YAML's attributes."""
        return ClinicalTaskAttributes

    def build_defs(self, context: dg.ComponentLoadContext) -> dg.Definitions:
        """As Dagster asks for it."""
        return self.build()

    def build(self) -> dg.Definitions:
        """The task's assets and checks, its job and, where declared, its schedule."""
        refuse_untrainable(self.attributes, self.machine, self.base_models)
        about = self.declare()
        steps, automation = list_task_steps(about), self.attributes.automation
        assets = build_assets(steps, about, self.base_models, self.attributes.owners)
        if automation is not None:
            assets = automate(assets, steps, about, automation)
        job = dg.define_asset_job(
            self.task,
            selection=dg.AssetSelection.groups(self.task),
            description=f"{self.attributes.title}: from raw cases to the verdict, for one base model.",
            tags=RUNS_MODEL,
            partitions_def=dg.StaticPartitionsDefinition(list(self.base_models)),
        )
        sensors = [build_automation_sensor(self.task, automation)] if automation is not None else []
        return dg.Definitions(assets=assets, jobs=[job], schedules=self._build_schedules(job), sensors=sensors)

    def declare(self) -> DeclaredTask:
        """What the task's steps are about."""
        judge = self._find_judge()
        base = self.machine.base_model(judge.base_model) if isinstance(judge, BaseModelJudge) else None
        return DeclaredTask(self.task, self.attributes.declaration(), judge, base, self.machine.base_models)

    def _find_judge(self) -> JudgeDeclaration | None:
        """The declared judge as the profile has it."""
        likert = self.attributes.evaluation.likert
        if likert is None or likert.judge is None:
            return None
        judges = {judge.name: judge for judge in self.machine.judges}
        if likert.judge not in judges:
            message = name_unknown("judge", likert.judge, judges, "declared in resources/")
            raise UndeclaredNameError(message, ("evaluation", "likert", "judge"))
        return judges[likert.judge]

    def _build_schedules(self, job: Any) -> list[dg.ScheduleDefinition]:
        declared = self.attributes.schedule
        if declared is None:
            return []
        base_models = declared.base_models or self.base_models[:1]
        unknown = sorted(set(base_models) - set(self.base_models))
        if unknown:
            message = name_unknown("base model", unknown[0], self.base_models, "declared in resources/")
            raise UndeclaredNameError(message, ("schedule", "base_models"))

        @dg.schedule(
            job=job,
            name=f"{self.task}_refresh",
            cron_schedule=declared.cron,
            execution_timezone=declared.timezone,
            description=f"Refreshes {self.task} for {', '.join(base_models)}.",
        )
        def refresh(context: dg.ScheduleEvaluationContext) -> list[dg.RunRequest]:
            when = context.scheduled_execution_time.isoformat()
            return [dg.RunRequest(run_key=f"{when} {name}", partition_key=name) for name in base_models]

        return [refresh]
