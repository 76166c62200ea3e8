"""The card's results are of the very model that is handed out: from the report, or the decision, that judged it."""

import json
from pathlib import Path
from typing import Any

from medpref_dagster.gate.rounds import decide_round
from medpref_dagster.promotion.moves import Desk, promote, start
from medpref_dagster.serving.chosen import find_champion
from medpref_dagster.serving.exports import Asked, export_model
from medpref_dagster.serving.facts import find_evaluation, trace_ancestors
from medpref_dagster.storage.store import Artifact
from tests.gate.made_rounds import declare, make_evidence
from tests.serving.made_models import Made, make_task, tell_nobody


def write_report(made: Made, judged: Artifact) -> Artifact:
    f1 = {"estimate": 0.89, "low": 0.83, "high": 0.94, "n": 120}
    content: dict[str, Any] = {
        "result": {
            "models": ["dpo"],
            "metrics": [{"title": "F1", "models": {"dpo": f1}}],
            "tests": [],
            "preferences": None,
            "conclusion": ["No gain was shown."],
        },
        "arguments": {"rejected": {}},
        "disclosure": "synthetic",
        "provenance": {"dpo_model": judged.address},
    }
    with made.store.new_folder("reports") as pending:
        (pending.path / "report.json").write_text(json.dumps(content))
    made.store.point("uti/evaluation_report", pending.finished, "tiny")
    return pending.finished


def test_the_report_of_this_model_is_in_the_card_with_its_intervals(tmp_path: Path):
    made = make_task(tmp_path)
    chosen = made.choose(made.train_adapter(made.train_adapter(), "dpo", seed=2))
    report = write_report(made, chosen.model)
    described = export_model(chosen, made.workbench, Asked(tmp_path / "out", "adapter"))
    assert (described["verdict"], described["verdict_from"]) == (["No gain was shown."], report.address)
    card = (tmp_path / "out" / "README.md").read_text()
    assert "| F1 | 0.89 (0.83 to 0.94) |" in card
    assert "This model is the column DPO." in card


def test_a_report_of_another_model_is_none_of_this_one(tmp_path: Path):
    made = make_task(tmp_path)
    sft = made.train_adapter()
    chosen = made.choose(made.train_adapter(sft, "dpo", seed=2))
    write_report(made, made.train_adapter(sft, "dpo", seed=3))
    assert find_evaluation(made.store, chosen).source is None


def test_a_promoted_challenger_has_the_decision_that_earned_it(tmp_path: Path):
    made = make_task(tmp_path)
    first = made.train_adapter()
    challenger = made.train_adapter(first, "dpo", seed=2)
    gate = declare(alpha=0.2, superiority={"gain": 0.3}, error_control={"kind": "alpha_spending", "rounds": 4})
    desk = Desk(made.store, "uti_loop", is_tainted=lambda *_: False, audit=tell_nobody)
    start(desk, first, "a person", "the task's model")
    decision = decide_round(made.store, "uti_loop", gate, make_evidence(first.address, challenger.address))
    promote(desk, gate, decision.round, "the schedule")
    chosen = find_champion(made.store, "uti_loop", "uti", made.task, "tiny")
    assert chosen.model == challenger
    described = export_model(chosen, made.workbench, Asked(tmp_path / "out", "adapter"))
    assert described["verdict_from"] == decision.seal
    assert described["verdict"][0] == decision.headline
    assert described["round"] == decision.round
    assert f"By the decision `{decision.seal}`" in (tmp_path / "out" / "README.md").read_text()


def test_what_is_gone_from_the_store_is_still_named(tmp_path: Path):
    made = make_task(tmp_path)
    model = made.train_adapter()
    cases = made.store.current("uti/cases")
    before = {item.address: item for item in trace_ancestors(made.store, model.address)}
    assert (before[cases.address].rows, before[cases.address].there) == (4, True)
    made.store.remove_folder(cases.path)
    after = {item.address: item for item in trace_ancestors(made.store, model.address)}
    assert after.keys() == before.keys()
    assert (after[cases.address].rows, after[cases.address].there) == (None, False)
