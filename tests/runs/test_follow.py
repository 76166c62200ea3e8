"""What a run's log holds for whoever looks for causes is not shown as progress."""

import io
import logging

import dagster as dg
import pytest
from rich.console import Console

from medpref_dagster.runs.follow import Follower


@pytest.mark.parametrize(("level", "shown"), [(logging.INFO, True), (logging.DEBUG, False)])
def test_progress_is_shown_and_the_traceback_of_an_expected_failure_is_not(level, shown):
    out = io.StringIO()
    with dg.DagsterInstance.ephemeral() as instance:
        follower = Follower(instance, "a launch", Console(file=out, width=200))
        follower._show(
            dg.EventLogEntry(
                error_info=None,
                level=level,
                user_message="Traceback (most recent call last): ...",
                run_id="r",
                timestamp=0.0,
                step_key="uti__dpo_model",
            )
        )
    assert ("uti/dpo_model" in out.getvalue()) == shown
