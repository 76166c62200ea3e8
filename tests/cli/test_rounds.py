"""`medpref materialize` of a loop, as a person calls it: the task, the weeks, the rounds; and nothing twice."""

import json

import pytest
import yaml

from medpref_dagster.storage.store import Store
from tests.cli.calls import call, refusal
from tests.components.test_feedback import declare as declare_ward
from tests.conftest import CHECKOUT

ROUND = "2025-09-15"
LOOP = {
    "title": "The ward's loop",
    "task": "uti",
    "base_model": "tiny",
    "feedback": "ward",
    "cadence": "two-weekly",
    "min_new_pairs": 2,
    "holdout": {"patients": 0.4, "clinicians": 0.1, "eval": 0, "seed": 1},
    "max_test_pairs": 4,
    "dpo": {
        "learning_rate": [1e-3],
        "batch_size": 4,
        "max_training_rows": 4,
        "max_dev_rows": 2,
        "lora": {"rank": 2, "alpha": 4},
    },
}


@pytest.fixture
def loop(project, tiny_task):
    """A tiny task, a week of simulated feedback that counts as its own, and a loop on both."""
    tiny_task("uti")
    text = (CHECKOUT / "assets" / "simulated_feedback" / "defs.yaml").read_text()
    declared = yaml.safe_load(text)["attributes"]
    declared["sources"]["simulation"]["options"]["rows"] = 1500
    declared["rules"] = {}
    declare_ward(project, **(declared | {"end": "2025-09-30", "task": "uti", "lookback_weeks": 1}))
    folder = project / "assets" / "ward_loop"
    folder.mkdir()
    written = {"type": "medpref_dagster.components.FeedbackLoop", "attributes": LOOP}
    (folder / "defs.yaml").write_text(yaml.safe_dump(written))
    return project


def test_one_command_leads_to_what_a_challenger_won_and_the_next_trains_nothing(loop):
    first = call("materialize", "ward_loop")
    assert first.returncode == 0, first.stdout + first.stderr
    report = Store(loop / "store").current("ward_loop/challenger_report", ROUND)
    said = json.loads((report.path / "report.json").read_text())
    assert said["wins"]["pairs"] == 4
    assert " ".join(said["answer"].split()) in " ".join(first.stdout.split())
    made = {line.split()[1] for line in first.stdout.splitlines() if line.startswith("✓ ")}
    assert {"uti/dpo_model", "ward/preference_pairs", "ward_loop/challenger"} <= made
    assert not {"uti/predictions", "uti/evaluation_report", "ward/signal_report"} & made, "no round stands on these"

    again = call("materialize", "ward_loop", "--round", "2025-10-01")
    assert again.returncode == 0, again.stdout + again.stderr
    assert "nothing was trained or computed again" in again.stdout
    assert not [line for line in again.stdout.splitlines() if line.startswith("✓ ward_loop/")]


def test_what_is_no_round_is_refused(loop):
    assert "there is no round 2026-01-05, or it is not over" in refusal(
        "materialize", "ward_loop", "--round", "2026-01-05"
    )
    assert "is no day such as" in refusal("materialize", "ward_loop", "--round", "June")
    assert "--round is for loops" in refusal("materialize", "uti", "--round", ROUND)
    assert "--week is for feedback" in refusal("materialize", "ward_loop", "--week", ROUND)
    assert "names its base model" in refusal("materialize", "ward_loop", "--base-model", "tiny")
    assert "not both" in refusal("materialize", "ward_loop", "--round", ROUND, "--to", ROUND)
