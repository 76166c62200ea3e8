"""Runs of declared jobs: what is stale, start a run, follow it, and what becomes of those that were killed."""

from medpref_dagster.components.living_runs import PROCESS_TAG, fail_killed_runs, open_instance
from medpref_dagster.runs.follow import RunInterruptedError
from medpref_dagster.runs.launch import Outcome, materialize
from medpref_dagster.runs.staleness import find_read_sources, find_stale_assets

__all__ = [
    "PROCESS_TAG",
    "Outcome",
    "RunInterruptedError",
    "fail_killed_runs",
    "find_read_sources",
    "find_stale_assets",
    "materialize",
    "open_instance",
]
