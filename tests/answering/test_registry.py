import subprocess
import sys

import pytest

from medpref_dagster.answering import METRICS


@pytest.mark.parametrize("module", ["medpref_dagster.answering", "medpref_dagster.answering.answers"])
def test_what_definitions_import_stays_light(module):
    heavy = {"numpy", "pandas", "pyarrow", "scipy", "torch", "transformers", "matplotlib", "jinja2", "dagster"}
    code = f"import sys, {module}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not heavy & set(loaded)


def test_every_metric_says_where_it_is_and_what_it_suits():
    for metric in METRICS.values():
        assert metric.function.count(":") == 1
        assert set(metric.kinds) <= {"label", "labels", "option", "text"}
        assert metric.title
