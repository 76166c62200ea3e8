"""Feedback without identifiers: both sides of a pair agree, patients have a task's pseudonyms, pairs pass the check."""

import json

import pytest

from medpref_dagster.declaration import FeedbackDeclaration
from medpref_dagster.deidentification.pseudonyms import name_pseudonym
from medpref_dagster.forgetting.plan import Places
from medpref_dagster.forgetting.trace import trace
from medpref_dagster.forgetting.wanted import want_patient
from medpref_dagster.privacy_key import FILE_VARIABLE, PrivacyKeyError, create_privacy_key, read_privacy_key
from medpref_dagster.steps import DeclaredFeedback
from medpref_dagster.steps.feedback import list_feedback_steps
from medpref_dagster.steps.running import run_step
from medpref_dagster.storage.store import Store
from medpref_dagster.workbench import Workbench
from tests.feedback.made_weeks import WEEK, react, write
from tests.training.tiny_task import COMPUTE

NAME, PHONE, PATIENT, RECORD = "Ottilie Quillfeather", "617-253-9921", "MRN-0007", "88213307"
SAID = f"Mrs. {NAME} (MRN: {RECORD}) has cystitis since 03/05/2021; start nitrofurantoin."
FOREIGN = "La paciente refiere dolor abdominal desde hace tres semanas y fiebre por las noches, sin otros sintomas."
NAMES = ("events", "raw_generations", "generations", "reactions", "preference_pairs", "accepted_examples")
FILTERED = NAMES[2:]
"""What is made without identifiers."""


@pytest.fixture
def run(tmp_path, monkeypatch):
    create_privacy_key(tmp_path / "privacy.key")
    monkeypatch.setenv(FILE_VARIABLE, str(tmp_path / "privacy.key"))
    prompt = f"Summarize the visit of {NAME}, {PHONE}."
    events = [
        write("g-1", SAID, patient=PATIENT, prompt=prompt),
        react("r-1", "g-1", "edited", text=f"{SAID} Push fluids. Call {PHONE}."),
        write("g-2", f"{NAME} is well.", 1, patient=PATIENT, prompt=f"{prompt} Again."),
        react("r-2", "g-2", "accepted", 12),
        write("g-3", FOREIGN, 2, patient="MRN-0008", prompt="Summarize."),
        react("r-3", "g-3", "edited", 13, text=f"{FOREIGN} Agua."),
    ]
    (tmp_path / "events.jsonl").write_text("".join(json.dumps(event) + "\n" for event in events))

    def run(**declared):
        feedback = FeedbackDeclaration.model_validate(
            {
                "title": "A ward",
                "start": WEEK,
                "lookback_weeks": 0,
                "max_quarantined_share": 0.5,
                "sources": {"file": {"reader": "files", "options": {"path": str(tmp_path / "events.jsonl")}}},
                **declared,
            }
        )
        about = DeclaredFeedback("ward", feedback)
        workbench = Workbench(Store(tmp_path / "store"), None, COMPUTE, week=WEEK)
        steps = {step.name: step for step in list_feedback_steps(about)}
        return {name: run_step(steps[name], about, workbench) for name in NAMES if name in steps}, workbench.store

    return run


def test_pairs_and_examples_hold_no_identifier_and_their_sides_agree(run):
    made, store = run(deidentify={})
    tables = {name: store.read_table(made[name].artifact).to_pylist() for name in FILTERED}
    text = json.dumps(tables, default=str)
    assert [word for word in (*NAME.split(), PHONE, PATIENT, RECORD, "03/05/2021") if word in text] == []
    [pair] = tables["preference_pairs"]
    assert pair["chosen"].startswith(pair["rejected"])
    assert pair["patient_id"] == name_pseudonym(read_privacy_key(), PATIENT)
    surrogate = pair["rejected"].removeprefix("Mrs. ").partition(" (")[0]
    assert surrogate in pair["prompt"]
    [example] = tables["accepted_examples"]
    assert example["completion"] == f"{surrogate} is well."


