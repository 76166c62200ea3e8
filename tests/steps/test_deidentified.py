"""Raw rows become cases without identifiers; what reaches a training or an answer is looked through."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pytest

from medpref_dagster.answering.predictions import predict
from medpref_dagster.audit.log import AuditLog
from medpref_dagster.declaration import TaskDeclaration
from medpref_dagster.deidentification.pseudonyms import name_pseudonym
from medpref_dagster.disclosure import Disclosure
from medpref_dagster.forgetting.forget import forget
from medpref_dagster.forgetting.plan import Places
from medpref_dagster.forgetting.tombstones import check_key
from medpref_dagster.forgetting.trace import trace
from medpref_dagster.forgetting.wanted import ForgettingError, want_patient
from medpref_dagster.privacy_key import FILE_VARIABLE, PrivacyKeyError, create_privacy_key, read_privacy_key
from medpref_dagster.schemas import CASES, PREDICTIONS
from medpref_dagster.sources import SourceError
from medpref_dagster.steps import DeclaredTask, StepResult
from medpref_dagster.steps.ablation import ABLATION_STEPS
from medpref_dagster.steps.feedback import FEEDBACK_STEPS
from medpref_dagster.steps.identifiers import search_before_leaving, search_for_identifiers
from medpref_dagster.steps.loop import LOOP_STEPS
from medpref_dagster.steps.running import run_step
from medpref_dagster.steps.study import STUDY_STEPS
from medpref_dagster.steps.task import TASK_STEPS, list_task_steps
from medpref_dagster.storage.base_models import BaseModelFiles
from medpref_dagster.storage.models import load_model, load_tokenizer
from medpref_dagster.storage.store import Store
from medpref_dagster.workbench import Workbench
from tests.forgetting.made_project import find_remains
from tests.training.tiny_task import COMPUTE, make_cases, make_declaration, open_tiny_task

NAME, PHONE, MAIL, RECORD = "Ottilie Quillfeather", "617-253-9921", "ottilie@quill.example.com", "88213307"
PLANTED = ("Ottilie", "Quillfeather", PHONE, MAIL, RECORD)
PATIENTS = [f"MRN-{number:04d}" for number in range(12)]


@dataclass
class Ward:
    """A task on a file, and the steps that were run of it."""

    about: DeclaredTask
    workbench: Workbench

    def run(self, *names: str) -> StepResult:
        results = [
            run_step(step, self.about, self.workbench) for step in list_task_steps(self.about) if step.name in names
        ]
        return results[-1]

    def read(self, result: StepResult, part: str = "rows") -> list[dict]:
        return self.workbench.store.read_table(result.artifact, part).to_pylist()

    @property
    def steps(self) -> dict:
        return {step.name: step for step in list_task_steps(self.about)}


def write_rows(path: Path, more: tuple[dict, ...] = ()) -> None:
    rows = [
        {
            "note_id": f"n{number}",
            "patient_id": patient,
            "name": NAME if number == 0 else f"Anna Petrova{'abcdefghijkl'[number]}",
            "note": f"{NAME if number == 0 else 'She'} came on 03/05/2021 with burning ({number}). Call {PHONE}, write "
            f"to {MAIL}. MRN: {RECORD}.",
            "plan": f"Call {NAME} back at {PHONE} about the culture of 03/07/2021.",
            "other": f"seen with {NAME}",
        }
        for number, patient in enumerate(PATIENTS)
    ]
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows([*rows, *({**rows[0], **row} for row in more)])


@pytest.fixture
def key(tmp_path, monkeypatch):
    create_privacy_key(tmp_path / "privacy.key")
    monkeypatch.setenv(FILE_VARIABLE, str(tmp_path / "privacy.key"))
    return read_privacy_key()


@pytest.fixture
def ward(tmp_path, tiny_base_model, key):
    def make(more: tuple[dict, ...] = (), **source) -> Ward:
        write_rows(tmp_path / "notes.csv", more)
        declared = {
            "title": "Plans",
            "source": {
                "reader": "files",
                "options": {"path": str(tmp_path / "notes.csv")},
                "columns": {"text": "note", "row": "note_id", "patient": "patient_id"},
                "near_duplicate_similarity": 1,
                "max_quarantined_share": 0.5,
                "duplicates_by": ["note_id"],
                **source,
            },
            "prompt": "Plan? {note}",
            "answer": {"kind": "text", "column": "plan"},
            "evaluation": {"metrics": ["rouge_l"]},
        }
        about = DeclaredTask("ward", TaskDeclaration.model_validate(declared))
        base = BaseModelFiles("tiny", tiny_base_model, "none", "0" * 64)
        return Ward(about, Workbench(Store(tmp_path / "store"), base, COMPUTE, partition="tiny"))

    return make


FILTERED = {"deidentify": {"known_names": ["name"]}}


def test_nothing_that_identifies_somebody_reaches_a_case(ward, key):
    made = ward(**FILTERED)
    result = made.run("raw_cases", "deidentified_cases")
    rows = made.read(result)
    text = json.dumps(rows)
    assert [word for word in (*PLANTED, *PATIENTS, "03/05/2021") if word in text] == []
    assert [row["note_id"] for row in rows] == [f"n{number}" for number in range(12)]
    assert [row["patient_id"] for row in rows] == [name_pseudonym(key, patient) for patient in PATIENTS]
    assert result.shown["replaced"]["phone"] == 24
    assert result.shown["left_out"] == ["name", "other"]
    assert json.dumps(made.read(made.run("cases"))).count("pseudonym-") == 12


def test_a_patients_surrogates_agree_in_all_texts_of_a_row(ward):
    made = ward(**FILTERED)
    first = made.read(made.run("raw_cases", "deidentified_cases"))[0]
    phone = first["note"].partition("Call ")[2][:12]
    assert phone != PHONE
    assert phone in first["plan"]
    surrogate = first["note"].partition(" came")[0]
    assert f"Call {surrogate} back" in first["plan"]


def test_what_is_made_of_them_is_deidentified_and_the_raw_rows_stay_identifiable(ward):
    made = ward(**FILTERED)
    shown = {name: made.run(name).shown["disclosure"] for name in ("raw_cases", "deidentified_cases", "cases")}
    assert shown == {"raw_cases": "identifiable", "deidentified_cases": "deidentified", "cases": "deidentified"}


def test_without_the_key_nothing_is_made_and_another_one_is_refused(ward, tmp_path, monkeypatch):
    made = ward(**FILTERED)
    first = made.run("raw_cases", "deidentified_cases").artifact
    create_privacy_key(tmp_path / "other.key")
    monkeypatch.setenv(FILE_VARIABLE, str(tmp_path / "other.key"))
    other = read_privacy_key().fingerprint
    with pytest.raises(PrivacyKeyError, match=f"declare deidentify.key: {other}"):
        made.run("deidentified_cases")
    again = ward(deidentify={"known_names": ["name"], "key": other})
    assert again.run("deidentified_cases").artifact != first
    monkeypatch.delenv(FILE_VARIABLE)
    with pytest.raises(PrivacyKeyError, match="privacy-key create"):
        made.run("deidentified_cases")


def test_the_same_key_gives_the_same_rows(ward):
    made = ward(**FILTERED)
    assert made.run("raw_cases", "deidentified_cases").artifact == made.run("deidentified_cases").artifact


FOREIGN = "La paciente refiere dolor abdominal desde hace tres semanas y fiebre por las noches, sin otros sintomas."


@pytest.mark.parametrize(
    ("row", "declared", "reason"),
    [
        ({"note": FOREIGN}, {}, "in a language that the rules do not know"),
        ({"note": "burning " * 60}, {"max_characters": 400}, "too long to be de-identified"),
        ({"patient_id": ""}, {}, "no patient id"),
    ],
)
def test_a_row_that_cannot_be_deidentified_is_quarantined_without_its_text(ward, row, declared, reason):
    made = ward(more=({"note_id": "bad", **row},), deidentify={"known_names": ["name"], **declared})
    result = made.run("raw_cases", "deidentified_cases")
    [refused] = made.read(result, "quarantine")
    assert (refused["row_id"], refused["reason"]) == ("bad", reason)
    assert "burning" not in json.dumps(refused)
    assert "Quillfeather" not in json.dumps(refused)
    assert len(made.read(result)) == 12


def test_too_many_refused_rows_block(ward):
    made = ward(more=({"note_id": "bad", "note": FOREIGN},), **FILTERED, max_quarantined_share=0.01)
    finding = made.run("raw_cases", "deidentified_cases").findings["filtered"]
    assert finding.sentence.startswith("1 of 13 rows could not be de-identified")


def test_what_is_in_a_language_that_the_rules_do_not_know_is_said_where_it_is_kept(ward):
    made = ward(more=({"note_id": "odd", "note": FOREIGN},), deidentify={"on_unknown_language": "keep"})
    finding = made.run("raw_cases", "deidentified_cases").findings["filtered"]
    assert (finding.passed, "filtered all the same: 1 text (es 1)" in finding.sentence) == (True, True)


def test_a_column_of_names_that_the_task_needs_is_refused(ward):
    with pytest.raises(SourceError, match="names are left out"):
        ward(deidentify={"known_names": ["plan"]}).run("raw_cases", "deidentified_cases")


def test_what_was_deidentified_passes_the_check(ward):
    made = ward(**FILTERED)
    finding = made.run("raw_cases", "deidentified_cases", "cases", "sft_examples").findings["no_identifiers"]
    assert finding.passed, finding.sentence


def test_identifiers_in_what_is_declared_deidentified_block_and_are_told_by_number_and_class_alone(ward):
    made = ward(disclosure="deidentified")
    finding = made.run("raw_cases", "cases", "sft_examples").findings["no_identifiers"]
    assert made.steps["sft_examples"].checks_of(made.about)[0].blocks
    assert not finding.passed
    assert {"phone", "email", "medical_record", "name"} <= set(finding.shown["identifiers"])
    assert [word for word in PLANTED if word in f"{finding.sentence} {finding.shown}"] == []


def test_texts_that_leave_in_a_file_for_raters_are_looked_through(ward):
    made = ward(**FILTERED)
    cases = made.read(made.run("raw_cases", "deidentified_cases", "cases"))
    texts = {row["text"] for row in cases}
    assert search_before_leaving(made.about, texts, made.workbench.store).with_some == 0
    found = search_before_leaving(made.about, {*texts, f"Ask {NAME} at {PHONE}."}, made.workbench.store)
    assert (found.with_some, found.kinds["phone"]) == (1, 1)
    assert search_before_leaving(ward(disclosure="identifiable").about, texts, made.workbench.store) is None


@pytest.mark.parametrize("disclosure", ["identifiable", "synthetic"])
def test_the_check_is_not_there_where_identifiers_are_by_right_or_nobodys(ward, disclosure):
    made = ward(disclosure=disclosure)
    named = {check.name for step in made.steps.values() for check in step.checks_of(made.about)}
    assert "no_identifiers" not in named


def test_every_text_that_is_trained_on_or_written_by_a_model_is_looked_through(ward):
    made = ward(**FILTERED)
    searched = {
        step.name
        for step in made.steps.values()
        for check in step.checks_of(made.about)
        if check.name == "no_identifiers"
    }
    assert searched == {"sft_examples", "preference_pairs", "predictions", "evaluation_report"}
    assert made.steps["cases"].disclosure_of(made.about) is Disclosure.DEIDENTIFIED


def write_page(made: Ward, told: str) -> StepResult:
    """A report as a step gives it, with something in its page, and something in what programs read."""
    with made.workbench.store.new_folder("reports") as pending:
        (pending.path / "report.html").write_text(f"<style>Ada Byron</style><p title='{told}'>Exact McNemar test</p>")
        (pending.path / "report.json").write_text(json.dumps({"rows": [{"Holm-adjusted p": [told]}]}))
    return StepResult(pending.finished)


def test_a_report_with_identifiers_blocks_and_the_names_of_statistical_tests_are_none(ward):
    made = ward(disclosure="deidentified")
    step, store = made.steps["evaluation_report"], made.workbench.store
    for told, problems in (("Tango's interval", 0), (f"{NAME}, {PHONE}", 1)):
        page = write_page(made, told)
        found = search_for_identifiers(step, made.about, store, {}, page, Disclosure.DEIDENTIFIED)
        finding = found.findings["no_identifiers"]
        assert len(finding.problems) == problems, finding
        assert [word for word in PLANTED if word in f"{finding.sentence} {finding.shown}"] == []
    assert finding.shown["identifiers"] == {"name": 1, "phone": 1}


def test_every_report_is_looked_through():
    steps = (*TASK_STEPS, *STUDY_STEPS, *ABLATION_STEPS, *FEEDBACK_STEPS, *LOOP_STEPS)
    pages = [step for step in steps if step.kinds == ("report",)]
    assert len(pages) >= 6
    for step in pages:
        assert [check.blocks for check in step.checks if check.name == "no_identifiers"] == [True], step.name


def test_what_the_asker_gave_may_stand_in_an_answer_and_what_a_model_memorized_may_not(ward):
    made = ward(**FILTERED)
    made.run("raw_cases", "deidentified_cases", "cases")
    store, given = made.workbench.store, [f"Call {NAME} at {PHONE}?"]
    assert search_before_leaving(made.about, [f"Call {PHONE}."], store, given=given).with_some == 0
    assert search_before_leaving(made.about, ["Call 617-253-1214."], store, given=given).with_some == 1


# Found again by the key


PLACES = Places({"ward": "patient_id"}, by_key=True)


def test_a_patient_is_traced_by_the_id_that_only_the_key_leads_to(ward):
    made = ward(**FILTERED)
    made.run("raw_cases", "deidentified_cases", "cases", "sft_examples")
    store = made.workbench.store
    found = trace(store, want_patient(" MRN-0003"), PLACES)
    assets = {asset for row in found.tables for asset in row["assets"]}
    assert assets == {f"ward/{name}" for name in ("raw_cases", "deidentified_cases", "cases", "sft_examples")}
    # Raw rows are kept for a while only.
    store.pointers.redirect({store.current("ward/raw_cases").address: None})
    store.remove_artifact(next(row["address"] for row in found.tables if "ward/raw_cases" in row["assets"]))
    later = trace(store, want_patient("MRN-0003"), PLACES)
    assert {asset for row in later.tables for asset in row["assets"]} == assets - {"ward/raw_cases"}


def test_with_another_key_nobody_is_traced_or_forgotten_in_vain(ward, tmp_path, monkeypatch):
    made = ward(**FILTERED)
    made.run("raw_cases", "deidentified_cases")
    check_key(made.workbench.store, read_privacy_key())
    create_privacy_key(tmp_path / "other.key")
    monkeypatch.setenv(FILE_VARIABLE, str(tmp_path / "other.key"))
    with pytest.raises(ForgettingError, match="ward/deidentified_cases was de-identified with the privacy key of"):
        check_key(made.workbench.store, read_privacy_key())


def test_a_patient_is_forgotten_under_the_pseudonym_too_and_does_not_come_back(ward, key):
    made = ward(more=({"note_id": "bad", "patient_id": "MRN-0003", "note": FOREIGN},), **FILTERED)
    names = ("raw_cases", "deidentified_cases", "cases", "sft_examples")
    made.run(*names)
    store = made.workbench.store
    forget(store, AuditLog(store.root / "audit"), want_patient("MRN-0003"), "a test", PLACES, key)
    words = ["MRN-0003", name_pseudonym(key, "MRN-0003")]
    assert find_remains(store.root, words) == {}
    rows = made.read(made.run(*names[:2]))
    # Two letters stand in compressed bytes by chance.
    assert {row["note_id"] for row in rows} == {f"n{number}" for number in range(12) if number != 3}
    assert find_remains(store.root, words) == {}


# What a model utters


def test_a_model_that_utters_what_it_memorized_is_noticed_and_its_base_model_is_not(tmp_path):
    uttered = f"Call {PHONE}."
    task = make_declaration(
        {"method": "full", "learning_rate": 3e-3, "epochs": 60, "max_dev_rows": 1},
        source={
            "reader": "files",
            "options": {"path": "x.csv"},
            "columns": {"text": "note"},
            "disclosure": "deidentified",
        },
        answer={"kind": "text", "column": "plan"},
        evaluation={"max_new_tokens": 24, "metrics": ["rouge_l"]},
    )
    rows = [{**row, "answer": uttered, "gold": [("text", uttered)]} for row in make_cases().to_pylist()]
    tiny = open_tiny_task(tmp_path / "store", tmp_path / "base", cases=pa.Table.from_pylist(rows, schema=CASES))
    tiny_about = DeclaredTask("ward", task)
    [step] = [step for step in list_task_steps(tiny_about) if step.name == "predictions"]
    asked = tiny.store.read_table(tiny.cases).slice(0, 4)
    found = {}
    for name, model in {"base": None, "sft": tiny.fit_sft(task).model}.items():
        loaded = load_model(tiny.store, tiny.base, model, COMPUTE)
        answers = predict(loaded, load_tokenizer(tiny.base), asked, task, name, COMPUTE)
        result = StepResult(tiny.store.write_table(answers, PREDICTIONS))
        searched = search_for_identifiers(step, tiny_about, tiny.store, {}, result, Disclosure.DEIDENTIFIED)
        found[name] = searched.findings["no_identifiers"]
    assert found["base"].passed
    assert not found["sft"].passed
    assert found["sft"].shown["identifiers"]["phone"] >= 1
    assert PHONE not in f"{found['sft'].sentence} {found['sft'].shown}"
