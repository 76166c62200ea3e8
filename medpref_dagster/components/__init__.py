"""YAML to asset specs, checks, jobs and schedules."""

from medpref_dagster.components.clinical_task import ClinicalTask
from medpref_dagster.components.machine import Machine
from medpref_dagster.components.study import Study

__all__ = ["ClinicalTask", "Machine", "Study"]
