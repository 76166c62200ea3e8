"""A round's steps on a tiny model: pairs, a challenger that beats nobody by chance, a report that says so."""

import json
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

from medpref_dagster import schemas
from medpref_dagster.declaration import FeedbackDeclaration
from medpref_dagster.forgetting.taint import taint
from medpref_dagster.promotion.history import name_ledger, read_moves
from medpref_dagster.promotion.moves import Desk, start
from medpref_dagster.rounds.champion import champion_of
from medpref_dagster.rounds.errors import RoundError
from medpref_dagster.steps import DeclaredFeedback, DeclaredLoop, DeclaredTask
from medpref_dagster.steps.loop import LOOP_STEPS, list_loop_steps
from medpref_dagster.steps.running import run_step
from medpref_dagster.steps.signal import CHOICES, RETRACTED, WAITING
from medpref_dagster.steps.synthesis import COMPARISONS, SLICES
from medpref_dagster.storage.manifests import read_manifest
from medpref_dagster.storage.store import MissingError, Store
from medpref_dagster.training.errors import StaleReferenceError
from medpref_dagster.workbench import Workbench
from tests.rounds.made_pairs import ROUNDS, WEEKS, declare_loop, make_row, make_synthetic, tabulate
from tests.training.tiny_task import COMPUTE, make_declaration, open_tiny_task

PAIRS, CHALLENGER, REPORT, *_ = LOOP_STEPS
TASK = make_declaration(max_prompt_tokens=200, max_completion_tokens=80)
SECRET = "nitrofurantoin"


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    """A task with an SFT model, which is also what it chose."""
    folder = tmp_path_factory.mktemp("rounds")
    task = open_tiny_task(folder / "store", folder / "base")
    task.store.point("tiny/cases", task.cases)
    sft = task.fit_sft(TASK).model
    for name in ("sft_model", "dpo_model"):
        task.store.point(f"tiny/{name}", sft, "tiny")
    return task


def declare(**changes) -> DeclaredLoop:
    sources = {"ward": {"reader": "files", "options": {"path": "nowhere.jsonl"}}}
    feedback = {"title": "Ward", "sources": sources, "start": WEEKS[0], "end": WEEKS[-1], "lookback_weeks": 1}
    return DeclaredLoop(
        changes.pop("name", "loop"),
        declare_loop(**changes),
        DeclaredTask("tiny", TASK),
        DeclaredFeedback("ward", FeedbackDeclaration.model_validate(feedback)),
    )


def lay(tiny, name: str) -> Workbench:
    return Workbench(tiny.store, tiny.base, COMPUTE, partition="tiny", round=name)


def write_feedback(store: Store, rows: list[dict], retracted: dict[str, list[dict]] | None = None) -> None:
    """The weeks' tables with these pairs; each rejected answer was written by the model `tiny/writer`."""
    for week in WEEKS:
        own = [row for row in rows if row["week"] == week]
        gone = pa.Table.from_pylist((retracted or {}).get(week, []), schema=schemas.RETRACTED_PAIRS)
        pairs = store.write_table(tabulate(own), schemas.FEEDBACK_PAIRS, {RETRACTED: gone})
        store.point("ward/preference_pairs", pairs, week)
        empty = {WAITING: schemas.QUARANTINE.empty_table(), CHOICES: schemas.CHOICES.empty_table()}
        store.point(
            "ward/reactions", store.write_table(schemas.REACTIONS.empty_table(), schemas.REACTIONS, empty), week
        )
        written = [
            {
                **dict.fromkeys(schemas.GENERATIONS.names),
                "generation_id": row["event_ids"][-1],
                "time": 0,
                "week": week,
                "aliases": [],
                "prompt": row["prompt"],
                "answer": row["rejected"],
                "model": "tiny/writer",
            }
            for row in own
        ]
        generations = pa.Table.from_pylist(written, schema=schemas.GENERATIONS)
        store.point("ward/generations", store.write_table(generations, schemas.GENERATIONS), week)


def make_rows(count: int = 60) -> list[dict]:
    """Pairs of many patients and five clinicians over all weeks."""
    return [
        make_row(f"patient-{number}", f"clinician-{number % 5}", WEEKS[number % len(WEEKS)]) for number in range(count)
    ]


@pytest.fixture(scope="module")
def ran(tiny):
    """A whole round."""
    write_feedback(tiny.store, make_rows())
    return {step.name: run_step(step, declare(), lay(tiny, ROUNDS[1])) for step in list_loop_steps(declare())}


