"""A task whose steps are done by two processes of torchrun: the same assets, and what happens when one is killed."""

import shutil
from pathlib import Path

import pytest

from medpref_dagster.declaration.launchers import LauncherDeclaration
from medpref_dagster.launchers.torchrun import run as run_processes
from medpref_dagster.storage.models import read_manifest
from medpref_dagster.storage.store import Store
from tests.conftest import CHECKOUT
from tests.launchers.runs import (
    UP_TO_CASES,
    assert_same_logps,
    assert_same_weights,
    checks,
    declare,
    materializations,
    read_failure,
    run,
)

TRAINED = ("sft_model", "dpo_model", "sft_continued_model")
MODELS = ("sft_model", "preference_pairs", "reference_logps", "dpo_model", "sft_continued_model", "predictions")

PROGRAM = '''
import importlib.abc, importlib.util, os, signal, sys
from pathlib import Path

HERE = Path(__file__).parent

class AfterImport(importlib.abc.MetaPathFinder):
    """Let the second process kill itself in the second step of a training."""

    def find_spec(self, name, path, target=None):
        if name != "medpref_dagster.training.packed_trainer":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        load = spec.loader.exec_module

        def exec_module(module):
            load(module)
            step = module.PackedPasses.training_step

            def training_step(self, *args):
                if self.state.global_step == 1:
                    os.kill(os.getpid(), signal.SIGKILL)
                return step(self, *args)

            module.PackedPasses.training_step = training_step

        spec.loader.exec_module = exec_module
        return spec

def note(event, arguments):
    writes = event == "os.rename" or (event == "open" and isinstance(arguments[2], int) and arguments[2] & 3)
    where = str(arguments[0])
    if writes and "/store/" in where:
        with os.fdopen(os.open(HERE / "written", os.O_CREAT | os.O_APPEND | os.O_WRONLY), "a") as file:
            file.write(where + chr(10))

if os.environ.get("RANK") == "1":
    if (HERE / "kills").exists():
        sys.meta_path.insert(0, AfterImport())
    sys.addaudithook(note)
    (HERE / "followed").touch()
'''
"""What each process of torchrun does when Python starts."""


@pytest.fixture
def watched(tmp_path, monkeypatch) -> Path:
    """A folder in which the second process leaves what it writes into a store, and kills itself if told to."""
    folder = tmp_path / "watched"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(PROGRAM)
    monkeypatch.setenv("PYTHONPATH", f"{folder}:{CHECKOUT}")
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    return folder


TWO = {"launcher": "torchrun", "processes": 2}


def test_two_processes_materialize_what_one_does_and_the_second_writes_nothing(project, tiny_task, watched):
    tiny_task("uti")
    declare(project, "one")
    expected = run(*UP_TO_CASES, *MODELS)
    shutil.copytree(project / "one", project / "same")
    declare(project, "two", TWO)
    found = run(*UP_TO_CASES, *MODELS)
    one, two = (Store(project / name / "store") for name in ("one", "two"))

    for name in (*UP_TO_CASES, "preference_pairs"):
        partition = None if name in UP_TO_CASES else "tiny"
        assert two.current(f"uti/{name}", partition).version == one.current(f"uti/{name}", partition).version, name
    for name in TRAINED:
        assert_same_weights(one, two, name)
        ours, theirs = (read_manifest(store.current(f"uti/{name}", "tiny")) for store in (two, one))
        assert ours.training["arguments"] == theirs.training["arguments"]
    # Of models that differ in their last digits: the same answers, and log-probabilities that differ in theirs.
    ours, theirs = (store.current("uti/predictions", "tiny").path for store in (two, one))
    assert (ours / "rows.parquet").read_bytes() == (theirs / "rows.parquet").read_bytes()
    for name in ("policy_logps.parquet", "reference_logps.parquet"):
        assert_same_logps(ours / name, theirs / name)
    assert_same_logps(*(store.current("uti/reference_logps", "tiny").path / "rows.parquet" for store in (two, one)))

    ours, theirs = materializations(found), materializations(expected)
    assert [ours[name].pop("processes").value for name in TRAINED] == [2, 2, 2]
    assert {name: set(metadata) for name, metadata in ours.items()} == {
        name: set(metadata) for name, metadata in theirs.items()
    }
    for name, metadata in theirs.items():
        kinds = {key: type(value) for key, value in metadata.items()}
        assert {key: type(ours[name][key]) for key in kinds} == kinds, name
    assert checks(found) == checks(expected)

    assert (watched / "followed").exists(), "there was no second process"
    written = (watched / "written").read_text() if (watched / "written").exists() else ""
    assert written == ""

    # Of the same models two processes make the same bytes as one: answers, and scores of pairs.
    shutil.rmtree(project / "same" / "store" / "done")
    (watched / "followed").unlink()
    declare(project, "same", TWO)
    again = materializations(run("predictions"))
    assert (watched / "followed").exists()
    assert again["predictions"]["address"] == theirs["predictions"]["address"]


