"""A patient reaches a loop's champion and is taken out again: the loop is told, and is trained again without them."""

import json
import shutil

import pytest

from medpref_dagster.audit.log import AuditLog
from medpref_dagster.forgetting.reach import list_champions, list_tainted
from medpref_dagster.forgetting.taint import is_tainted
from medpref_dagster.forgetting.trace import trace_model
from medpref_dagster.gate.rounds import find_decision, read_decisions
from medpref_dagster.promotion.history import read_champion, read_moves
from medpref_dagster.reports.page import REPORT_HTML
from medpref_dagster.storage.store import Store
from tests.cli.calls import call, refusal
from tests.conftest import enter_project
from tests.feedback.made_weeks import WEEK
from tests.forgetting.made_project import (
    LOOP,
    TASK,
    check_whole,
    find_patients_learned_from,
    find_remains,
    list_words,
    make_key,
    read_rows,
    write_looped_clinic,
)


@pytest.fixture(scope="module")
def made_loop(tmp_path_factory, tiny_base_model):
    """A loop whose challenger was promoted, materialized once."""
    root = write_looped_clinic(tmp_path_factory.mktemp("loop") / "project", tiny_base_model)
    with pytest.MonkeyPatch.context() as patched:
        enter_project(root, patched)
        made = call("materialize", LOOP)
        assert made.returncode == 0, made.stdout + made.stderr
        assert "Promote: the challenger passed" in made.stdout
    return root


@pytest.fixture
def loop(made_loop, tmp_path, monkeypatch):
    """A copy of it, and a privacy key beside it."""
    root = tmp_path / "project"
    shutil.copytree(made_loop, root)
    for path in (root / "assets").rglob("defs.yaml"):
        path.write_text(path.read_text().replace(str(made_loop), str(root)))
    enter_project(root, monkeypatch)
    monkeypatch.setenv("DAGSTER_HOME", str(root / ".dagster-home"))
    make_key(tmp_path, monkeypatch)
    return root


def find_champion(root):
    return read_champion(Store(root / "store"), LOOP)[1].address


def read_audited(root):
    return [(entry.action, entry.subject) for entry in AuditLog(root / "store" / "audit").entries()]


def test_the_champion_of_a_forgotten_patients_edit_is_used_by_nobody_and_the_loop_goes_back_and_on(loop, invoke):
    store = Store(loop / "store")
    [patient, second, *_] = find_patients_learned_from(loop, f"{LOOP}/challenger", WEEK)
    words, before = list_words(patient, loop), find_champion(loop)
    traced = invoke("trace", "--patient", patient).stdout
    for asset in ("ward/events", "ward/reactions", "ward/preference_pairs", f"{LOOP}/round_pairs", f"{LOOP}/decision"):
        assert f"{asset} for {WEEK}" in traced
    assert f"{LOOP}/champion: 1 train; champion of {LOOP}" in traced
    edit = {f"{kind}-{int(patient[-6:])}-made" for kind in "gr"}
    assert edit <= set(trace_model(store, f"{LOOP}/champion:{WEEK}")["events"])

    done = invoke("forget", "--patient", patient, "--why", "withdrew consent")
    assert done.exit_code == 0, done.output
    assert find_remains(loop, words) == {}
    check_whole(loop)
    champion = find_champion(loop)
    assert champion != before
    assert store.find_rest(before) == champion
    assert is_tainted(store, champion)
    assert f"{champion}, the champion of {LOOP}, cannot be used" in done.stdout
    assert f"void, and to be decided anew: {LOOP}, rounds {WEEK}" in done.stdout
    assert ("champion.tainted", f"{LOOP}: {champion}") in read_audited(loop)

    told = f"go back to another: medpref rollback {LOOP} --to first"
    assert told in call("status", LOOP).stdout
    assert f"! challenger for {WEEK}, champion for {WEEK}, champion learned from a patient" in call("status").stdout
    assert told in refusal("ask", "burning", "--loop", LOOP)
    assert told in refusal("export", "--loop", LOOP, "--format", "hf", "--to", str(loop.parent / "exported"))
    assert "is void since" in refusal("approve", LOOP, "--round", WEEK, "--why", "good")
    assert f"champion of {LOOP}" in call("doctor").stdout
    assert call("change-plan", LOOP, "--to", str(loop.parent / "plan")).returncode == 0
    assert "void since" in (loop.parent / "plan" / "plan.html").read_text()
    refused = call("materialize", LOOP)
    assert refused.returncode == 1
    assert told in " ".join(refused.stdout.split())

    # The next patient's forgetting finds what was written anew, and --retrain does it for the loop, too.
    again = call("forget", "--patient", second, "--why", "asked", "--retrain")
    assert again.returncode == 0, again.stdout + again.stderr
    moves = [(move.action, move.round) for move in read_moves(store, LOOP)]
    assert moves == [("started", "first"), ("promoted", WEEK), ("rolled_back", "first"), ("promoted", WEEK)]
    assert not is_tainted(store, find_champion(loop))
    assert list(list_tainted(store)) == []
    assert {address for address in list_champions(store) if (store.root / address).exists()} == {
        store.current(f"{TASK}/dpo_model", "tiny").address,
        find_champion(loop),
    }
    assert find_remains(loop, [*words, *list_words(second, loop)]) == {}
    first, new = read_decisions(store, LOOP)
    assert (first.seal != new.seal, new.look, find_decision(store, LOOP, WEEK)) == (True, 2, new)
    page = (store.current(f"{LOOP}/decision", WEEK).path / REPORT_HTML).read_text()
    assert "Decided anew" in page
    assert first.seal in page
    assert "learned from a patient" not in call("status").stdout


