"""A few kills; `python -m tests.campaigns.forgetting` tries many."""

import os
import subprocess
import sys

from tests.conftest import CHECKOUT


def test_a_killed_forgetting_is_finished_by_the_next_call(made_clinic):
    tried = subprocess.run(
        [sys.executable, "-m", "tests.campaigns.forgetting", "--kills", "3", "--seed", "2", "--made", str(made_clinic)],
        cwd=CHECKOUT,
        env={name: value for name, value in os.environ.items() if not name.startswith(("MEDPREF_", "DAGSTER_"))}
        | {"PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
    )
    assert tried.returncode == 0, tried.stdout + tried.stderr
    assert tried.stdout.startswith("| ")
