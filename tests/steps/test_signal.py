"""The steps from events to pairs load what they need."""

import subprocess
import sys

from tests.conftest import CHECKOUT


def test_a_step_of_plain_feedback_loads_neither_databases_nor_name_lists_nor_statistics():
    program = (
        "import sys, medpref_dagster.steps.signal; "
        "heavy = {'sqlalchemy', 'alembic', 'rapidfuzz', 'scipy', 'pandas', 'medpref_dagster.deidentification.texts'}; "
        "print(*sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
