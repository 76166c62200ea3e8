"""One step in a process of its own gives what it gives through Dagster."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import dagster as dg
import pytest

from medpref_dagster.definitions import load_definitions
from medpref_dagster.steps.task import TASK_STEPS
from medpref_dagster.storage.store import Store
from medpref_dagster.work import Job, JobError, find_step, main, read_job
from tests.conftest import CHECKOUT

UP_TO_SFT = ("raw_cases", "cases", "sft_examples", "sft_model")


def write_job(project: Path, step: str, **more) -> Path:
    path = project / f"{step}.json"
    job = Job(project=str(project), profile="local", subject="uti", step=step, **more)
    path.write_text(job.model_dump_json())
    return path


def run(job: Path) -> subprocess.CompletedProcess:
    # No pipe for what the process prints: it is read from files, so that nothing can hold it open.
    command = [sys.executable, "-m", "medpref_dagster.work", str(job)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MEDPREF_")}
    with job.with_suffix(".out").open("w") as out, job.with_suffix(".err").open("w") as err:
        done = subprocess.run(
            command, env=environment | {"PYTHONPATH": str(CHECKOUT)}, stdout=out, stderr=err, cwd=job.parent
        )
    done.stdout, done.stderr = job.with_suffix(".out").read_text(), job.with_suffix(".err").read_text()
    return done


def test_a_step_in_its_own_process_trains_what_dagster_trains(project, tiny_task):
    tiny_task("uti")
    with dg.DagsterInstance.ephemeral() as instance:
        made = (
            load_definitions()
            .resolve_job_def("uti")
            .execute_in_process(
                instance=instance,
                tags={"dagster/partition": "tiny"},
                asset_selection=[dg.AssetKey(["uti", name]) for name in UP_TO_SFT],
            )
        )
    assert made.success
    store = Store(project / "store")
    model, candidates = (store.current(f"uti/{name}", "tiny") for name in ("sft_model", "sft_model.candidates"))
    for forgotten in ("models", "done", "work", "refs/uti/sft_model"):
        shutil.rmtree(store.root / forgotten)

    job = write_job(project, "sft_model", partition="tiny")
    done = run(job)
    assert done.returncode == 0, done.stderr
    result = json.loads(job.with_suffix(".result.json").read_text())
    assert (result["address"], result["more"]) == (model.address, {"candidates": candidates.address})
    assert Store(project / "store").current("uti/sft_model", "tiny") == model
    assert result["checks"]["held_out_unseen"] | {"metadata": {}} == {
        "passed": True,
        "blocks": True,
        "sentence": None,
        "metadata": {},
    }
    assert result["metadata"]["reused"] == {"kind": "json", "value": False}
    assert result["metadata"]["card"]["kind"] == "markdown"
    assert result["metadata"]["path"] == {"kind": "path", "value": str(model.path)}
    assert "sft learning_rate=0.001" in done.stdout


def test_what_stops_a_step_is_one_line_and_an_exit_status(project, tiny_task):
    tiny_task("uti")
    job = write_job(project, "cases")
    job.with_suffix(".result.json").write_text("of an earlier call")
    done = run(job)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "uti/raw_cases was not materialized yet; materialize it first"
    assert "Traceback" not in done.stderr
    assert not job.with_suffix(".result.json").exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "is no job: it is not as it must be"),
        ('{"project": "", "profile": "local", "subject": "uti", "step": "cases"}', "is no job: project is not as"),
        (
            '{"project": "a\\u0000b", "profile": "local", "subject": "uti", "step": "cases"}',
            "is no job: project is not",
        ),
    ],
)
def test_a_process_says_in_one_line_why_it_does_no_job(tmp_path, content, said):
    (tmp_path / "job.json").write_text(content)
    done = run(tmp_path / "job.json")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert said in done.stderr


def test_a_job_of_another_version_of_the_package_is_refused(project, capsys):
    job = write_job(project, "cases", package="0" * 64)
    job.with_suffix(".result.json").write_text("of an earlier call")
    assert main([str(job)]) == 1
    assert not job.with_suffix(".result.json").exists()
    assert "another version of medpref-dagster (000000000000" in capsys.readouterr().err


@pytest.mark.parametrize("content", [b"", b"[]", b'{"step": 1}', b"\xff", b'{"unknown": "field"}'])
def test_a_file_that_is_no_job_is_named(tmp_path, content):
    (tmp_path / "job.json").write_bytes(content)
    with pytest.raises(JobError, match=r"job\.json is no job"):
        read_job(tmp_path / "job.json")
    with pytest.raises(JobError, match="cannot be read"):
        read_job(tmp_path / "none.json")


@pytest.mark.parametrize(
    ("step", "partition", "said"),
    [
        ("flu", None, "no step 'flu'; it has raw_cases, deidentified_cases, cases"),
        ("cases", "tiny", "uti/cases has no partitions"),
        ("sft_model", None, "uti/sft_model needs a base model as its partition"),
    ],
)
def test_a_job_for_what_is_not_there_is_refused(step, partition, said):
    job = Job(project=".", profile="local", subject="uti", step=step, partition=partition)
    with pytest.raises(JobError, match=said):
        find_step(job, TASK_STEPS)


def test_without_a_job_it_says_how_it_is_called(capsys):
    assert main([]) == 2
    assert "usage: python -m medpref_dagster.work job.json" in capsys.readouterr().err
