"""A patient is taken out of a whole project: every file is searched for the patient's name and ids."""

import json
import os
import threading
from io import StringIO

import pyarrow as pa
import pytest
from rich.console import Console

from medpref_dagster.audit.log import AuditLog
from medpref_dagster.capture.database import TOMBSTONES, begin_reading, open_database
from medpref_dagster.cli.output import print_tainted
from medpref_dagster.exclusive import hold_off_forgetting
from medpref_dagster.forgetting.forget import forget
from medpref_dagster.forgetting.plan import Places, list_plans
from medpref_dagster.forgetting.taint import find_taints, is_tainted, taint
from medpref_dagster.forgetting.tombstones import read_tombstones, require_key
from medpref_dagster.forgetting.wanted import ForgettingError, want_patient
from medpref_dagster.privacy_key import FILE_VARIABLE, create_privacy_key
from medpref_dagster.progress import silent
from medpref_dagster.storage.pointers import Pointers
from medpref_dagster.storage.store import Store
from tests.cli.calls import call
from tests.feedback.made_weeks import WEEK
from tests.forgetting.made_project import (
    DATABASE,
    FEEDBACK,
    TASK,
    capture_events,
    check_whole,
    find_remains,
    find_trained_patient,
    list_captured,
    list_words,
    make_events,
    name_patient,
    read_rows,
)

MODELS = ("sft_model", "dpo_model", "sft_continued_model")


def forget_in(invoke, patient, *more):
    done = invoke("forget", "--patient", patient, "--why", "the patient withdrew consent", *more)
    assert done.exit_code == 0, done.output
    return done


def test_nothing_of_a_forgotten_patient_is_left_and_everything_of_the_others_is(clinic, invoke):
    patient = find_trained_patient(clinic)
    words = list_words(patient, clinic)
    others = {row["case_id"] for row in read_rows(clinic, f"{TASK}/cases") if row["patient_id"] != patient}
    pairs = {row["pair_id"] for row in read_rows(clinic, f"{FEEDBACK}/preference_pairs", WEEK)}
    held = find_remains(clinic, words)
    assert {path.split("/")[1] for path in held if path.startswith("store/")} >= {"tables", "models"}
    assert DATABASE in held

    done = forget_in(invoke, f" {patient} ")
    assert find_remains(clinic, words) == {}
    assert not [word for word in words if word in done.output]
    assert {row["case_id"] for row in read_rows(clinic, f"{TASK}/cases")} == others
    left = {row["pair_id"] for row in read_rows(clinic, f"{FEEDBACK}/preference_pairs", WEEK)}
    assert left < pairs
    assert len(left) == len(pairs) - 1
    assert len(list_captured(clinic)) == 15
    check_whole(clinic)


def test_models_that_learned_from_the_patient_are_tainted_and_so_is_what_was_built_on_them(clinic, invoke):
    store = Store(clinic / "store")
    before = {name: store.current(f"{TASK}/{name}", "tiny").address for name in MODELS}
    assert not any(is_tainted(store, address) for address in before.values())
    patient = find_trained_patient(clinic)
    done = forget_in(invoke, patient)
    after = {name: store.current(f"{TASK}/{name}", "tiny").address for name in MODELS}
    assert all(f"must be trained again: {TASK}/{name} for tiny" in done.stdout for name in MODELS)
    for name in MODELS:
        assert after[name] != before[name]
        assert store.lineage.find_forgotten(after[name]) == [before[name]]
        assert not (store.root / before[name]).exists()
        # Whoever has the old address, in a product's configuration, learns it, too.
        assert is_tainted(store, before[name])
    [taint] = find_taints(store, after["sft_model"])
    assert (taint.rows, taint.through, taint.was) == ({"train": 1}, None, before["sft_model"])
    assert patient not in json.dumps(taint.__dict__)
    assert find_taints(store, after["dpo_model"])[0].through == before["sft_model"]


def test_a_verdict_says_that_a_model_learned_from_who_was_forgotten_while_it_was_trained(clinic):
    store = Store(clinic / "store")

    def say() -> str:
        console = Console(file=StringIO(), width=200)
        print_tainted(console, TASK, store)
        return console.file.getvalue()

    assert say() == ""
    taint(store, store.current(f"{TASK}/sft_model", "tiny").address, "0" * 64, {"train": 1})
    assert "sft_model for tiny learned from a patient who was forgotten: medpref materialize clinic" in say()


def test_a_model_that_saw_no_row_of_the_patient_is_not_tainted_and_stays_remembered(clinic, invoke):
    store = Store(clinic / "store")
    cases = read_rows(clinic, f"{TASK}/cases")
    seen = {row["row_id"] for row in read_rows(clinic, f"{TASK}/sft_model", "tiny")}
    shown = {row["patient_id"] for row in cases if row["case_id"] in seen}
    unseen = sorted({row["patient_id"] for row in cases if row["split"] == "train"} - shown)[0]
    before = store.current(f"{TASK}/sft_model", "tiny").address
    forget_in(invoke, unseen)
    after = store.current(f"{TASK}/sft_model", "tiny").address
    assert not is_tainted(store, after)
    # Its manifest names the table that its rows are of, which has another address now; what was trained is remembered.
    assert after != before
    assert after in store.computations.list_addresses()


