"""`medpref check` tells before any training what would stop it, and shows no row of real data."""

import csv
import json

import pytest

from medpref_dagster.storage.store import Store
from tests.cli.calls import call
from tests.conftest import shrink_task, write_task

SECRET = "the patient's own words"


def check(*arguments: str):
    return call("check", *arguments, "--base-model", "tiny")


def test_a_task_that_can_be_run_is_told_with_rows_labels_tokens_device_and_disk(project):
    write_task(project, "uti", shrink_task)
    done = check("uti")
    assert done.returncode == 0, done.stdout + done.stderr
    told = {line.partition(" ")[0] for line in done.stdout.splitlines()}
    assert {"declaration", "device", "source", "labels", "splits", "row", "disk", "prompt", "answer", "pairs"} <= told
    assert "160 rows read, 160 cases" in done.stdout
    assert "'Yes' " in done.stdout
    assert "nothing stands against: medpref materialize uti --base-model tiny" in done.stdout
    assert not (Store(project / "store").root / "refs").exists() or not list(
        (Store(project / "store").root / "refs").rglob("*.json")
    ), "a check keeps nothing"


def declare_real_notes(project, rows: list[dict[str, str]]) -> None:
    file = project / "notes.csv"
    with file.open("w", newline="") as written:
        writer = csv.DictWriter(written, ["note", "note_id", "patient_id", "uti"])
        writer.writeheader()
        writer.writerows(rows)

    def change(attributes: dict) -> None:
        shrink_task(attributes)
        attributes["source"] |= {"reader": "files", "options": {"path": str(file)}}

    write_task(project, "uti", change)


def test_a_source_that_the_step_would_refuse_is_not_read(project):
    rows = make_rows(120)
    declare_real_notes(project, rows)
    kept = project / "store" / "tables" / "old"
    kept.mkdir(parents=True)
    (project / "notes.csv").rename(kept / "notes.csv")

    def reach(attributes: dict) -> None:
        attributes["source"]["options"] = {"path": f"{project}/**/*.csv"}

    write_task(project, "uti", reach)
    done = check("uti")
    assert done.returncode == 1
    assert "source.options reaches into the store" in done.stdout
    assert "rows read" not in done.stdout


def make_rows(count: int) -> list[dict[str, str]]:
    return [
        {
            "note": f"{SECRET}, note {number}: {' '.join(str(number * times) for times in range(3, 40))}",
            "note_id": str(number),
            "patient_id": f"p{number}",
            "uti": "yes" if number % 2 else "no",
        }
        for number in range(count)
    ]


def test_of_a_real_source_no_row_is_shown_and_the_quarantine_is_told_by_reason(project):
    rows = make_rows(120)
    rows[5]["uti"] = "perhaps"
    rows[6]["note"] = ""
    declare_real_notes(project, rows)
    done = check("uti")
    assert "'answer outside the label space' 1" in done.stdout
    assert "'no text' 1" in done.stdout
    assert SECRET not in done.stdout + done.stderr
    assert "perhaps" not in done.stdout + done.stderr


def test_too_many_unusable_rows_fail_the_check_with_what_to_do(project):
    declare_real_notes(project, [row | {"uti": "perhaps"} if n % 3 else row for n, row in enumerate(make_rows(120))])
    done = check("uti")
    assert done.returncode == 1
    assert "max_quarantined_share" in done.stdout


def test_a_source_that_is_not_there_fails_the_check(project):
    def change(attributes: dict) -> None:
        attributes["source"] |= {"reader": "files", "options": {"path": str(project / "nowhere.csv")}}

    write_task(project, "uti", change)
    done = check("uti")
    assert done.returncode == 1
    assert "nowhere.csv" in done.stdout
    assert "Traceback" not in done.stderr


def test_a_prompt_over_the_limit_is_counted_and_without_pairs_the_check_fails(project):
    def change(attributes: dict) -> None:
        shrink_task(attributes)
        attributes["max_prompt_tokens"] = 10

    write_task(project, "uti", change)
    done = check("uti")
    assert done.returncode == 1
    assert "160 over the declared 10" in done.stdout


@pytest.mark.parametrize(("template", "told"), [("{text} ({option})", True), ("{option}. {text}", False)])
def test_an_answer_that_generation_would_cut_before_its_letter_is_told(project, template, told):
    def change(attributes: dict) -> None:
        shrink_task(attributes)
        attributes["answer"]["template"] = template
        attributes["evaluation"]["max_new_tokens"] = 8

    write_task(project, "reasoning", change)
    done = check("reasoning")
    assert ("different answers are not read after evaluation.max_new_tokens 8" in done.stdout) is told, done.stdout


def test_rejected_answers_from_a_column_that_no_case_has_fail_the_check(project):
    def change(attributes: dict) -> None:
        shrink_task(attributes)
        attributes["rejected"] = {"strategy": "column", "options": {"column": "second_opinion"}}

    write_task(project, "uti", change)
    done = check("uti")
    assert done.returncode == 1
    assert "no column 'second_opinion'" in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("mistake", [("batch_size: 4", "batch_size: 0"), ("base_models:", "base_model:")])
def test_a_mistake_in_the_yaml_is_one_line(project, mistake):
    file = write_task(project, "uti", shrink_task)
    file.write_text(file.read_text().replace(*mistake, 1))
    done = check("uti")
    assert done.returncode == 1
    assert done.stderr.startswith("Error: assets/uti/defs.yaml:")
    assert len(done.stderr.splitlines()) == 1


def test_an_unknown_task_is_told_with_the_nearest(project):
    done = check("utti")
    assert done.returncode == 1
    assert "unknown task, study or ablation 'utti'; did you mean 'uti'?" in done.stderr


def test_the_reference_is_printed(project):
    assert json.dumps(call("yaml-reference").stdout[:16]) == '"# YAML reference"'
