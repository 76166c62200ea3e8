"""What importing the package does before anything else is loaded."""

import os
import subprocess
import sys

import pytest

from medpref_dagster import SPIN_COUNT

_LIKE_A_STEP_OF_DAGSTER = "import medpref_dagster.definitions, sys; assert 'torch' not in sys.modules; import torch"


@pytest.mark.parametrize(
    ("chosen", "read"),
    [({}, SPIN_COUNT), ({"GOMP_SPINCOUNT": "77"}, "77"), ({"OMP_WAIT_POLICY": "ACTIVE"}, None)],
    ids=["nothing chosen", "a count", "a policy"],
)
def test_openmp_is_told_how_long_to_spin_before_torch_loads_it_and_a_user_s_choice_stays(project, chosen, read):
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("OMP_", "GOMP_"))}
    loaded = subprocess.run(
        [sys.executable, "-c", _LIKE_A_STEP_OF_DAGSTER],
        env={**inherited, **chosen, "OMP_DISPLAY_ENV": "VERBOSE"},
        check=True,
        capture_output=True,
        text=True,
    )
    if "GOMP_SPINCOUNT" not in loaded.stderr:
        pytest.skip("this PyTorch uses another OpenMP than GNU's")
    found = loaded.stderr.partition("GOMP_SPINCOUNT = '")[2].partition("'")[0]
    assert found == read or (read is None and found != SPIN_COUNT)