def test_two_processes_share_an_object_store_with_other_machines(project, tiny_task, watched, url):
    tiny_task("uti")
    declare(project, "one")
    run(*UP_TO_CASES, "sft_model")
    declare(project, "two", TWO, url=url)
    run(*UP_TO_CASES, "sft_model")
    assert (watched / "followed").exists(), "there was no second process"
    written = (watched / "written").read_text() if (watched / "written").exists() else ""
    assert written == ""
    one, another = Store(project / "one" / "store"), Store(project / "another", url)
    assert another.current("uti/cases").version == one.current("uti/cases").version
    assert_same_weights(one, another, "sft_model")


def test_a_killed_process_ends_the_step_and_any_number_goes_on_from_the_checkpoint(project, tiny_task, watched, capfd):
    tiny_task("uti")
    declare(project, "one")
    run(*UP_TO_CASES, "sft_model")
    shutil.copytree(project / "one", project / "two")
    for forgotten in ("models", "done", "work", "refs/uti/sft_model", "refs/uti/sft_model.candidates"):
        shutil.rmtree(project / "two" / "store" / forgotten, ignore_errors=True)
    declare(project, "two", TWO)
    (watched / "kills").touch()
    failed = run("sft_model", fails=True)
    assert not failed.success
    said = read_failure(failed)
    assert "process 2 of 2 was killed by SIGKILL" in said
    assert "materialize again: a training goes on from its last checkpoint" in said
    store = Store(project / "two" / "store")
    assert list(store.root.glob("work/*/checkpoint-1"))
    assert list((store.root / "models").glob("*")) == []

    shutil.copytree(project / "two", project / "three")
    (watched / "kills").unlink()
    capfd.readouterr()
    declare(project, "two")  # one process, in the run's own
    run("sft_model")
    declare(project, "three", TWO | {"processes": 3})
    run("sft_model")
    printed = "".join(capfd.readouterr())
    assert "2/2 steps" in printed
    assert "1/2 steps" not in printed
    for name in ("two", "three"):
        assert_same_weights(Store(project / "one" / "store"), Store(project / name / "store"), "sft_model")


def test_processes_share_a_model_from_its_first_step_to_its_answers(project, tiny_task, watched):
    tiny_task("uti")
    declare(project, "one")
    run(*UP_TO_CASES, *MODELS)
    declare(project, "two", TWO, shards=True)
    run(*UP_TO_CASES)
    (watched / "kills").touch()
    said = read_failure(run("sft_model", fails=True))
    assert "process 2 of 2 was killed by SIGKILL" in said
    one, two = (Store(project / name / "store") for name in ("one", "two"))
    assert len(list(two.root.glob("work/*/checkpoint-1/shard-*.safetensors"))) == 2
    assert list((two.root / "models").glob("*")) == []
    (watched / "kills").unlink()
    shutil.copytree(project / "two", project / "three")

    declare(project, "three", TWO | {"processes": 3}, shards=True)
    run("sft_model")
    assert_same_weights(one, Store(project / "three" / "store"), "sft_model")
    declare(project, "two", TWO, shards=True)
    run(*MODELS)
    for name in TRAINED:
        assert_same_weights(one, two, name)
    ours, theirs = (store.current("uti/predictions", "tiny").path for store in (two, one))
    assert (ours / "rows.parquet").read_bytes() == (theirs / "rows.parquet").read_bytes()
    for name in ("policy_logps.parquet", "reference_logps.parquet"):
        assert_same_logps(ours / name, theirs / name)


def test_what_stops_a_step_elsewhere_is_told_in_one_sentence(project, tiny_task, watched):
    tiny_task("uti")
    declare(project, "none", TWO)
    said = read_failure(run("sft_model", fails=True))
    assert said.endswith("was not materialized yet; materialize it first")


def test_a_step_that_takes_longer_than_its_hours_is_ended(tmp_path):
    job = tmp_path / "job.json"
    job.write_text("{}")
    ended = run_processes(job, {}, LauncherDeclaration(launcher="torchrun", processes=2, hours=1e-6))
    assert (ended.well, ended.because) == (False, "they took longer than the profile's 1e-06 hours")
    assert not job.with_suffix(".result.json").exists()
