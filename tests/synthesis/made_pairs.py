"""Pairs of clinicians and synthetic ones as rows."""

from typing import Any

import pyarrow as pa

from medpref_dagster.schemas import FEEDBACK_PAIRS, SYNTHETIC_PAIRS


def make_real(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "pair_id": f"r{number:03}",
        "prompt": f"prompt {number}",
        "chosen": f"good {number}",
        "rejected": f"bad {number}",
        "rule": "edit",
        "event_ids": [f"e{number}"],
        "clinician": "c-1",
        "patient_id": f"p{number}",
        "specialty": "urology",
        "style": "soap",
        "task": None,
        "week": "2026-06-01",
        "edit_kinds": ["number"],
        "edit_words": 2,
        "weight": 0.8,
        "explanation": "2 became 3",
    } | changes


def make_synthetic(number: int, **changes: Any) -> dict[str, Any]:
    return (
        make_real(number, pair_id=f"s{number:03}", rule="synthesis", event_ids=[], clinician="", weight=1.0)
        | {"synthetic": True, "generator": "g", "judge": "j", "margin": 1, "slice": "specialty=urology"}
        | changes
    )


def tabulate_real(rows: list[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=FEEDBACK_PAIRS)


def tabulate_synthetic(rows: list[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=SYNTHETIC_PAIRS)
