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


_KEPT = ("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "LRU_CACHE_CAPACITY")
_PRODUCTS_OF_MANY_SHAPES = """
import medpref_dagster.definitions, torch

def held():
    lines = open("/proc/self/status").read().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("RssAnon"))

weight = torch.ones(1536, 576)
rows = torch.ones(500, 576)

def multiply(number):
    return torch.ops.mkldnn._linear_pointwise(rows[:number], weight, None, "none", [], "")

for number in range(100, 300):
    multiply(number)
before = held()
for number in range(300, 480):
    multiply(number)
print((held() - before) / 1024)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads what the process holds from /proc")
def test_what_is_made_ready_for_a_product_of_one_shape_is_not_kept_for_good(project):
    inherited = {name: value for name, value in os.environ.items() if name not in _KEPT}
    command = [sys.executable, "-c", _PRODUCTS_OF_MANY_SHAPES]
    ours, kept = (
        float(subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout)
        for environment in (inherited, inherited | dict.fromkeys(_KEPT, "1024"))
    )
    assert ours < 0.3 * kept, f"{ours} MiB, and {kept} with as many as they keep themselves"