def test_a_round_leads_from_feedback_to_a_challenger_and_a_report(tiny, ran):
    assert all(finding.passed for finding in ran["round_pairs"].findings.values())
    assert ran["challenger"].findings["held_out_unseen"].passed
    rows = tiny.store.read_table(ran["round_pairs"].artifact).to_pylist()
    assert {row["split"] for row in rows} == {"train", "eval", "test"}
    assert {row["rejected_source"] for row in rows} == {"tiny/writer"}
    assert {row["chosen_source"] for row in rows} == {"clinician"}
    manifest = read_manifest(ran["challenger"].artifact)
    assert manifest.parent == tiny.store.current("tiny/dpo_model", "tiny").address
    seen = set(tiny.store.read_table(ran["challenger"].artifact)["row_id"].to_pylist())
    assert seen
    assert seen <= {row["pair_id"] for row in rows if row["split"] != "test"}


def test_the_report_has_one_answer_with_its_interval_both_hashes_and_no_text(tiny, ran):
    folder = ran["challenger_report"].artifact.path
    content, page = json.loads((folder / "report.json").read_text()), (folder / "report.html").read_text()
    wins = content["wins"]
    tested = [row for row in tiny.store.read_table(ran["round_pairs"].artifact).to_pylist() if row["split"] == "test"]
    assert wins["pairs"] == len(tested) == wins["change"]["n"]
    assert content["answer"].startswith(f"Round {ROUNDS[1]}: the challenger prefers the better answer in ")
    assert wins["change"]["low"] <= wins["change"]["estimate"] <= wins["change"]["high"]
    assert content["champion"] != content["challenger"]
    for said in (content["answer"], content["champion"], content["challenger"]):
        assert said in page
    for text in (SECRET, "Summarize the stay"):
        assert text not in page + json.dumps(content)
        assert text not in str(ran["challenger_report"].shown)
        assert text not in str(ran["round_pairs"].shown), "the source is not a synthetic one"
    assert ran["challenger_report"].findings["raised"].passed == (wins["outcome"] == "raised")


def test_a_round_that_is_run_again_trains_nothing_and_is_the_same_bytes(tiny, ran):
    again = {step.name: run_step(step, declare(), lay(tiny, ROUNDS[1])) for step in list_loop_steps(declare())}
    assert again["challenger"].shown["reused"] is True
    assert {name: result.artifact for name, result in again.items()} == {
        name: result.artifact for name, result in ran.items()
    }


def test_weights_and_noise_reach_the_training(tiny, ran):
    about = declare(name="noisy", reliability={"use": "label_noise"})
    write_feedback(tiny.store, make_rows())
    run_step(PAIRS, about, lay(tiny, ROUNDS[1]))
    unknown = run_step(CHALLENGER, about, lay(tiny, ROUNDS[1]))
    assert unknown.shown["loss"] == "sigmoid", "no clinician's reliability is known"
    pairs = tiny.store.current("noisy/round_pairs", ROUNDS[1])
    measured = pa.table({"label_noise": [0.2], "looked_at": [30]})
    quarantine = tiny.store.read_table(pairs, "quarantine")
    rows = tiny.store.read_table(pairs)
    companions = {"measured": measured, "quarantine": quarantine}
    tiny.store.point("noisy/round_pairs", tiny.store.write_table(rows, schemas.ROUND_PAIRS, companions), ROUNDS[1])
    told = run_step(CHALLENGER, about, lay(tiny, ROUNDS[1]))
    assert told.shown["loss"] == "robust"
    assert read_manifest(told.artifact).training["arguments"]["label_smoothing"] == 0.2
    heavy = rows.set_column(
        rows.schema.get_field_index("weight"), "weight", pa.array([1.0 + number % 2 for number in range(len(rows))])
    )
    tiny.store.point("noisy/round_pairs", tiny.store.write_table(heavy, schemas.ROUND_PAIRS, companions), ROUNDS[1])
    weighed = run_step(CHALLENGER, declare(name="noisy"), lay(tiny, ROUNDS[1]))
    assert weighed.artifact != ran["challenger"].artifact


def begin(tiny, loop: str, model) -> None:
    """Let a loop have a champion."""
    desk = Desk(tiny.store, loop, is_tainted=lambda *_: False, audit=lambda *_: None)
    start(desk, model, "a test", "to have one")


