"""The commands as a person calls them, on tiny models."""

import csv
import json
import os
import subprocess
import sys

import yaml

from tests.components.test_study import STUDY
from tests.conftest import CHECKOUT


def call(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from medpref_dagster.cli import main; main()", *arguments],
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def test_a_study_ends_with_its_report_and_a_second_call_trains_nothing(project, tiny_task):
    tiny_task("uti")
    (project / "assets" / "study").mkdir()
    declared = {**STUDY, "attributes": {**STUDY["attributes"], "tasks": ["uti"], "seeds": []}}
    (project / "assets" / "study" / "defs.yaml").write_text(yaml.safe_dump(declared))

    first = call("study", "--base-model", "tiny")
    assert first.returncode == 0, first.stdout + first.stderr
    assert "uti/dpo_model" in first.stdout
    assert "tiny: DPO against SFT" in first.stdout
    assert "report.html" in first.stdout

    second = call("study", "--base-model", "tiny")
    assert second.returncode == 0
    assert "nothing was trained or computed again" in second.stdout
    assert "cross_task_predictions" not in second.stdout

    rated = ("uti", "--base-model", "tiny", "--seed", "3")
    exported = call("ratings", "export", *rated, str(project / "ann.csv"))
    assert exported.returncode == 0, exported.stderr
    with (project / "ann.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    with (project / "bob.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows({**row, "rating": 1 + number % 5} for number, row in enumerate(rows))
    imported = call("ratings", "import", *rated, str(project / "bob.csv"))
    assert imported.returncode == 0, imported.stderr
    assert json.loads(imported.stdout)["ratings"] == len(rows)


def test_a_study_that_is_not_declared_is_named_with_those_that_are(project):
    refused = call("study", "trial")
    assert refused.returncode != 0
    assert "no study 'trial'; declared under assets/: none" in refused.stderr
