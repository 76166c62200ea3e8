"""Automation conditions and freshness: tables and reports refresh by themselves, models only on purpose."""

from datetime import timedelta
from functools import cache
from typing import Any

import dagster as dg

from medpref_dagster.declaration.automation import Automation
from medpref_dagster.sources import is_generated
from medpref_dagster.steps import DeclaredStudy, DeclaredTask, Step

_When: Any = dg.AutomationCondition
"""Dagster's types tell conditions of assets from those of assets and checks, which it combines nevertheless."""


def automate(
    assets: list[dg.AssetsDefinition], steps: list[Step], about: DeclaredTask | DeclaredStudy, declared: Automation
) -> list[dg.AssetsDefinition]:
    """The assets of a task or a study, those with a condition that refresh by themselves."""
    read = not all(map(is_generated, about.sources))
    by_name = {step.name: step for step in steps}

    def change(spec: dg.AssetSpec) -> dg.AssetSpec:
        step = by_name[spec.key.path[-1]]
        if not step.refreshes(about):
            return spec
        if step.as_read and read:
            read_daily = spec.replace_attributes(automation_condition=_read_daily(declared.read_again_at))
            return _stay_fresh(read_daily, declared.fresh_for_hours)
        return spec.replace_attributes(automation_condition=_follow(step.takes_what_is_there))

    return [asset.map_asset_specs(change) for asset in assets]


def expect_freshness(assets: list[dg.AssetsDefinition], name: str, hours: int) -> list[dg.AssetsDefinition]:
    """The assets, of which the one of that name is shown as overdue where it was not made for so many hours."""

    def change(spec: dg.AssetSpec) -> dg.AssetSpec:
        return _stay_fresh(spec, hours) if spec.key.path[-1] == name else spec

    return [asset.map_asset_specs(change) for asset in assets]


def _stay_fresh(spec: dg.AssetSpec, hours: int) -> dg.AssetSpec:
    return spec.replace_attributes(freshness_policy=dg.FreshnessPolicy.time_window(fail_window=timedelta(hours=hours)))


def build_automation_sensor(name: str, declared: Automation) -> dg.SensorDefinition:
    """The sensor that looks at the conditions of a task or a study."""
    return dg.AutomationConditionSensorDefinition(
        f"{name}_refreshes_by_itself",
        target=dg.AssetSelection.groups(name),
        default_status=dg.DefaultSensorStatus.RUNNING if declared.refresh else dg.DefaultSensorStatus.STOPPED,
        minimum_interval_seconds=60,
        description="Makes tables and reports again when what they are made of has changed; what runs a model is made "
        "on purpose. An asset's page says under Automation which of its conditions holds.",
    )


@cache
def _follow(takes_what_is_there: bool) -> dg.AutomationCondition:
    """When an input has other content than before, or the declaration or code that makes it is another."""
    other_input = _When.any_deps_match(
        (_When.data_version_changed() & ~_When.executed_with_root_target()).with_label(
            "an input has other content, and was not made in one run with this"
        )
    ).with_label("an input has changed")
    other_code = _When.code_version_changed().with_label("what makes it was changed")
    new = (other_input | other_code).since_last_handled().with_label("there is something new") & (
        ~_When.missing()
    ).with_label("it was made once, on purpose")
    return (
        (new if takes_what_is_there else new & (~_When.any_deps_missing()).with_label("all inputs are there"))
        & (~_When.any_deps_in_progress()).with_label("no input is being made")
        & (~_When.in_progress()).with_label("it is not being made")
        & _When.all_deps_blocking_checks_passed().with_label("no blocking check of an input has failed")
    ).with_label("refreshes by itself")


@cache
def _read_daily(hour: int) -> dg.AutomationCondition:
    """Once a day, since only reading a source tells whether it has changed."""
    due = _When.cron_tick_passed(f"0 {hour} * * *").with_label(f"it is past {hour:02}:00 UTC")
    other_code = _When.code_version_changed().with_label("what makes it was changed")
    return (
        (due | other_code).since_last_handled().with_label("it is to be read again")
        & (~_When.missing()).with_label("it was made once, on purpose")
        & (~_When.in_progress()).with_label("it is not being made")
    ).with_label("is read again each day")


def is_declared_on(trigger: object) -> bool:
    """Whether a schedule or sensor, of whatever class of Dagster's, is on unless a person turned it off."""
    return getattr(trigger, "default_status", None) in {
        dg.DefaultScheduleStatus.RUNNING,
        dg.DefaultSensorStatus.RUNNING,
    }