def test_a_loop_of_which_every_champion_learned_from_the_patient_begins_again_without_them(loop):
    store = Store(loop / "store")
    patients = {row["row_id"]: row["patient_id"] for row in read_rows(loop, f"{TASK}/raw_cases")}
    seen = [row["row_id"] for row in read_rows(loop, f"{TASK}/sft_model", "tiny") if row["split"] == "train"]
    patient = sorted({patients[row] for row in seen})[0]
    words, before = list_words(patient, loop), store.current(f"{TASK}/dpo_model", "tiny").address
    done = call("forget", "--patient", patient, "--why", "withdrew consent")
    assert done.returncode == 0, done.stderr
    told = f"no earlier one can be used either: medpref materialize {LOOP} trains again without it, and begins anew"
    assert told in done.stdout
    assert "it was trained on what must be forgotten" in refusal("rollback", LOOP, "--to", "first", "--why", "x")

    made = call("materialize", LOOP)
    assert made.returncode == 0, made.stdout + made.stderr
    began = store.current(f"{TASK}/dpo_model", "tiny").address
    assert began not in (before, store.find_rest(before))
    assert [move.action for move in read_moves(store, LOOP)] == ["started", "promoted", "started", "promoted"]
    assert read_moves(store, LOOP)[2].model == began
    assert read_decisions(store, LOOP)[1].first_champion == began
    assert not is_tainted(store, find_champion(loop))
    assert find_remains(loop, words) == {}
    again = call("materialize", LOOP)
    assert "nothing was trained or computed again" in again.stdout
    back = call("rollback", LOOP, "--to", "first", "--why", "worse on the ward")
    assert back.returncode == 0, back.stderr
    assert find_champion(loop) == began


def test_a_loop_stays_as_it_is_where_no_model_learned_from_the_patient(loop, invoke):
    store = Store(loop / "store")
    learned = {*find_patients_learned_from(loop, f"{LOOP}/challenger", WEEK)}
    learned |= {*trace_model(store, f"{TASK}/dpo_model:tiny")["patients"]}
    rows = read_rows(loop, f"{LOOP}/round_pairs", WEEK)
    patient = sorted({row["patient_id"] for row in rows if row["split"] == "train"} - learned)[0]
    before = json.dumps([item.to_json() for item in read_decisions(store, LOOP)])
    done = invoke("forget", "--patient", patient, "--why", "withdrew consent")
    assert done.exit_code == 0, done.output
    assert list(list_tainted(store)) == []
    # Its manifest names the table of its pairs, which was written anew: another address, the same champion.
    assert not is_tainted(store, find_champion(loop))
    assert find_decision(store, LOOP, WEEK) is not None
    assert json.dumps([item.to_json() for item in read_decisions(store, LOOP)]) == before
    back = call("rollback", LOOP, "--to", "first", "--why", "worse on the ward")
    assert back.returncode == 0, back.stderr
