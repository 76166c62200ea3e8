"""Feedback pairs as rows and tables, made by hand."""

import hashlib
from typing import Any

import pyarrow as pa

from medpref_dagster import schemas
from medpref_dagster.declaration import LoopDeclaration

WEEKS = ("2026-06-01", "2026-06-08", "2026-06-15", "2026-06-22", "2026-06-29")
SIDES = ("Acute cystitis on the left; start nitrofurantoin.", "No infection.")
"""Chosen and rejected, unless said otherwise."""
ROUNDS = ("2026-06-01", "2026-06-15")
"""Two-weekly; the second one covers the last three weeks."""


def declare_loop(**changes: Any) -> LoopDeclaration:
    attributes = {
        "title": "The ward's loop",
        "task": "tiny",
        "base_model": "tiny",
        "feedback": "ward",
        "cadence": "two-weekly",
        "min_new_pairs": 2,
        "replay": {"share": 0.5, "rounds": 8},
        "holdout": {"patients": 0.3, "clinicians": 0.3, "eval": 0.1, "seed": 1},
        "reliability": {"use": "none"},
        "dpo": {"learning_rate": 1e-2, "batch_size": 4, "max_eval_rows": 2, "lora": {"rank": 2, "alpha": 4}},
    }
    return LoopDeclaration.model_validate(attributes | changes)


def make_row(patient: str | None, clinician: str, week: str = WEEKS[2], number: int = 0, **changes: Any) -> dict:
    """A row of FEEDBACK_PAIRS, of which the rejected answer was written by a generation of its own."""
    prompt = f"Summarize the stay {number} of {patient}."
    row = {
        "prompt": prompt,
        "chosen": SIDES[0],
        "rejected": SIDES[1],
        "rule": "edit",
        "clinician": clinician,
        "patient_id": patient,
        "specialty": "urology",
        "style": None,
        "task": "tiny",
        "week": week,
        "edit_kinds": ["drug"],
        "edit_words": 2,
        "weight": 1.0,
        "explanation": "drug",
    } | changes
    said = f"{row['prompt']}{row['chosen']}{row['rejected']}{clinician}{week}"
    name = hashlib.sha256(said.encode()).hexdigest()[:16]
    return {"pair_id": name, "event_ids": [f"r-{name}", f"g-{name}"], **row}


def make_synthetic(patient: str | None, number: int = 50, week: str = WEEKS[2], **changes) -> dict:
    """A row of SYNTHETIC_PAIRS."""
    row = make_row(patient, "", week, number, rule="synthesis", edit_kinds=None, edit_words=None, **changes)
    made = {"synthetic": True, "generator": "writer", "judge": "referee", "margin": 1, "slice": "specialty=urology"}
    return row | {"event_ids": []} | made


def tabulate(rows: list[dict]) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=schemas.FEEDBACK_PAIRS)


def spread_rows(count: int = 100) -> list[dict]:
    """Pairs of many patients, in every week some of each of five clinicians."""
    return [
        make_row(f"patient-{number}", f"clinician-{number // 5 % 5}", WEEKS[number % len(WEEKS)])
        for number in range(count)
    ]
