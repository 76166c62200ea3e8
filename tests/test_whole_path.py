"""A declared task from raw notes to its verdict, through Dagster: what a person gets, and what stops it."""

import csv
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import dagster as dg
import pytest
import yaml

from medpref_dagster.declaration import Split
from medpref_dagster.project import prepare_dagster_home
from medpref_dagster.runs import PROCESS_TAG, fail_killed_runs, find_stale_assets
from medpref_dagster.schemas import PREFERENCE_PAIRS, TRAINING_LOG
from medpref_dagster.sources.splits import assign_split
from medpref_dagster.storage.store import Store
from tests.conftest import CHECKOUT, enter_project, shrink_task, write_project, write_task

ASSETS = (
    "raw_cases",
    "cases",
    "sft_examples",
    "simple_baselines",
    "sft_model",
    "preference_pairs",
    "reference_logps",
    "dpo_model",
    "sft_continued_model",
    "predictions",
    "evaluation_report",
)
UNPARTITIONED = ASSETS[:4]
UP_TO_EXAMPLES = ASSETS[:3]


@dataclass
class Run:
    """A run of a task in a project, with the events that it left in the instance."""

    root: Path
    task: str
    instance: dg.DagsterInstance
    result: dg.ExecuteInProcessResult

    @property
    def store(self) -> Store:
        return Store(self.root / "store")

    def versions(self) -> dict[str, str]:
        """Asset -> the hash of what it points to."""
        return {
            name: self.store.current(f"{self.task}/{name}", None if name in UNPARTITIONED else "tiny").version
            for name in ASSETS
        }

    def materialization(self, name: str) -> dg.AssetMaterialization:
        (made,) = [
            event.materialization
            for event in self.result.all_events
            if event.is_step_materialization and event.asset_key == dg.AssetKey([self.task, name])
        ]
        return made

    def checks(self) -> dict[str, tuple[bool, str]]:
        """`asset:check` -> whether it passed, and what it says."""
        return {
            f"{check.asset_key.path[-1]}:{check.check_name}": (check.passed, check.description or "")
            for check in (
                event.asset_check_evaluation_data
                for event in self.result.all_events
                if event.event_type == dg.DagsterEventType.ASSET_CHECK_EVALUATION
            )
        }

    def reached(self) -> set[str]:
        """The assets that were materialized."""
        return {event.asset_key.path[-1] for event in self.result.all_events if event.is_step_materialization}


def materialize(root: Path, task: str = "uti", only: tuple[str, ...] | None = None) -> Run:
    """Run a task's job in this process for the tiny base model, in the project's own persistent instance."""
    from medpref_dagster.definitions import load_definitions

    instance = dg.DagsterInstance.from_config(str(prepare_dagster_home(root)))
    job = load_definitions().resolve_job_def(task)
    result = job.execute_in_process(
        instance=instance,
        partition_key="tiny",
        tags={PROCESS_TAG: f"{socket.gethostname()}:{os.getpid()}"},
        raise_on_error=False,
        asset_selection=[dg.AssetKey([task, name]) for name in only] if only else None,
        run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
    )
    return Run(root, task, instance, result)


@pytest.fixture(scope="module")
def run(tmp_path_factory, tiny_base_model) -> Iterator[Run]:
    """The task `uti`, shrunk, made once for the tests of this module that only look."""
    root = write_project(tmp_path_factory.mktemp("whole") / "project", tiny_base_model)
    write_task(root, "uti", shrink_task)
    with pytest.MonkeyPatch.context() as patch:
        enter_project(root, patch)
        yield materialize(root)


def test_the_whole_task_is_materialized_and_the_content_hash_is_the_data_version(run):
    assert run.result.success
    assert run.reached() == set(ASSETS)
    tags = {name: run.materialization(name).tags["dagster/data_version"] for name in ASSETS}
    assert tags == run.versions()


def test_every_table_tells_its_rows_and_columns(run):
    for name in set(ASSETS) - {"sft_model", "dpo_model", "sft_continued_model", "evaluation_report"}:
        metadata = run.materialization(name).metadata
        table = run.store.read_table(metadata["address"].text)
        assert metadata["dagster/row_count"].value == table.num_rows > 0
        assert [column.name for column in metadata["dagster/column_schema"].schema.columns] == table.column_names


def test_every_check_is_reported_and_those_that_block_pass(run):
    checks = run.checks()
    assert set(checks) == {
        "raw_cases:readable",
        "cases:usable",
        "cases:represented",
        "sft_model:held_out_unseen",
        "preference_pairs:usable",
        "preference_pairs:telling",
        "dpo_model:held_out_unseen",
        "dpo_model:better_than_sft_on_dev",
        "sft_continued_model:held_out_unseen",
        "evaluation_report:answers_are_readable",
        "evaluation_report:verdict",
    }
    assert {name: passed for name, (passed, _) in checks.items() if name.endswith((":usable", ":readable"))} == {
        "raw_cases:readable": True,
        "cases:usable": True,
        "preference_pairs:usable": True,
    }


