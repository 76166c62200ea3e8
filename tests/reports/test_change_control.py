"""The plan carries every field that the notes name, what was declared, and what became of the rounds."""

import json
import re

import pytest

from medpref_dagster.declaration.change_control import ChangeControl
from medpref_dagster.gate.decision import decide
from medpref_dagster.gate.spending import NextLook
from medpref_dagster.promotion.history import Move
from medpref_dagster.reports.change_control import CLAIM, NOT_DECLARED, DeclaredLoop, change_control_plan
from tests.gate.made_rounds import address, declare, make_evidence

CHAMPION, CHALLENGER = address("champion"), address("challenger")
GATE = declare(approval="by_person")


def decide_round(of_round="june", **fields):
    look = NextLook(number=1, level=0.01, left=0.05)
    return decide("loop", GATE, make_evidence(CHAMPION, CHALLENGER, of_round=of_round, **fields), look)


def move(action, of_round, model, decision=None, before=None, **fields):
    return Move(
        action=action,
        round=of_round,
        model=model,
        before=before,
        decision=decision,
        actor="Dr. Ada",
        at="2026-06-01T00:00:00+00:00",
        **{"why": "why", **fields},
    )


LOOP = DeclaredLoop(
    name="uti_loop",
    title="Urine <cultures>",
    task="uti",
    base_model="smollm2-135m",
    gate=GATE,
    statements=ChangeControl(intended_use="Drafts for a physician who reads them."),
    data={"feedback": "ward_feedback", "replay_share": 0.2},
    training={"cadence": "weekly", "least_pairs": 50, "dpo": {"beta": [0.1, 0.3]}},
    declaration="d" * 64,
)


def read_fields(plan) -> dict[str, dict[str, str]]:
    return {
        section["name"]: {item["name"]: item["text"] for item in section["fields"]}
        for section in plan.content["sections"]
    }


def test_every_part_of_a_plan_is_there_and_what_was_not_said_is_named_so():
    fields = read_fields(change_control_plan(LOOP, [], []))
    assert list(fields) == [
        "Scope",
        "Planned changes",
        "Data management",
        "Re-training",
        "Performance evaluation",
        "Update procedure",
        "Impact",
        "Traceability",
    ]
    assert fields["Scope"]["intended use"] == "Drafts for a physician who reads them."
    assert fields["Scope"]["population"] == NOT_DECLARED
    assert fields["Scope"]["automatic or manual"] == "a person approves"
    assert fields["Data management"]["replay share"] == "0.2"
    assert fields["Re-training"] == {"cadence": "weekly", "least pairs": "50", "dpo, beta": "[0.1, 0.3]"}
    assert fields["Traceability"]["declaration"] == "d" * 64


def test_the_gate_stands_in_it_with_its_numbers():
    fields = read_fields(change_control_plan(LOOP, [], []))["Performance evaluation"]
    assert fields["uti: accuracy, margin"] == "0.100"
    assert "above +0.000" in fields["superiority"]
    assert fields["unreadable answers"] == "at most 0.05"
    assert fields["alpha"] == "0.05, over the period 'first'"
    assert fields["clinicians' agreement"] == "at least 0.40"


def test_rounds_stand_beside_it_with_what_became_of_them():
    promoted, refused = decide_round(), decide_round("july", gains=(30, 28))
    moves = [
        move("started", "first", CHAMPION),
        move("promoted", "june", CHALLENGER, promoted.seal, CHAMPION, approved_by="Dr. Ada"),
        move("rolled_back", "first", CHAMPION, before=CHALLENGER, why="worse on the ward"),
    ]
    plan = change_control_plan(LOOP, [promoted, refused], moves)
    june, july = plan.content["outcomes"]
    assert (june["outcome"], june["approved_by"], june["rolled_back"]) == ("promote", "Dr. Ada", "worse on the ward")
    assert (july["outcome"], july["promoted"]) == ("refuse", None)
    assert july["not_passed"][0].startswith("win rate: +0.005")
    page = plan.to_html()
    text = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "approved by Dr. Ada; rolled back: worse on the ward" in text
    assert text.count("Urine &lt;cultures&gt;") == 2
    assert json.loads(plan.to_json()) == plan.content


@pytest.mark.parametrize("word", ["compliant", "complies", "compliance with the", "approved by the FDA"])
def test_it_claims_no_compliance(word):
    plan = change_control_plan(LOOP, [decide_round()], [])
    assert CLAIM in plan.to_html().replace("&#39;", "'")
    assert word not in plan.to_html()


def test_a_loop_without_rounds_has_a_plan():
    page = change_control_plan(LOOP, [], []).to_html()
    assert "No round was decided yet." in page
    assert "The loop has no champion yet." in page
