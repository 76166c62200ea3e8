"""A few kills; `python -m tests.campaigns.loop` tries many."""

import os
import subprocess
import sys

from tests.conftest import CHECKOUT


def test_a_killed_round_is_finished_by_the_next_call_and_promotes_once():
    # In a process of its own: the commands are forked from it, which has no threads.
    tried = subprocess.run(
        [sys.executable, "-m", "tests.campaigns.loop", "--kills", "2", "--seed", "2"],
        cwd=CHECKOUT,
        env={name: value for name, value in os.environ.items() if not name.startswith(("MEDPREF_", "DAGSTER_"))}
        | {"PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
    )
    assert tried.returncode == 0, tried.stdout + tried.stderr
    assert tried.stdout.startswith("| ")
