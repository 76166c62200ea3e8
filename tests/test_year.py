"""`benchmarks.year` on a tiny model: what it runs, what it says, and that a year that was cut off goes on."""

from pathlib import Path

import pytest
import yaml

from benchmarks.year import (
    FEEDBACK,
    LOOP,
    ROUNDS,
    TASK,
    Project,
    draw_year,
    read_months,
    run_year,
    write_project,
    write_table,
)
from medpref_dagster.forgetting.taint import is_tainted
from medpref_dagster.promotion.history import read_champion
from tests.conftest import shrink_task, write_task


def edit(root: Path, name: str, change) -> None:
    path = root / "assets" / name / "defs.yaml"
    declared = yaml.safe_load(path.read_text())
    change(declared["attributes"])
    path.write_text(yaml.safe_dump(declared))


def shrink_loop(attributes: dict) -> None:
    """A gate that a tiny model passes where clinicians agree."""
    attributes |= {"min_new_pairs": 2, "max_test_pairs": 40, "replay": {"share": 0.2, "rounds": 2}}
    attributes["dpo"] |= {
        "learning_rate": [0.02],
        "epochs": [3],
        "max_training_rows": 24,
        "max_dev_rows": 2,
        "max_eval_rows": 2,
        "lora": {"rank": 8, "alpha": 16},
    }
    attributes["gate"] |= {
        "superiority": {"gain": 0.9},
        "non_inferiority": [{"task": TASK, "metric": "fact_recall", "margin": 0.9}],
        "collapse": dict.fromkeys(
            ("shortest", "longest", "repetition", "label_share", "unreadable", "divergence", "chosen_logp_fall")
        ),
        "alpha": 0.45,
        "error_control": {"kind": "alpha_spending", "rounds": 2},
    }


@pytest.fixture
def year(tmp_path, tiny_base_model) -> Project:
    project = write_project(tmp_path / "year", "tiny")
    root = project.root
    profile = root / "resources" / "local" / "defs.yaml"
    machine = yaml.safe_load(profile.read_text())
    machine["attributes"]["base_models"] = [
        {"name": "tiny", "licence": "none", "origin": {"from": "folder", "path": str(tiny_base_model)}}
    ]
    profile.write_text(yaml.safe_dump(machine))
    write_task(root, TASK, shrink_task)
    edit(root, FEEDBACK, lambda attributes: attributes["sources"]["simulation"]["options"].update(rows=6000))
    edit(root, LOOP, shrink_loop)
    return project


def test_a_year_trains_decides_forgets_and_goes_on_where_it_was_cut_off(year):
    first, bad = ROUNDS[:2]
    run_year(year, "tiny", [first], forget_after=first)
    run_year(year, "tiny", [first, bad], forget_after=first)
    months = read_months(year)
    assert [month.decision.round for month in months] == [first, first, bad], "decided anew without who was forgotten"
    assert [month.decision.outcome for month in months] == ["promote", "promote", "refuse"]
    assert [month.is_void for month in months] == [True, False, False]
    assert "clinicians' agreement" in [item.name for item in months[2].decision.conditions if item.standing == "failed"]
    assert [move.action for move in months[0].moves] == ["promoted", "rolled_back"], "it learned from who was forgotten"
    assert [move.action for move in months[1].moves] == ["promoted"]
    assert not is_tainted(year.store, read_champion(year.store, LOOP)[0].model)
    assert all(month.wins is not None for month in months), "forgetting removes reports, and not what they came to"
    told = year.call("audit", "show", "--subject", LOOP)
    assert [told.count(action) for action in ("model.promoted", "model.refused", "model.rolled_back")] == [2, 1, 1]

    lines = write_table(months).splitlines()
    assert len(lines) == 5
    assert "promote, void since" in lines[2]
    assert "promoted" in lines[3]
    assert "refuse: " in lines[4]
    assert draw_year(months).startswith("<svg")