def test_pairs_that_can_be_ranked_without_reading_are_told_with_the_marginals_of_every_label(run):
    metadata = run.materialization("preference_pairs").metadata
    pairs = run.store.read_table(metadata["address"].text).to_pylist()
    rows = [row for row in pairs if row["split"] == "train"]
    chosen, rejected = (Counter(row[side].partition(",")[0] for row in rows) for side in ("chosen", "rejected"))
    count = len(rows)
    for label in ("Yes", "No"):
        shares = f"{chosen[label] / count:.4g} | {rejected[label] / count:.4g}"
        row = f"| label | {label} | {count} | {chosen[label]} | {rejected[label]} | {shares} |"
        assert row in metadata["label_marginals"].md_str
    assert metadata["label_rule"].value == max(chosen.values()) / count
    passed, description = run.checks()["preference_pairs:telling"]
    assert passed == (abs(chosen["Yes"] - rejected["Yes"]) <= 1)
    assert passed or "rejected.max_marginal_gap" in description


def test_answers_that_cannot_be_read_are_told_with_their_share_and_what_to_do(run):
    passed, description = run.checks()["evaluation_report:answers_are_readable"]
    assert not passed  # a random model babbles
    assert re.search(r"sft: \d+\.\d%.*5\.0%.*max_new_tokens", description)


def test_the_verdict_is_a_check_that_says_it(run):
    passed, description = run.checks()["evaluation_report:verdict"]
    report = run.store.current("uti/evaluation_report", "tiny").path / "report.json"
    assert json.loads(report.read_text())["result"]["worrying"]
    assert not passed  # a random model babbles
    assert "cannot be read" in description or "could not be read" in description
    assert "base model" in description


def test_a_training_shows_its_candidates_its_dev_score_and_its_curves(run):
    sft, dpo = (run.materialization(name).metadata for name in ("sft_model", "dpo_model"))
    for metadata in (sft, dpo):
        assert metadata["reused"].value is False
        assert "learning_rate=" in metadata["candidates"].md_str
        assert "data:image/svg+xml" in metadata["loss_curve"].md_str
    assert {"reward_margin_curve", "reward_accuracy_curve"} <= set(dpo)


def test_the_first_dpo_loss_is_ln_2(run):
    selection = run.store.current("uti/dpo_model.candidates", "tiny")
    log = run.store.read_table(selection, "log")
    assert log.schema.names == TRAINING_LOG.names
    first = next(row for row in log.to_pylist() if row["split"] == "train")
    assert first["loss"] == pytest.approx(0.693147, abs=1e-4)


def test_each_pair_tells_where_its_sides_came_from(run):
    pairs = run.store.read_table(run.store.current("uti/preference_pairs", "tiny"))
    assert pairs.schema.names == PREFERENCE_PAIRS.names
    assert set(pairs.column("chosen_source").to_pylist()) == {"gold"}
    assert all(source.startswith("other_label") for source in pairs.column("rejected_source").to_pylist())


def test_the_report_is_one_html_file_that_loads_nothing(run):
    report = run.store.current("uti/evaluation_report", "tiny")
    html = (report.path / "report.html").read_text()
    assert sorted(path.name for path in report.path.iterdir()) == ["report.html", "report.json"]
    assert re.findall(r"<(?:script|link|iframe|object|embed|img)\b", html) == []
    assert re.findall(r"(?:src|xlink:href)\s*=\s*[\"'](?!#)[^\"']*|@import|url\((?!#)[^)]*", html) == []
    assert "<svg" in html
    assert str(run.root) not in html


def test_nothing_is_stale_afterwards_and_a_forced_run_trains_nothing_and_gives_the_same(run):
    from medpref_dagster.definitions import load_definitions

    assets = [asset for asset in load_definitions().assets if isinstance(asset, dg.AssetsDefinition)]
    assert find_stale_assets(run.instance, assets, run.store, "tiny") == []
    before = run.versions()
    again = materialize(run.root)
    assert again.result.success
    assert {name: again.materialization(name).metadata["reused"].value for name in ("sft_model", "dpo_model")} == {
        "sft_model": True,
        "dpo_model": True,
    }
    assert again.versions() == before
    assert list((run.root / "store" / "work").iterdir()) == []


