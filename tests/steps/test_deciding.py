"""The end of a round on a tiny model: promoted, refused, held, approved; decided once, and champion by that alone."""

import json

import pytest

from medpref_dagster.declaration.gate import Gate
from medpref_dagster.disclosure import Disclosure
from medpref_dagster.forgetting.taint import taint
from medpref_dagster.gate.errors import GateError
from medpref_dagster.gate.rounds import find_decision, read_decisions
from medpref_dagster.promotion.errors import PromotionError
from medpref_dagster.promotion.history import read_moves
from medpref_dagster.promotion.moves import approve, roll_back
from medpref_dagster.rounds.errors import RoundError
from medpref_dagster.steps import deciding
from medpref_dagster.steps.loop import list_loop_steps
from medpref_dagster.steps.running import run_step
from tests.rounds.made_pairs import ROUNDS
from tests.steps.test_rounds import declare as declare_loop
from tests.steps.test_rounds import lay, make_rows, tiny, write_feedback  # noqa: F401 - a fixture

ROUND = ROUNDS[1]
GATE = {
    "superiority": {"gain": 0.45},
    "non_inferiority": [{"task": "tiny", "metric": "accuracy", "margin": 0.9}],
    "collapse": dict.fromkeys(
        ("shortest", "longest", "repetition", "label_share", "unreadable", "divergence", "chosen_logp_fall")
    ),
    "agreement": None,
    "alpha": 0.4,
    "error_control": {"kind": "alpha_spending", "rounds": 2},
    "approval": "automatic",
}


def declare(name: str, **changes):
    return declare_loop(name=name, gate=Gate.model_validate(GATE | changes.pop("gate", {})), **changes)


def run_round(tiny, about, place: str = ROUND) -> dict:  # noqa: F811
    write_feedback(tiny.store, make_rows())
    return {step.name: run_step(step, about, lay(tiny, place)) for step in list_loop_steps(about)}


def list_audited(tiny, loop: str) -> list[str]:  # noqa: F811
    path = tiny.store.root / "audit" / "log.jsonl"
    entries = map(json.loads, path.read_text().splitlines())
    return [entry["action"] for entry in entries if entry["subject"].startswith(f"{loop}: ")]


def test_a_challenger_that_passes_every_condition_becomes_champion_and_is_not_decided_on_again(tiny):  # noqa: F811
    about = declare("promoting")
    ran = run_round(tiny, about)
    decision, findings = find_decision(tiny.store, "promoting", ROUND), ran["decision"].findings
    assert decision.outcome == "promote", decision.headline
    assert set(findings) == {"superiority", "non_inferiority", "no_collapse", "no_identifiers"}
    assert all(finding.passed for finding in findings.values())
    [numbers] = findings["superiority"].shown.values()
    assert numbers["low"] > numbers["limit"] == 0
    assert decision.headline in (ran["decision"].artifact.path / "report.html").read_text()
    challenger = ran["challenger"].artifact
    assert ran["champion"].artifact == challenger == tiny.store.current("promoting/champion")
    assert tiny.store.current("promoting/champion", ROUND) == challenger
    assert list_audited(tiny, "promoting") == ["model.started", "model.promoted"]
    assert tiny.store.parents(challenger).count(ran["decision"].artifact.address) == 0, "it was not made of it"

    again = run_round(tiny, about)
    assert {name: result.artifact for name, result in again.items()} == {
        name: result.artifact for name, result in ran.items()
    }
    assert len(read_decisions(tiny.store, "promoting")) == 1
    assert list_audited(tiny, "promoting") == ["model.started", "model.promoted"]

    tiny.store.point("promoting/challenger", tiny.store.current("tiny/sft_model", "tiny"), ROUND)
    *_, decide, _ = list_loop_steps(about)
    with pytest.raises(GateError):
        run_step(decide, about, lay(tiny, ROUND))


def test_what_is_rolled_back_stays_so_when_the_round_is_run_again(tiny):  # noqa: F811
    about = declare("back")
    ran = run_round(tiny, about)
    first = read_moves(tiny.store, "back")[0].model
    desk = deciding.open_desk(lay(tiny, ROUND), "back")
    roll_back(desk, "first", "Dr. Ada", "worse on the ward")
    assert run_round(tiny, about)["champion"].artifact.address == first
    assert list_audited(tiny, "back") == ["model.started", "model.promoted", "model.rolled_back"]
    taint(tiny.store, ran["challenger"].artifact.address, "0" * 64, {"train": 1})
    with pytest.raises(PromotionError, match="what must be forgotten"):
        roll_back(desk, ROUND, "Dr. Ada", "it was the data")
    (tiny.store.root / "taint" / f"{ran['challenger'].artifact.version}.json").unlink()