def test_a_forgotten_patient_does_not_come_in_again(clinic, invoke):
    patient = find_trained_patient(clinic)
    number = int(patient[-6:])
    words = list_words(patient, clinic)
    forget_in(invoke, patient)
    # The source still has the notes, the product sends its events again, and new ones; a week is read again.
    statuses = capture_events(clinic, [*make_events([number]), *make_events([7])])
    assert statuses == ["forgotten"] * 3 + ["stored"] * 3
    made = call("materialize", TASK, "--base-model", "tiny")
    assert made.returncode == 0, made.stdout + made.stderr
    made = call("materialize", FEEDBACK)
    assert made.returncode == 0, made.stdout + made.stderr
    assert find_remains(clinic, words) == {}
    store = Store(clinic / "store")
    assert not any(is_tainted(store, store.current(f"{TASK}/{name}", "tiny").address) for name in MODELS)
    assert f"g-{7}-made" in list_captured(clinic)
    again = invoke("forget", "--patient", patient, "--why", "asked again")
    assert again.exit_code == 0
    assert "was forgotten before" in again.stdout


def test_a_new_generation_of_a_forgotten_patient_takes_its_reactions_with_it(clinic, invoke):
    patient = name_patient(1)
    forget_in(invoke, patient)
    generation, edit, acceptance = make_events([1])
    generation["id"] = "g-new"
    # A reaction that comes before its generation cannot be told; it goes when that one comes.
    assert capture_events(clinic, [edit | {"generation": "g-new"}]) == ["forgotten"]  # its own id is known
    edit |= {"id": "r-new", "generation": "g-new"}
    acceptance |= {"id": "s-new", "generation": "g-new"}
    assert capture_events(clinic, [edit]) == ["stored"]
    assert capture_events(clinic, [generation, acceptance]) == ["forgotten"] * 2
    assert not {"g-new", "r-new", "s-new"} & set(list_captured(clinic))


def test_what_is_written_anew_is_its_owners_alone_whatever_the_umask(clinic, invoke):
    root = clinic / "store"
    patient = find_trained_patient(clinic)
    for path in (root / "tables").rglob("*"):  # as an earlier version left what it wrote anew
        path.chmod(0o755)
    before = {path.name for kind in ("tables", "models") for path in (root / kind).iterdir()}
    umask = os.umask(0o022)
    try:
        forget_in(invoke, patient)
    finally:
        os.umask(umask)
    written = [path for kind in ("tables", "models") for path in (root / kind).iterdir() if path.name not in before]
    assert {path.parent.name for path in written} == {"tables", "models"}
    told = [path for folder in (*written, root / "tombstones", root / "taint") for path in folder.rglob("*")]
    assert [path for path in (*written, *told) if path.stat().st_mode & 0o077] == []


def test_tombstones_and_the_log_hold_no_id(clinic, invoke):
    patient = name_patient(1)
    forget_in(invoke, patient)
    with begin_reading(open_database(f"sqlite:///{clinic / DATABASE}")) as connection:
        assert {row.kind for row in connection.execute(TOMBSTONES.select())} == {"patient", "event"}
    *_, entry = AuditLog(clinic / "store" / "audit").entries()
    assert (entry.action, entry.why) == ("patient.forgotten", "the patient withdrew consent")
    assert entry.subject.startswith("patient:")
    assert entry.details["made_again"] == [TASK, FEEDBACK]
    assert find_remains(clinic, [patient]) == {}


def test_what_cannot_be_is_refused_in_one_sentence_and_changes_nothing(clinic, invoke, tmp_path, monkeypatch):
    before = {path: path.read_bytes() for path in (clinic / "store" / "refs").rglob("*.json")}

    def refuse(*arguments):
        refused = invoke("forget", *arguments)
        assert refused.exit_code != 0
        assert "Traceback" not in refused.output
        assert {path: path.read_bytes() for path in (clinic / "store" / "refs").rglob("*.json")} == before
        return refused.stderr

    patient = name_patient(1)
    assert "nothing is known of this patient" in refuse("--patient", "MRN-999999", "--why", "asked")
    for why, kind in (
        (f"{patient} asked", "medical_record"),
        ("Anna Bergstrom asked", "name"),
        ("617-253-9921", "phone"),
    ):
        said = refuse("--patient", patient, "--why", why)
        assert f"looks like an identifier (1 {kind}" in said
        assert why not in said
    assert "1 to 2000 characters" in refuse("--patient", patient, "--why", " ")
    assert "1 to 2000 characters" in refuse("--patient", patient, "--why", "asked " * 400)
    assert "a reason is one line" in refuse("--patient", patient, "--why", "asked\n9  root  model.promoted")
    assert not list_plans(Store(clinic / "store"))
    assert "the patient's id is blank" in refuse("--patient", " ", "--why", "asked")
    for mistyped in (tmp_path / "bufer", tmp_path):
        said = refuse("--patient", patient, "--why", "asked", "--buffer", str(mistyped))
        assert "there is no buffer" in said or "is a directory" in said
    assert "give --patient and --why" in refuse("--patient", patient)
    assert "give --patient and --why" in refuse("--why", "asked")
    monkeypatch.delenv(FILE_VARIABLE)
    assert "no privacy key" in refuse("--patient", patient, "--why", "asked")
    assert invoke("forget", "--resume").exit_code == 1