def test_only_what_a_change_reaches_is_stale(run):
    from medpref_dagster.definitions import load_definitions

    declared = (run.root / "assets" / "uti" / "defs.yaml").read_text()
    try:
        write_task(run.root, "uti", lambda attributes: attributes["dpo"].update(beta=[0.3]))
        assets = [asset for asset in load_definitions().assets if isinstance(asset, dg.AssetsDefinition)]
        stale = find_stale_assets(run.instance, assets, run.store, "tiny")
    finally:
        (run.root / "assets" / "uti" / "defs.yaml").write_text(declared)
    assert [key.path[-1] for key in stale] == ["dpo_model", "sft_continued_model", "predictions", "evaluation_report"]
    assert len(find_stale_assets(run.instance, assets, run.store, "smollm2-135m")) == len(ASSETS) - len(UNPARTITIONED)


def test_a_content_that_is_gone_from_the_store_is_stale(run, tmp_path):
    from medpref_dagster.definitions import load_definitions

    assets = [asset for asset in load_definitions().assets if isinstance(asset, dg.AssetsDefinition)]
    empty = Store(tmp_path / "another store")
    assert len(find_stale_assets(run.instance, assets, empty, "tiny")) == len(ASSETS)


def test_another_project_with_the_same_seed_gives_the_same_data_versions(run, project, edit_task):
    edit_task("uti", shrink_task)
    assert materialize(project).versions() == run.versions()


def test_a_copy_with_other_yaml_is_a_second_task(run, project, edit_task):
    def become_sepsis(attributes):
        shrink_task(attributes)
        attributes.update(title="Urosepsis in nursing notes", prompt="{note}\n\nIs it urosepsis?")
        attributes["answer"]["labels"] = {
            "Yes": {"answer": "Yes: urosepsis is likely.", "values": ["yes"]},
            "No": {"answer": "No: urosepsis is unlikely.", "values": ["no"]},
        }
        attributes["source"]["options"]["seed"] = 99
        attributes["split"]["seed"] = 99
        attributes.pop("schedule")

    edit_task("uti", shrink_task)
    edit_task("urosepsis", become_sepsis, copy_of="uti")
    second = materialize(project, "urosepsis")
    assert second.result.success
    assert second.reached() == set(ASSETS)
    assert (
        "Urosepsis in nursing notes"
        in (second.store.current("urosepsis/evaluation_report", "tiny").path / "report.html").read_text()
    )
    examples = second.store.read_table(second.store.current("urosepsis/sft_examples"))
    assert set(examples.column("completion").to_pylist()) == {
        "Yes: urosepsis is likely.",
        "No: urosepsis is unlikely.",
    }
    assert all(prompt.endswith("Is it urosepsis?") for prompt in examples.column("prompt").to_pylist())
    assert not set(second.versions().values()) & set(run.versions().values())


_KILLED = """\
import contextlib, os, signal, sys
from pathlib import Path
from medpref_dagster.training.checkpoints import CheckpointFolder
from tests.test_whole_path import materialize

write = CheckpointFolder.writing
written = 0

@contextlib.contextmanager
def die_while_writing_the_second(self, step):
    global written
    written += 1
    with write(self, step) as folder:
        yield folder
        if written == 2:
            os.kill(os.getpid(), signal.SIGKILL)

CheckpointFolder.writing = die_while_writing_the_second
materialize(Path(sys.argv[1]))
"""


def test_a_training_that_was_killed_goes_on_and_ends_as_if_it_never_was(run, project, edit_task):
    edit_task("uti", shrink_task)
    told = project / "told"
    with told.open("w") as file:  # no pipe: what Dagster started to capture output outlives it and holds it open
        killed = subprocess.run(
            [sys.executable, "-c", _KILLED, str(project)],
            cwd=CHECKOUT,
            env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
            stdout=file,
            stderr=file,
            timeout=300,
        )
    assert killed.returncode == -signal.SIGKILL, told.read_text()
    (work,) = (project / "store" / "work").iterdir()
    assert [path.name for path in work.rglob("checkpoint-*")] == ["checkpoint-1"]  # the second is not to be seen
    with dg.DagsterInstance.from_config(str(project / ".dagster-home")) as instance:
        assert len(fail_killed_runs(instance)) == 1  # else the UI would show it as running for ever
        assert fail_killed_runs(instance) == []
    after = materialize(project)
    assert after.result.success
    assert after.versions() == run.versions()
    assert list((project / "store" / "tmp").iterdir()) == []


# What stops a task, and what does not


def declare_csv(edit_task, project, rows, **source):
    """Let the task read a file with these (note_id, patient_id, note, uti)."""
    path = project / "notes.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([("note_id", "patient_id", "note", "uti"), *rows])

    def change(attributes):
        shrink_task(attributes)
        attributes["source"].update(reader="files", options={"path": str(path)}, **source)

    edit_task("uti", change)


