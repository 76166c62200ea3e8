"""Automation conditions and freshness: tables and reports refresh by themselves, models only on purpose."""

from datetime import timedelta
from functools import cache
from typing import Any

import dagster as dg

from medpref_dagster.declaration.automation import Automation
from medpref_dagster.sources import is_generated
from medpref_dagster.steps import DeclaredTask, Step

_When: Any = dg.AutomationCondition
"""Dagster's types tell conditions of assets from those of assets and checks, which it combines nevertheless."""


def automate(
    assets: list[dg.AssetsDefinition], steps: list[Step], about: DeclaredTask, declared: Automation
) -> list[dg.AssetsDefinition]:
    """The assets of a task, those with a condition that refresh by themselves."""
    read = not all(map(is_generated, about.sources))
    by_name = {step.name: step for step in steps}

    def change(spec: dg.AssetSpec) -> dg.AssetSpec:
        step = by_name[spec.key.path[-1]]
        if not step.refreshes(about):
            return spec
        if step.as_read and read:
            fresh = dg.FreshnessPolicy.time_window(fail_window=timedelta(hours=declared.fresh_for_hours))
            return spec.replace_attributes(
                automation_condition=_read_daily(declared.read_again_at), freshness_policy=fresh
            )
        return spec.replace_attributes(automation_condition=_follow())

    return [asset.map_asset_specs(change) for asset in assets]


def build_automation_sensor(name: str, declared: Automation) -> dg.SensorDefinition:
    """The sensor that looks at the conditions of a task."""
    return dg.AutomationConditionSensorDefinition(
        f"{name}_refreshes_by_itself",
        target=dg.AssetSelection.groups(name),
        default_status=dg.DefaultSensorStatus.RUNNING if declared.refresh else dg.DefaultSensorStatus.STOPPED,
        minimum_interval_seconds=60,
        description="Makes tables and reports again when what they are made of has changed; what runs a model is made "
        "on purpose. An asset's page says under Automation which of its conditions holds.",
    )


@cache
def _follow() -> dg.AutomationCondition:
    """When an input has other content than before, or the declaration or code that makes it is another."""
    other_input = _When.any_deps_match(
        (_When.data_version_changed() & ~_When.executed_with_root_target()).with_label(
            "an input has other content, and was not made in one run with this"
        )
    ).with_label("an input has changed")
    other_code = _When.code_version_changed().with_label("what makes it was changed")
    return (
        (other_input | other_code).since_last_handled().with_label("there is something new")
        & (~_When.missing()).with_label("it was made once, on purpose")
        & (~_When.any_deps_missing()).with_label("all inputs are there")
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
