import subprocess
import sys

import pytest

from medpref_dagster.answering import METRICS, Metric, MetricError, Metrics, qualify_metrics
from medpref_dagster.answering.metrics import FieldAnswers, measure_metric
from medpref_dagster.declaration import LabelAnswer


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


PLUGIN = """
from medpref_dagster.answering import Metric
from medpref_dagster.answering.metrics import mean_over_cases
import numpy as np

METRIC = Metric("house_metrics.brevity:measure_brevity", ("label",), "Brevity")

def measure_brevity(answers):
    return mean_over_cases(np.array([1.0 / len(read or "x") for read in answers.read]))
"""


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """An installed package that offers a metric by an entry point."""
    package, distribution = tmp_path / "house_metrics", tmp_path / "house_metrics-1.dist-info"
    for folder in (package, distribution):
        folder.mkdir()
    (package / "__init__.py").write_text("")
    (package / "brevity.py").write_text(PLUGIN)
    (package / "empty.py").write_text("")
    (distribution / "METADATA").write_text("Name: house-metrics\nVersion: 1\n")
    (distribution / "entry_points.txt").write_text(
        "[medpref_dagster.metrics]\nbrevity = house_metrics.brevity\naccuracy = house_metrics.brevity\n"
        "nothing = house_metrics.empty\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    metrics = Metrics("medpref_dagster.metrics", dict(METRICS))
    monkeypatch.setattr("medpref_dagster.answering.METRICS", metrics)
    monkeypatch.setattr("medpref_dagster.answering.metrics.METRICS", metrics)
    return metrics


def test_an_installed_package_offers_a_metric_and_never_replaces_one_of_ours(installed):
    assert installed["brevity"] == Metric("house_metrics.brevity:measure_brevity", ("label",), "Brevity")
    assert installed["accuracy"].title == "Accuracy"
    assert {"brevity", *METRICS} <= set(installed)
    assert measure_metric("brevity", FieldAnswers("label", ("Yes",), ("No",), ("Yes", "No"))).value() == 0.5


def test_a_module_without_a_metric_is_named(installed):
    with pytest.raises(MetricError, match="'nothing': the installed module has no METRIC"):
        installed["nothing"]


def test_an_unknown_metric_is_none(installed):
    assert "f2" not in installed
    with pytest.raises(KeyError):
        installed["f2"]


def test_a_metric_of_an_installed_package_may_be_declared(installed):
    del installed._registry._others()["nothing"]
    answer = LabelAnswer(column="x", labels={"Yes": "Yes.", "No": "No."})
    assert qualify_metrics(["brevity"], answer) == ("brevity",)
