"""A few kills; `python -m tests.campaigns.deidentification` tries many."""

import os
import subprocess
import sys

from tests.conftest import CHECKOUT


def test_a_killed_deidentification_leaves_no_half_state():
    tried = subprocess.run(
        [sys.executable, "-m", "tests.campaigns.deidentification", "--kills", "6", "--seed", "1"],
        cwd=CHECKOUT,
        env={name: value for name, value in os.environ.items() if not name.startswith(("MEDPREF_", "DAGSTER_"))}
        | {"PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
    )
    assert tried.returncode == 0, tried.stdout + tried.stderr
    assert tried.stdout.startswith("| ")
