"""`medpref materialize`, `study`, `verdict` and `ratings` as a person calls them, on tiny models."""

import csv
import json
import os
import pty
import re
import select
import signal
import sys
from contextlib import nullcontext
from pathlib import Path

import click
import dagster as dg
import pytest
import torch
import yaml

from medpref_dagster.cli.declared import require_device
from medpref_dagster.definitions import load_definitions
from medpref_dagster.gpus import Gpu
from medpref_dagster.storage.store import Store
from tests.cli.calls import call, refusal
from tests.components.test_study import STUDY
from tests.conftest import CHECKOUT, enter_project, shrink_task, write_project, write_task


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
    made = [stage for stage in ("sft", "dpo", "sft_continued") if (refs / task / f"{stage}_model").exists()]
    stage = ("sft", "dpo", "sft_continued")[len(made)]
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
        f"{task} {stage} {step}"
        for task in ("uti", "triage")
        for stage in ("sft", "dpo", "sft_continued")
        for step in (1, 2)
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
    assert "unknown study 'trial'; declared under assets/: none" in refused.stderr


def test_wrong_arguments_are_refused_in_one_line_with_what_is_accepted(project, monkeypatch):
    assert "unknown task 'flu'; declared under assets/: 'uti'" in refusal("materialize", "flu")
    assert "unknown base model 'gpt'; declared: 'tiny'" in refusal("materialize", "uti", "--base-model", "gpt")
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


def test_a_machine_that_has_its_models_run_elsewhere_needs_no_gpu_of_its_own(project, monkeypatch):
    """A login node: the job's node has the GPU."""
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    profile = project / "resources" / "local" / "defs.yaml"
    machine = yaml.safe_load(profile.read_text())
    for launchers, refused in (([], True), ([{"launcher": "torchrun"}], True), ([{"launcher": "slurm"}], False)):
        machine["attributes"] |= {"compute": {"device": "cuda"}, "launchers": launchers}
        profile.write_text(yaml.safe_dump(machine))
        with pytest.raises(click.ClickException, match="device: cuda") if refused else nullcontext():
            require_device(load_definitions())


def test_the_gpu_is_looked_for_and_nothing_of_it_is_taken(project, monkeypatch):
    profile = project / "resources" / "local" / "defs.yaml"
    machine = yaml.safe_load(profile.read_text())
    machine["attributes"]["compute"] = {"device": "cuda"}
    profile.write_text(yaml.safe_dump(machine))
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr("medpref_dagster.devices.list_gpus", lambda: [Gpu("a card", "1", (9, 0))])
    asked = []
    monkeypatch.setattr(torch.cuda, "mem_get_info", lambda *_: asked.append("a context") or (1, 1))
    monkeypatch.setattr(torch.cuda, "current_device", lambda: asked.append("a device") or 0)
    require_device(load_definitions())
    assert asked == []


def test_a_broken_task_is_told_in_one_line_and_stops_no_other(project):
    write_task(project, "uti", shrink_task)
    broken = write_task(project, "sepsis", lambda attributes: None, copy_of="uti")
    broken.write_text(broken.read_text().replace("batch_size: 4", "batch_size: 0", 1))
    refused = refusal("materialize", "sepsis", "--base-model", "tiny")
    assert re.fullmatch(r"Error: assets/sepsis/defs.yaml:\d+ sft.batch_size: must be greater than 0, got 0\n", refused)
    other = call("verdict", "uti", "--base-model", "tiny")
    assert "left out: assets/sepsis/defs.yaml:" in other.stderr
    assert "was not materialized yet" in other.stderr


def test_a_source_that_cannot_be_read_is_told_once_and_nothing_is_made_of_it(project):
    def read_a_missing_file(attributes):
        shrink_task(attributes)
        columns = attributes["source"]["columns"]
        attributes["source"] = {"reader": "files", "options": {"path": "nowhere.csv"}, "columns": columns}

    write_task(project, "uti", read_a_missing_file)
    result = call("materialize", "uti", "--base-model", "tiny")
    assert result.returncode != 0
    assert (result.stdout + result.stderr).count("nowhere.csv") == 1
    assert not list((project / "store").rglob("*.parquet"))


@pytest.fixture(scope="module")
def made(tmp_path_factory, tiny_base_model) -> Path:
    """A project whose task `uti` was materialized once."""
    root = write_project(tmp_path_factory.mktemp("made") / "project", tiny_base_model)
    write_task(root, "uti", shrink_task)
    with pytest.MonkeyPatch.context() as patch:
        enter_project(root, patch)
        first = call("materialize", "uti", "--base-model", "tiny")
    assert first.returncode == 0, first.stdout + first.stderr
    assert "Next steps:" in first.stdout
    return root


@pytest.mark.parametrize(
    ("encoding", "command"),
    [("cp1252", "verdict"), ("ascii", "verdict"), ("cp1252", "materialize"), ("ascii", "check")],
)
def test_output_in_any_encoding_ends_well_and_keeps_every_minus(made, monkeypatch, encoding, command):
    enter_project(made, monkeypatch)
    monkeypatch.setenv("PYTHONIOENCODING", encoding)
    done = call(command, "uti", "--base-model", "tiny", encoding=encoding)
    assert done.returncode == 0, done.stderr
    said = " ".join(done.stdout.split())
    if command != "check":
        assert "Report:" in said
        signed = "[-+\N{MINUS SIGN}][0-9.]+"
        assert re.search(rf"mean reward margin {signed} \({signed} to {signed}\)", said)
    assert "?" not in said.replace("infection?", "")


class Terminal:
    """`medpref` on a terminal of its own."""

    def __init__(self, *arguments: str) -> None:
        self.output = ""
        self._process, self._terminal = pty.fork()
        if self._process == 0:
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # ignored where a shell started the tests in the background
            os.environ |= {"PYTHONPATH": str(CHECKOUT), "TERM": "xterm", "COLUMNS": "100"}
            os.execv(sys.executable, [sys.executable, "-m", "medpref_dagster.cli", *arguments])  # noqa: S606

    def read_until(self, text: str | None) -> bool:
        """Whether the text came; without one, everything is read."""
        while text is None or text not in self.output:
            ready, _, _ = select.select([self._terminal], [], [], 120)
            try:
                new = os.read(self._terminal, 65536) if ready else b""
            except OSError:  # the other side is closed
                new = b""
            if not new:
                return False
            self.output += new.decode(errors="replace")
        return True

    def press_interrupt(self) -> None:
        os.write(self._terminal, b"\x03")

    def wait(self) -> int:
        self.read_until(None)
        _, status = os.waitpid(self._process, 0)
        os.close(self._terminal)
        return os.waitstatus_to_exitcode(status)


def test_a_terminal_shows_each_step_while_it_runs_and_ctrl_c_says_where_it_stopped(project):
    write_task(project, "uti", shrink_task)
    terminal = Terminal("materialize", "uti", "--base-model", "tiny")
    assert terminal.read_until("… \x1b[0muti/sft_model"), terminal.output
    terminal.press_interrupt()
    assert terminal.wait() == 130, terminal.output
    assert re.search(r"stopped at uti/\w+ \(step \d+.*\), run again to go on", terminal.output)
    assert "Traceback" not in terminal.output

    again = Terminal("materialize", "uti", "--base-model", "tiny")
    assert again.wait() == 0, again.output
    assert "✓\x1b[0m uti/sft_model" in again.output
    assert "uti/raw_cases" not in again.output
    # the live line told of each step; it is not left at its first word
    for step in ("sft_model", "dpo_model", "evaluation_report"):
        assert f"… \x1b[0muti/{step}" in again.output
