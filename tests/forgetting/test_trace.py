"""Where somebody is and what learned from them; what a model learned from."""

import json

from click.testing import CliRunner

from medpref_dagster.cli import main
from medpref_dagster.storage.store import Store
from tests.feedback.made_weeks import WEEK
from tests.forgetting.made_project import (
    FEEDBACK,
    TASK,
    find_remains,
    find_trained_patient,
    name_patient,
    read_rows,
)


def trace(invoke, *arguments):
    told = invoke("trace", *arguments, "--json")
    assert told.exit_code == 0, told.output
    return json.loads(told.stdout)


def list_assets(rows):
    return {asset for row in rows for asset in row["assets"]}


def test_a_patient_is_found_in_every_table_that_a_grep_finds_and_with_what_learned_from_them(clinic, invoke):
    patient = find_trained_patient(clinic)
    held = {"/".join(path.split("/")[1:3]) for path in find_remains(clinic, [patient]) if path.startswith("store/ta")}
    found = trace(invoke, "--patient", patient)
    # Tables of scores and rows' ids have them too, which this grep does not look for.
    assert held <= {row["address"] for row in found["tables"]}
    assert {f"{TASK}/raw_cases", f"{TASK}/cases", f"{FEEDBACK}/events for {WEEK}"} <= list_assets(found["tables"])
    [cases] = [row for row in found["tables"] if f"{TASK}/cases" in row["assets"]]
    assert cases["rows"] == {"rows": 2, "quarantine": 1}
    models = {row["assets"][0]: row for row in found["models"]}
    sft, dpo = models[f"{TASK}/sft_model for tiny"], models[f"{TASK}/dpo_model for tiny"]
    assert sft["rows"] == {"train": 1}
    assert dpo["through"] == sft["address"] or dpo["rows"]
    assert f"{TASK}/evaluation_report for tiny" in list_assets(found["reports"])
    assert list(found["captured"].values()) == [{"events": 3, "quarantined": 0}]


def test_an_id_is_found_in_any_spelling(clinic, invoke):
    patient = name_patient(1)
    assert trace(invoke, "--patient", f"  {patient}") == trace(invoke, "--patient", patient)


def test_an_id_is_read_from_standard_input_which_no_shell_remembers(clinic, invoke):
    patient = name_patient(1)
    told = CliRunner().invoke(main, ["trace", "--patient", "-", "--json"], input=f"{patient}\n")
    assert json.loads(told.stdout) == trace(invoke, "--patient", patient)
    empty = CliRunner().invoke(main, ["forget", "--patient", "-", "--why", "asked"], input="")
    assert (empty.exit_code, "the patient's id is blank" in empty.stderr) == (1, True)


def test_an_event_is_found_with_what_was_done_with_it(clinic, invoke):
    found = trace(invoke, "--event", "g-2-made")
    assert f"{FEEDBACK}/preference_pairs for {WEEK}" in list_assets(found["tables"])
    assert list(found["captured"].values()) == [{"events": 3, "quarantined": 0}]
    assert found["models"] == []
    assert list(trace(invoke, "--event", "s-2-made")["captured"].values()) == [{"events": 1, "quarantined": 0}]


def test_a_case_is_found_in_its_task(clinic, invoke):
    found = trace(invoke, "--case", "NOTE-00004", "--task", TASK)
    [cases] = [row for row in found["tables"] if f"{TASK}/cases" in row["assets"]]
    assert cases["rows"] == {"rows": 1}
    assert f"{TASK}/raw_cases" in list_assets(found["tables"])
    nowhere = invoke("trace", "--case", "NOTE-00004", "--task", FEEDBACK)
    assert nowhere.exit_code == 1


def test_a_model_tells_every_row_and_patient_that_it_learned_from_through_its_parents(clinic, invoke):
    store = Store(clinic / "store")
    sft, dpo = (store.current(f"{TASK}/{name}", "tiny").address for name in ("sft_model", "dpo_model"))
    patients = {row["case_id"]: row["patient_id"] for row in read_rows(clinic, f"{TASK}/cases")}
    seen = {row["row_id"] for row in read_rows(clinic, f"{TASK}/sft_model", "tiny")}
    found = trace(invoke, "--model", f"{TASK}/sft_model:tiny")
    assert (found["address"], found["stack"]) == (sft, [sft])
    assert {row["row_id"] for row in found["rows"]} == seen
    assert set(found["patients"]) == {patients[row] for row in seen}
    below = trace(invoke, "--model", dpo[:20])
    assert below["stack"] == [dpo, sft]
    assert set(found["patients"]) <= set(below["patients"])


def test_what_is_not_there_is_said_in_one_sentence(clinic, invoke):
    def refuse(*arguments):
        refused = invoke("trace", *arguments)
        assert refused.exit_code != 0
        return refused.stderr

    assert "nothing is known of this patient" in refuse("--patient", "MRN-999999")
    assert "nothing is known of this event" in refuse("--event", "g-999")
    assert "there is no model 'nobody/model'" in refuse("--model", "nobody/model")
    assert "is one of" in refuse("--model", "models/")
    assert "give one of" in refuse()
    assert "give one of" in refuse("--patient", "1", "--case", "2")
    assert "the patient's id is blank" in refuse("--patient", " ")
    assert "unknown task 'clinc'; did you mean 'clinic'?" in refuse("--case", "NOTE-00001", "--task", "clinc")
