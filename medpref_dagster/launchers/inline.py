"""The run's own process does the step."""

import dagster as dg

from medpref_dagster.launchers import Errand


def materialize(errand: Errand) -> dg.MaterializeResult:
    """Do it here."""
    return errand.here()