def test_prompts_and_answers_of_generations_are_filtered_as_those_of_pairs_are(run):
    made, store = run(deidentify={})
    written = {row["generation_id"]: row for row in store.read_table(made["generations"].artifact).to_pylist()}
    assert written.keys() == {"g-1", "g-2"}
    [pair] = store.read_table(made["preference_pairs"].artifact).to_pylist()
    [example] = store.read_table(made["accepted_examples"].artifact).to_pylist()
    assert (pair["prompt"], pair["rejected"]) == (written["g-1"]["prompt"], written["g-1"]["answer"])
    assert (example["prompt"], example["completion"]) == (written["g-2"]["prompt"], written["g-2"]["answer"])
    assert {row["patient_id"] for row in written.values()} == {pair["patient_id"]}
    assert made["generations"].shown["replaced"]["phone"] == 2


def test_what_is_made_of_events_is_deidentified_and_is_looked_through(run):
    made, _ = run(deidentify={})
    told = {name: made[name].shown["disclosure"] for name in NAMES}
    assert told == dict.fromkeys(NAMES[:2], "identifiable") | dict.fromkeys(FILTERED, "deidentified")
    for name in ("preference_pairs", "accepted_examples"):
        assert made[name].findings["no_identifiers"].passed, made[name].findings["no_identifiers"].sentence


def test_without_deidentify_generations_are_what_was_sent(run):
    made, store = run()
    assert "raw_generations" not in made
    assert made["generations"].shown["disclosure"] == "identifiable"
    assert NAME in str(store.read_table(made["generations"].artifact).to_pylist())


@pytest.mark.parametrize(("name", "event"), [("generations", "g-3"), ("reactions", "r-3")])
def test_what_cannot_be_deidentified_is_set_apart_without_its_text(run, name, event):
    made, store = run(deidentify={})
    [refused] = store.read_table(made[name].artifact, "refused").to_pylist()
    assert (refused["row_id"], refused["record"]) == (event, None)
    assert made[name].findings["filtered"].passed
    few, _ = run(deidentify={}, max_quarantined_share=0.1)
    assert f"1 of 3 {name} cannot be de-identified" in few[name].findings["filtered"].sentence


def test_what_is_in_a_language_that_the_rules_do_not_know_is_said_where_it_is_kept(run):
    made, _ = run(deidentify={"on_unknown_language": "keep"})
    assert "filtered all the same: 1 text (es 1)" in made["generations"].findings["filtered"].sentence
    assert "filtered all the same: 2 texts (es 2)" in made["reactions"].findings["filtered"].sentence
    assert FOREIGN not in str(made["reactions"].findings)


def test_another_key_than_that_of_other_weeks_is_refused(run, tmp_path, monkeypatch):
    made, _ = run(deidentify={})
    before = read_privacy_key().fingerprint
    assert made["generations"].shown["key"] == made["reactions"].shown["key"] == before
    create_privacy_key(tmp_path / "other.key")
    monkeypatch.setenv(FILE_VARIABLE, str(tmp_path / "other.key"))
    with pytest.raises(PrivacyKeyError, match=f"fingerprint {before}"):
        run(deidentify={})
    now = read_privacy_key().fingerprint
    again, _ = run(deidentify={"key": now})
    assert again["generations"].shown["key"] == again["reactions"].shown["key"] == now


def test_a_patient_is_traced_to_them_by_the_key(run):
    _, store = run(deidentify={})
    found = trace(store, want_patient(PATIENT), Places(by_key=True))
    assert {asset for row in found.tables for asset in row["assets"]} == {f"ward/{name} for {WEEK}" for name in NAMES}


def test_without_the_key_nothing_is_made(run, monkeypatch):
    monkeypatch.delenv(FILE_VARIABLE)
    with pytest.raises(PrivacyKeyError, match="privacy-key create"):
        run(deidentify={})


def test_feedback_that_is_declared_deidentified_and_is_not_is_blocked(run, tmp_path):
    made, _ = run()
    assert "no_identifiers" not in made["preference_pairs"].findings
    source = {"reader": "files", "options": {"path": str(tmp_path / "events.jsonl")}, "disclosure": "deidentified"}
    declared, _ = run(sources={"file": source})
    finding = declared["preference_pairs"].findings["no_identifiers"]
    assert not finding.passed
    assert NAME not in f"{finding.sentence} {finding.shown}"
