"""The commands as a person calls them, on tiny models."""

import csv
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import dagster as dg
import pytest
import torch
import yaml

from medpref_dagster.storage.store import Store
from tests.components.test_study import STUDY
from tests.conftest import CHECKOUT, enter_project, shrink_task, write_project, write_task

_CALL = "from medpref_dagster.cli import main; main()"


def call(*arguments: str, program: str = _CALL) -> subprocess.CompletedProcess[str]:
    # No pipes: what Dagster starts to capture output outlives a killed call and holds them open.
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        done = subprocess.run(
            [sys.executable, "-c", program, *arguments],
            env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
            stdout=out,
            stderr=err,
            check=False,
            timeout=300,
        )
        for file in (out, err):
            file.seek(0)
        return subprocess.CompletedProcess(done.args, done.returncode, out.read(), err.read())


def write_study(root: Path, *tasks: str) -> None:
    """Tiny tasks of the checkout, and a study of them, into a project."""
    for task in tasks:
        write_task(root, task, shrink_task)
    attributes = {**STUDY["attributes"], "tasks": list(tasks), "seeds": []}
    (root / "assets" / "study").mkdir()
    (root / "assets" / "study" / "defs.yaml").write_text(yaml.safe_dump({**STUDY, "attributes": attributes}))


def test_a_study_ends_with_its_report_and_a_second_call_trains_nothing(project):
    write_study(project, "uti")

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


_TELL_CHECKPOINTS = """\
import contextlib, os, signal
from pathlib import Path
from medpref_dagster.cli import main
from medpref_dagster.training.checkpoints import CheckpointFolder

write = CheckpointFolder.writing
told = Path(os.environ["MEDPREF_PROJECT"], "checkpoints.txt")
killed = told.exists()
refs = Path(os.environ["MEDPREF_PROJECT"], "store", "refs")

@contextlib.contextmanager
def tell(self, step):
    task = "triage" if (refs / "uti" / "evaluation_report").exists() else "uti"
    stage = "dpo" if (refs / task / "reference_logps").exists() else "sft"
    with write(self, step) as folder:
        yield folder
        if not killed and (task, step) == ("triage", 2):
            os.kill(os.getpid(), signal.SIGKILL)
    with told.open("a") as file:
        file.write(f"{task} {stage} {step}\\n")

CheckpointFolder.writing = tell
main()
"""


def read_content(root: Path) -> tuple[dict[str, str], dict]:
    """The data version of every asset but the report, and what the report says but for what it cost."""
    store = Store(root / "store")
    refs = [path.relative_to(store.root / "refs") for path in (store.root / "refs").rglob("*.json")]
    versions = {str(ref): json.loads((store.root / "refs" / ref).read_text()) for ref in refs}
    versions.pop("study/report.json")  # has the costs in it
    content = json.loads((store.current("study/report").path / "report.json").read_text())
    for entry in content["entries"]:
        assert all(entry.pop("costs").values())
    return versions, content


def test_a_study_that_was_killed_goes_on_and_ends_as_if_it_never_was(project, tmp_path, tiny_base_model):
    write_study(project, "uti", "triage")
    study = ("study", "--base-model", "tiny")
    killed = call(*study, program=_TELL_CHECKPOINTS)
    assert killed.returncode == -signal.SIGKILL, killed.stdout + killed.stderr
    (work,) = (project / "store" / "work").iterdir()
    assert [path.name for path in work.rglob("checkpoint-*")] == ["checkpoint-1"]

    after = call(*study, program=_TELL_CHECKPOINTS)
    assert after.returncode == 0, after.stdout + after.stderr
    assert re.search(r"uti for tiny\n.*nothing was trained", after.stdout)
    # The training went on behind its first checkpoint, and every other one was done once.
    assert (project / "checkpoints.txt").read_text().splitlines() == [
        f"{task} {stage} {step}" for task in ("uti", "triage") for stage in ("sft", "dpo") for step in (1, 2)
    ]

    never_killed = write_project(tmp_path / "never killed", tiny_base_model)
    write_study(never_killed, "uti", "triage")
    with pytest.MonkeyPatch.context() as patch:
        enter_project(never_killed, patch)
        from medpref_dagster.definitions import load_definitions

        job = load_definitions().resolve_job_def("study")
        with dg.DagsterInstance.ephemeral() as instance:
            assert job.execute_in_process(instance=instance, tags={"dagster/partition": "tiny"}).success
    assert read_content(project) == read_content(never_killed)

    unchanged = call(*study)
    assert unchanged.returncode == 0, unchanged.stdout + unchanged.stderr
    assert unchanged.stdout.count("nothing was trained or computed again") == 2
    assert "cross_task_predictions" not in unchanged.stdout
    assert read_content(project) == read_content(never_killed)
    assert list((project / "store" / "work").iterdir()) == []


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


def test_the_package_runs_as_the_command():
    called = subprocess.run([sys.executable, "-m", "medpref_dagster", "--help"], capture_output=True, text=True)
    assert called.returncode == 0
    assert called.stdout.startswith("Usage: medpref ")