def test_a_person_is_waited_for_and_then_the_champion_moves(tiny):  # noqa: F811
    about = declare("waiting", gate={"approval": "by_person"})
    ran = run_round(tiny, about)
    first = read_moves(tiny.store, "waiting")[0].model
    assert ran["champion"].artifact.address == first
    assert f"medpref approve waiting --round {ROUND} --why" in ran["champion"].findings["approved"].sentence
    approve(deciding.open_desk(lay(tiny, ROUND), "waiting"), ROUND, "Dr. Ada", "read fifty of its answers")
    after = run_round(tiny, about)
    assert after["champion"].artifact == ran["challenger"].artifact
    assert after["champion"].findings["approved"].passed
    assert read_moves(tiny.store, "waiting")[-1].approved_by == "Dr. Ada"


def test_too_few_held_out_pairs_are_held_and_spend_nothing(tiny):  # noqa: F811
    about = declare("held", gate={"superiority": {"gain": 0.01}})
    ran = run_round(tiny, about)
    decision = find_decision(tiny.store, "held", ROUND)
    assert (decision.outcome, decision.spent) == ("hold", False)
    assert "Not enough evidence" in ran["decision"].findings["superiority"].sentence
    assert ran["champion"].artifact == tiny.store.current("tiny/dpo_model", "tiny")
    assert list_audited(tiny, "held") == ["model.started", "model.held"]
    run_round(tiny, about)
    assert list_audited(tiny, "held") == ["model.started", "model.held"], "each is told once"


def test_answers_with_identifiers_and_a_collapse_are_refused_with_their_numbers(tiny, monkeypatch):  # noqa: F811
    answers = ["Call Dr. John Miller at 617-555-0134.", "No infection."]
    found = deciding.look_for_identifiers(answers, Disclosure.IDENTIFIABLE)
    assert (found.answers, found.with_identifiers) == (2, 1)
    made_up = deciding.look_for_identifiers(answers, Disclosure.SYNTHETIC)
    assert (made_up.answers, made_up.with_identifiers) == (2, 0), "who was made up cannot be identified"
    monkeypatch.setattr(deciding, "look_for_identifiers", lambda *_, **__: found)
    about = declare("refused", gate={"collapse": GATE["collapse"] | {"unreadable": 0.01}})
    ran = run_round(tiny, about)
    decision = find_decision(tiny.store, "refused", ROUND)
    assert decision.outcome == "refuse"
    assert not ran["decision"].findings["no_identifiers"].passed
    [numbers] = ran["decision"].findings["no_collapse"].shown.values()
    assert numbers["number"] > numbers["limit"]
    assert ran["champion"].artifact == tiny.store.current("tiny/dpo_model", "tiny")


def test_where_patients_rotate_a_round_tests_on_its_part_alone(tiny):  # noqa: F811
    control = {"kind": "rotating_holdout", "parts": 2, "uses": 2, "seed": 1}
    about = declare("turning", gate={"error_control": control, "superiority": {"gain": 0.9}})
    ran = run_round(tiny, about)
    decision = find_decision(tiny.store, "turning", ROUND)
    content = json.loads((ran["challenger_report"].artifact.path / "report.json").read_text())
    rows = tiny.store.read_table(ran["round_pairs"].artifact).to_pylist()
    assert decision.part == 0
    [superiority] = [item for item in decision.conditions if item.kind == "superiority"]
    assert content["wins"]["pairs"] == superiority.cases < sum(row["split"] == "test" for row in rows)
    assert run_round(tiny, about)["challenger_report"].artifact == ran["challenger_report"].artifact


def test_a_round_answers_no_more_test_cases_than_the_loop_declares(tiny):  # noqa: F811
    counted = []
    for most in (None, 2):
        about = declare(f"capped-{most}", max_test_cases=most, gate={"superiority": {"gain": 0.9}})
        run_round(tiny, about)
        decision = find_decision(tiny.store, f"capped-{most}", ROUND)
        [accuracy] = [item for item in decision.conditions if item.kind == "non_inferiority"]
        counted.append(accuracy.cases)
    assert 0 < counted[1] <= 2 < counted[0]


def test_a_slice_is_judged_by_its_own_cases(tiny):  # noqa: F811
    rule = {"task": "tiny", "metric": "accuracy", "slice": "yes", "margin": 0.9}
    slices = {"yes": {"column": "label", "values": ["Yes"]}}
    about = declare("sliced", slices=slices, gate={"non_inferiority": [rule, *GATE["non_inferiority"]]})
    run_round(tiny, about)
    cases = {item.name: item.cases for item in find_decision(tiny.store, "sliced", ROUND).conditions if item.is_test}
    assert 0 < cases["tiny, yes: accuracy"] < cases["tiny: accuracy"] == 3


def test_a_slice_without_a_test_case_is_refused_before_anything_is_trained(tiny):  # noqa: F811
    rule = {"task": "tiny", "metric": "accuracy", "slice": "unsure", "margin": 0.9}
    slices = {"unsure": {"column": "label", "values": ["Maybe"]}}
    about = declare("empty_slice", slices=slices, gate={"non_inferiority": [rule]})
    with pytest.raises(RoundError, match="no test case of tiny has 'Maybe' in its column 'label'"):
        run_round(tiny, about)
    assert tiny.store.current_version("empty_slice/challenger", ROUND) is None