def test_training_may_start_elsewhere_than_from_what_it_is_tied_to(tiny, ran):
    challenger = ran["challenger"].artifact
    begin(tiny, "elsewhere", challenger)
    about = declare(name="elsewhere", start="champion", reference="sft")
    assert champion_of(tiny.store, "elsewhere", about.loop, ROUNDS[1]) == challenger
    write_feedback(tiny.store, make_rows())
    run_step(PAIRS, about, lay(tiny, ROUNDS[1]))
    result = run_step(CHALLENGER, about, lay(tiny, ROUNDS[1]))
    assert read_manifest(result.artifact).parent == challenger.address
    assert result.shown["reference"] == tiny.store.current("tiny/sft_model", "tiny").address
    run_step(REPORT, about, lay(tiny, ROUNDS[1]))
    tiny.store.point("elsewhere/challenger", challenger, ROUNDS[1])
    with pytest.raises(RoundError, match="is the champion and the challenger"):
        run_step(REPORT, about, lay(tiny, ROUNDS[1]))


def test_the_first_champion_is_what_the_task_chose(tiny):
    about, chosen = declare(name="fresh"), tiny.store.current("tiny/dpo_model", "tiny")
    assert champion_of(tiny.store, "fresh", about.loop, ROUNDS[0]) == chosen
    other = declare(name="fresh", base_model="other")
    with pytest.raises(MissingError, match="tiny/dpo_model, partition other was not materialized yet"):
        champion_of(tiny.store, "fresh", other.loop, ROUNDS[0])


def test_a_champion_that_was_trained_on_what_must_be_forgotten_trains_nobody(tiny, ran):
    about, tainted = declare(name="tainted"), ran["challenger"].artifact
    chosen = tiny.store.current("tiny/dpo_model", "tiny")
    begin(tiny, "tainted", chosen)
    began = read_moves(tiny.store, "tainted")[0]
    promoted = began.model_copy(update={"action": "promoted", "round": ROUNDS[0], "model": tainted.address})
    tiny.store.append_to_ledger(name_ledger("tainted"), promoted.to_json(), after=1)
    begin(tiny, "begun_with_it", tainted)
    note = Path(tiny.store.root) / "taint" / f"{tainted.version}.json"
    taint(tiny.store, tainted.address, "0" * 64, {"train": 1})
    try:
        with pytest.raises(RoundError, match=r"trained on what must be forgotten.*; go back to another: medpref roll"):
            champion_of(tiny.store, "tainted", about.loop, ROUNDS[1])
        # No champion is left: it begins again with what the task chose.
        assert champion_of(tiny.store, "begun_with_it", about.loop, ROUNDS[1]) == chosen
    finally:
        note.unlink()


def test_a_round_with_too_few_pairs_says_how_many_are_missing_and_trains_nothing(tiny):
    about = declare(name="few", min_new_pairs=500)
    write_feedback(tiny.store, make_rows())
    made = run_step(PAIRS, about, lay(tiny, ROUNDS[1]))
    assert not made.findings["usable"].passed
    assert "fewer than min_new_pairs (500)" in made.findings["usable"].sentence
    assert "What ward itself left out is beside ward/preference_pairs. Nothing is" in made.findings["usable"].sentence
    with pytest.raises(RoundError, match="min_new_pairs is 500"):
        run_step(CHALLENGER, about, lay(tiny, ROUNDS[1]))


@pytest.mark.parametrize("rows", [[], "contradictions"])
def test_a_round_without_pairs_or_of_contradictions_alone_is_refused_with_its_reasons(tiny, rows):
    if rows:
        sides = ("Yes.", "No.")
        rows = [
            make_row(f"patient-{number}", f"clinician-{place}", chosen=sides[place], rejected=sides[1 - place])
            for number in range(10)
            for place in (0, 1)
        ]
    write_feedback(tiny.store, rows)
    made = run_step(PAIRS, declare(name="none"), lay(tiny, ROUNDS[1]))
    assert made.findings["usable"].problems[0].startswith("0 new pairs can be trained on, 2 fewer than")
    reasons = tiny.store.read_table(made.artifact, "quarantine")["reason"].to_pylist()
    assert len(reasons) == len(rows)
    assert ("opposite preferences (" in made.findings["usable"].sentence) == bool(rows)
    assert not made.findings["testable"].passed
    with pytest.raises(RoundError, match="0 new pairs to be trained on"):
        run_step(CHALLENGER, declare(name="none"), lay(tiny, ROUNDS[1]))


