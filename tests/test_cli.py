"""The commands as a person calls them, on tiny models."""

import csv
import json
import os
import subprocess
import sys

import pytest
import torch
import yaml

from medpref_dagster.storage.store import Store
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
    [group] = json.loads(imported.stdout)["groups"]
    assert (group["raters"], group["ratings"]) == (["bob"], len(rows))
    assert "once assets/uti/defs.yaml has evaluation.likert" in imported.stderr

    (project / "eve.csv").write_text(f"item,rating\n{rows[0]['item']},2\nnobody,3\n")
    refused = refusal("ratings", "import", *rated, str(project / "bob.csv"), str(project / "eve.csv"))
    assert "eve.csv, line 3: item 'nobody' is not among those exported" in refused
    store = Store(project / "store")
    kept = store.read_table(store.current("uti/clinician_ratings", "tiny"))
    assert set(kept["rater"].to_pylist()) == {"bob"}, "a refused file keeps nothing"


def test_a_study_that_is_not_declared_is_named_with_those_that_are(project):
    refused = call("study", "trial")
    assert refused.returncode != 0
    assert "no study 'trial'; declared under assets/: none" in refused.stderr


def refusal(*arguments: str) -> str:
    refused = call(*arguments)
    assert refused.returncode != 0
    assert "Traceback" not in refused.stderr
    return refused.stderr


def test_wrong_arguments_are_refused_in_one_line_with_what_is_accepted(project, monkeypatch):
    assert "no task 'flu'; declared under assets/: uti" in refusal("materialize", "flu")
    assert "unknown base model gpt; declared: tiny" in refusal("materialize", "uti", "--base-model", "gpt")
    assert "not both" in refusal("materialize", "uti", "--base-model", "tiny", "--all-base-models")
    assert "was not materialized yet" in refusal("verdict", "uti", "--base-model", "tiny")
    monkeypatch.setenv("MEDPREF_PROFILE", "cluster")
    assert "the profiles under resources/ are local" in refusal("materialize", "uti")


def test_a_profile_that_asks_for_a_gpu_fails_before_any_work_where_there_is_none(project):
    profile = project / "resources" / "local" / "defs.yaml"
    machine = yaml.safe_load(profile.read_text())
    machine["attributes"]["compute"] = {"device": "cuda"}
    profile.write_text(yaml.safe_dump(machine))

    if torch.cuda.is_available():
        pytest.skip("there is a GPU here")
    assert "set device: auto" in refusal("materialize", "uti", "--base-model", "tiny")
    assert not (project / "store" / "tables").exists()
