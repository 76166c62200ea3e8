"""A loop on a tiny task and a week of simulated feedback, for commands to work on."""

from pathlib import Path
from typing import Any

import yaml

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
GATE = {
    "superiority": {"gain": 0.9},
    "non_inferiority": [{"task": "uti", "metric": "accuracy", "margin": 0.9}],
    "collapse": dict.fromkeys(
        ("shortest", "longest", "repetition", "label_share", "unreadable", "divergence", "chosen_logp_fall")
    ),
    "agreement": None,
    "alpha": 0.45,
    "error_control": {"kind": "alpha_spending", "rounds": 1},
}


def write_loop(project: Path, **changes: Any) -> None:
    """Declare the feedback and the loop beside the task `uti`."""
    text = (CHECKOUT / "assets" / "simulated_feedback" / "defs.yaml").read_text()
    declared = yaml.safe_load(text)["attributes"]
    declared["sources"]["simulation"]["options"]["rows"] = 1500
    declared["rules"] = {}
    declare_ward(project, **(declared | {"end": "2025-09-30", "task": "uti", "lookback_weeks": 1}))
    folder = project / "assets" / "ward_loop"
    folder.mkdir()
    written = {"type": "medpref_dagster.components.FeedbackLoop", "attributes": LOOP | changes}
    (folder / "defs.yaml").write_text(yaml.safe_dump(written))


def declare_gate(project: Path, *, loop: dict[str, Any] | None = None, **changes: Any) -> None:
    """Give the loop a gate that a tiny model's challenger passes, with some of it changed."""
    path = project / "assets" / "ward_loop" / "defs.yaml"
    written = yaml.safe_load(path.read_text())
    written["attributes"] |= {"gate": GATE | changes, "max_test_pairs": 30, **(loop or {})}
    path.write_text(yaml.safe_dump(written))
