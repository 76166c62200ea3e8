"""A few trials of each campaign; `python -m tests.campaigns.<name>` tries many."""

import os
import subprocess
import sys

import pytest

from tests.conftest import CHECKOUT


@pytest.mark.parametrize(
    "campaign",
    [("kills", "--kills", "2", "--seed", "2"), ("first_commands", "--homes", "2", "--seed", "2")],
    ids=lambda campaign: campaign[0],
)
def test_a_few_trials_find_nothing(campaign):
    # In a process of its own: the commands are forked from it, which has no threads.
    tried = subprocess.run(
        [sys.executable, "-m", f"tests.campaigns.{campaign[0]}", *campaign[1:]],
        cwd=CHECKOUT,
        env={name: value for name, value in os.environ.items() if not name.startswith(("MEDPREF_", "DAGSTER_"))}
        | {"PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
    )
    assert tried.returncode == 0, tried.stdout + tried.stderr
    assert tried.stdout.startswith("| ")
