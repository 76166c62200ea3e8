"""Events for the tests: a generation and an edit, as a product sends them."""

from datetime import UTC, datetime
from typing import Any

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
CANARY = "Quillfeather"
"""A patient's name in every text: it may stand in no message, no log and no answer."""


def make_generation(**changes: Any) -> dict[str, Any]:
    """A generation as JSON has it; a field that is None is left out."""
    fields = {
        "kind": "generation",
        "schema_version": 1,
        "id": "g-1",
        "time": "2026-11-26T08:00:00Z",
        "prompt": f"{CANARY}, 62, dysuria.",
        "answer": f"{CANARY} has dysuria.",
        "model": "uti/sft_model/tiny",
        "patient": "p-1",
    }
    return {name: value for name, value in (fields | changes).items() if value is not None}


def make_reaction(**changes: Any) -> dict[str, Any]:
    """An edit of that generation."""
    fields = {
        "kind": "reaction",
        "schema_version": 1,
        "id": "r-1",
        "generation": "g-1",
        "clinician": "c-1",
        "time_shown": "2026-11-26T08:00:05Z",
        "time_signed": "2026-11-26T08:01:00+00:00",
        "reaction": {"kind": "edited", "text": f"{CANARY} has had dysuria for 2 days."},
    }
    return {name: value for name, value in (fields | changes).items() if value is not None}