def test_what_a_later_week_retracts_is_not_in_the_round(tiny):
    rows = make_rows(10)
    [gone] = [row for row in rows if row["week"] == WEEKS[2]][:1]
    write_feedback(tiny.store, rows, {WEEKS[3]: [{"pair_id": gone["pair_id"], "week": gone["week"]}]})
    made = run_step(PAIRS, declare(name="retracted", min_new_pairs=1), lay(tiny, ROUNDS[1]))
    quarantined = tiny.store.read_table(made.artifact, "quarantine")["row_id"].to_pylist()
    assert gone["pair_id"] not in {*tiny.store.read_table(made.artifact)["pair_id"].to_pylist(), *quarantined}


def test_a_week_that_is_missing_or_a_round_that_there_is_not_is_refused(tiny):
    about = declare(name="early")
    with pytest.raises(RoundError, match="no week of ward is in the round 2030-01-07"):
        run_step(PAIRS, about, lay(tiny, "2030-01-07"))
    lonely = Store(tiny.store.root.parent / "lonely")
    with pytest.raises(MissingError, match="ward/preference_pairs, partition 2026-06-01 was not materialized yet"):
        run_step(PAIRS, about, Workbench(lonely, tiny.base, COMPUTE, partition="tiny", round=ROUNDS[0]))


def test_log_probabilities_of_another_reference_are_refused(tiny, ran):
    from medpref_dagster.training.dpo import fit_dpo
    from medpref_dagster.training.reference_logps import score_reference

    training = tiny.store.current("loop/challenger.training_pairs", ROUNDS[1])
    champion, challenger = tiny.store.current("tiny/dpo_model", "tiny"), ran["challenger"].artifact
    logps = score_reference(training, champion, tiny.workbench)
    with pytest.raises(StaleReferenceError):
        fit_dpo(TASK, training, logps, tiny.cases, champion, tiny.workbench, challenger)


def test_synthetic_pairs_of_the_feedback_are_taken_under_its_cap_and_are_in_the_lineage(tiny):
    about, store = declare(name="filled", reliability={"use": "weights"}), tiny.store
    synthesis = {
        "generator": {"name": "writer"},
        "judge": {"name": "referee", "rubric": "Right."},
        "max_share": 0.25,
    }
    of_feedback = about.feedback.feedback.model_dump(mode="json", exclude_none=True) | {"synthesis": synthesis}
    about = replace(about, feedback=DeclaredFeedback("ward", FeedbackDeclaration.model_validate(of_feedback)))
    write_feedback(store, make_rows())
    said = {"kind": "clinicians", "slice": None, "outcome": "first", "margin": 1, "clinicians": "first"}
    for week in WEEKS:
        # A judge that agreed with clinicians in all of 4 of their pairs.
        compared = [said | {"comparison_id": f"{week}-{number}"} for number in range(4)]
        tables = {
            COMPARISONS: pa.Table.from_pylist(compared, schema=schemas.COMPARISONS),
            SLICES: schemas.SLICES.empty_table(),
        }
        made = [make_synthetic(f"patient-{number}", week=week) for number in range(60)]
        rows = pa.Table.from_pylist(sorted(made, key=lambda row: row["pair_id"]), schema=schemas.SYNTHETIC_PAIRS)
        store.point("ward/synthetic_pairs", store.write_table(rows, schemas.SYNTHETIC_PAIRS, tables), week)
    ran = {step.name: run_step(step, about, lay(tiny, ROUNDS[1])) for step in list_loop_steps(about)}
    pairs = ran["round_pairs"]
    train = [row for row in store.read_table(pairs.artifact).to_pylist() if row["split"] == "train"]
    made = [row for row in train if row["synthetic"]]
    assert 0.2 < len(made) / len(train) <= 0.25
    assert {(row["generator"], row["judge"], row["weight"]) for row in made} == {("writer", "referee", 1.0)}
    assert pairs.findings["synthetic_share"].passed
    assert (pairs.findings["synthetic_share"].says or "").startswith(f"{len(made)} of {len(train)} pairs")
    assert pairs.findings["held_out"].passed
    assert store.current("ward/synthetic_pairs", WEEKS[-1]).address in store.parents(pairs.artifact)
    learned = set(store.read_table(ran["challenger"].artifact)["row_id"].to_pylist())
    assert learned & {row["pair_id"] for row in made}
    report = json.loads((ran["challenger_report"].artifact.path / "report.json").read_text())
    assert report["train"]["by_rule"]["synthesis"]["pairs"] == len(made)
    assert report["train"]["clinicians"] == len({row["clinician"] for row in train if not row["synthetic"]})