def test_a_reason_names_the_patient_in_no_spelling(clinic):
    store = Store(clinic / "store")
    for patient, why in (("ward7x", "WARD7X asked"), ("1001", "1001.0 asked")):
        with pytest.raises(ForgettingError, match="holds the patient's id"):
            forget(store, AuditLog(store.root / "audit"), want_patient(patient), why, Places(), require_key())
    assert not list_plans(store)


def test_another_key_is_refused_with_what_to_do(clinic, invoke, tmp_path, monkeypatch):
    forget_in(invoke, name_patient(1))
    create_privacy_key(tmp_path / "other.key")
    monkeypatch.setenv(FILE_VARIABLE, str(tmp_path / "other.key"))
    refused = invoke("forget", "--patient", name_patient(2), "--why", "asked")
    assert refused.exit_code == 1
    assert "take that key from your copy" in refused.stderr
    # Nothing is read either: nobody could tell who must stay out.
    made = call("materialize", TASK, "--base-model", "tiny")
    assert made.returncode == 1
    assert "take that key from your copy" in made.stdout
    monkeypatch.delenv(FILE_VARIABLE)
    lost = invoke("forget", "--patient", name_patient(2), "--why", "asked").stderr
    assert "is needed, and none is set. Take that key from your copy" in lost
    assert "privacy-key create" not in lost, "a new one would know nobody"
    with pytest.raises(Exception, match="nobody can tell whose events come"):
        capture_events(clinic, list(make_events([8])))


def test_a_dry_run_says_what_there_is_and_changes_nothing(clinic, invoke):
    patient = name_patient(1)
    words = list_words(patient, clinic)
    held = find_remains(clinic, words)
    told = invoke("forget", "--patient", patient, "--dry-run")
    assert told.exit_code == 0
    assert f"{TASK}/cases: 1 quarantine, 2 rows" in told.stdout
    assert "3 events" in told.stdout
    assert find_remains(clinic, words) == held


def test_an_unknown_patient_can_be_kept_out(clinic, invoke):
    patient = name_patient(9)  # who has notes, and no events yet
    unknown = "MRN-000777"
    assert "is forgotten: nothing was here" in forget_in(invoke, unknown, "--keep-out").stdout
    event = next(make_events([777]))
    assert capture_events(clinic, [event]) == ["forgotten"]
    assert patient in {row["patient_id"] for row in read_rows(clinic, f"{TASK}/cases")}


def test_a_forgetting_that_was_cut_off_stops_steps_and_is_finished_by_the_next_call(clinic, invoke, monkeypatch):
    patient = find_trained_patient(clinic)
    words = list_words(patient, clinic)
    store = Store(clinic / "store")

    def die(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Pointers, "redirect", die)
        with pytest.raises(KeyboardInterrupt):
            forget(
                store,
                AuditLog(store.root / "audit"),
                want_patient(patient),
                "a test",
                Places({TASK: "patient_id"}, (f"sqlite:///{clinic / DATABASE}",)),
                require_key(),
            )
    [plan] = list_plans(store)
    assert plan.stat().st_mode & 0o777 == 0o600
    refused = call("materialize", TASK, "--base-model", "tiny")
    assert refused.returncode == 1
    assert "`medpref forget --resume` finishes it" in refused.stdout.replace("\n", " ")
    # Another patient's forgetting finishes this one first.
    forget_in(invoke, name_patient(2))
    assert find_remains(clinic, words) == {}
    assert list_plans(store) == []
    assert "nothing was cut off" in invoke("forget", "--resume").stdout


def test_a_forgetting_waits_for_a_training_and_says_for_which_and_looks_through_what_it_made(clinic):
    patient = find_trained_patient(clinic)
    words = list_words(patient, clinic)
    store = Store(clinic / "store")
    told, waits = [], threading.Event()

    def tell(progress):
        told.append(str(progress))
        waits.set()

    def begin():
        places = Places({TASK: "patient_id"}, (f"sqlite:///{clinic / DATABASE}",))
        forget(store, AuditLog(store.root / "audit"), want_patient(patient), "a test", places, require_key(), tell)

    forgetting = threading.Thread(target=begin)
    with hold_off_forgetting(store, "clinic/dpo_model of run 1f0c", silent):
        forgetting.start()
        assert waits.wait(60)
        # From the first moment on nothing comes in; what is being made is found when it is there.
        assert read_tombstones(store).holds_patient(patient)
        late = pa.table({"case_id": ["NOTE-1"], "patient_id": [patient]})
        store.point(f"{TASK}/late", store.write_table(late, late.schema))
    forgetting.join(60)
    assert "clinic/dpo_model of run 1f0c" in told[0]
    assert read_rows(clinic, f"{TASK}/late") == []
    assert find_remains(clinic, words) == {}
