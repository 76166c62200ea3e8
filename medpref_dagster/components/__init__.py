"""YAML to asset specs, checks, jobs and schedules."""

from medpref_dagster.components.machine import Machine
from medpref_dagster.components.study import Study
from medpref_dagster.components.task import ClinicalTask

__all__ = ["ClinicalTask", "Machine", "Study"]