WORDS = (
    "afebrile",
    "catheter",
    "dysuria",
    "frequency",
    "nausea",
    "urgency",
    "well",
    "tired",
    "pain",
    "fever",
    "chills",
)


def note(number: int) -> str:
    """A note that is no near duplicate of that of another number."""
    return " ".join(f"{WORDS[(number * 7 + i * i) % len(WORDS)]}{number + i}" for i in range(12))


def usable_rows(patients) -> list[tuple[str, str, str, str]]:
    return [(f"n{i}", patient, note(i * 100), "yes" if i % 2 else "no") for i, patient in enumerate(patients)]


PATIENTS = [f"p{i}" for i in range(120)]


@pytest.fixture
def stopped(project, edit_task):
    """Materialize a file's rows up to the examples; what was made, and what the check on the cases says."""

    def run_rows(rows, **source):
        declare_csv(edit_task, project, rows, **source)
        made = materialize(project, only=UP_TO_EXAMPLES)
        return made, *made.checks()["cases:usable"]

    return run_rows


def test_one_class_only_stops_what_is_downstream_and_says_what_to_do(stopped):
    run, passed, description = stopped([(*row[:3], "no") for row in usable_rows(PATIENTS)])
    assert not passed
    assert not run.result.success
    assert "sft_examples" not in run.reached()
    assert "One class only" in description
    assert "'No'" in description
    assert "bring cases of the others" in description


def test_an_empty_test_split_stops_what_is_downstream_and_says_what_to_do(stopped):
    split = Split(**yaml.safe_load((CHECKOUT / "assets/uti/defs.yaml").read_text())["attributes"]["split"])
    run, passed, description = stopped(usable_rows(p for p in PATIENTS if assign_split(p, split) != "test"))
    assert not passed
    assert "sft_examples" not in run.reached()
    assert "The split 'test' is empty" in description
    assert "raise split.test" in description


def test_not_one_usable_row_stops_what_is_downstream_and_says_what_to_do(stopped):
    run, passed, description = stopped([(*row[:3], "perhaps") for row in usable_rows(PATIENTS)])
    assert not passed
    assert "sft_examples" not in run.reached()
    assert "Not one usable row of 120" in description
    assert "check the source's columns and the answer's values" in description


BAD = [
    ("bad1", "p1", "", "yes"),
    ("bad2", "p2", note(90_001), ""),
    ("bad3", "p3", note(90_002), "perhaps"),
    ("bad4", "p4", "fever " * 1000, "yes"),
]


def test_rows_that_cannot_be_used_are_counted_and_the_rest_goes_on(stopped):
    run, passed, _ = stopped(usable_rows(PATIENTS) + BAD)
    assert passed
    assert run.reached() == set(UP_TO_EXAMPLES)
    assert run.materialization("cases").metadata["quarantined"].value == 4
    quarantine = run.store.read_table(run.store.current("uti/cases"), "quarantine").to_pylist()
    assert sorted(row["row_id"] for row in quarantine) == ["bad1", "bad2", "bad3", "bad4"]
    assert len({row["reason"] for row in quarantine}) == 4
    reasons = run.materialization("cases").metadata["quarantined_by_reason"].md_str
    assert all(f"| {row['reason']} | 1 |" in reasons for row in quarantine)


def test_over_the_declared_share_of_such_rows_the_check_fails(stopped):
    run, passed, description = stopped(usable_rows(PATIENTS) + BAD, max_quarantined_share=0.03)
    assert not passed
    assert "sft_examples" not in run.reached()
    assert "3.2% of the rows cannot be used, over the declared 3.0%" in description


def test_lines_that_the_reader_cannot_read_count_too(project, edit_task):
    path = project / "notes.jsonl"
    path.write_text("".join(f'{{"note": "{note(i)}", "uti": "no"}}\n{{"note": broken\n' for i in range(20)))

    def change(attributes):
        attributes["source"].update(reader="files", options={"path": str(path)}, columns={"text": "note"})

    edit_task("uti", change)
    run = materialize(project, only=UP_TO_EXAMPLES)
    passed, description = run.checks()["raw_cases:readable"]
    assert not passed
    assert run.reached() == {"raw_cases"}
    assert "20 of 40 rows could not be read" in description
    assert "max_quarantined_share" in description


def test_a_prompt_with_a_column_that_the_file_lacks_fails_and_names_both(project, edit_task):
    declare_csv(edit_task, project, usable_rows(PATIENTS))
    edit_task("uti", lambda attributes: attributes.update(prompt="{report}: is it a UTI?"))
    run = materialize(project, only=UP_TO_EXAMPLES)
    assert run.reached() == {"raw_cases"}
    (failure,) = [event.step_failure_data for event in run.result.all_events if event.is_step_failure]
    message = failure.user_failure_data.description
    assert "'report'" in message
    assert "note" in message
