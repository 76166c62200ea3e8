"""A simulated quarter as the tables that reactions and pairs are."""

import functools
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pyarrow as pa

from medpref_dagster.feedback.events import Chosen, Edited, Rated, Reaction, Thumb
from medpref_dagster.synthetic.feedback_quarter import START, Delivery, Shown, simulate_quarter

US = pa.timestamp("us", "UTC")
REACTIONS = pa.schema(
    [
        *((name, pa.string()) for name in ("event_id", "generation_id")),
        ("generation_time", US),
        *((name, pa.string()) for name in ("week", "prompt", "answer", "model", "task", "specialty", "style")),
        *((name, pa.string()) for name in ("patient_id", "encounter", "clinician", "kind", "text", "reason")),
        ("up", pa.bool_()),
        ("rating", pa.int32()),
        ("highest", pa.int32()),
        ("over", pa.list_(pa.string())),
        ("tie", pa.bool_()),
        ("time_shown", US),
        ("time_signed", US),
        ("seconds", pa.float64()),
    ]
)
PAIRS = pa.schema(
    [
        *((name, pa.string()) for name in ("pair_id", "prompt", "chosen", "rejected", "rule")),
        ("event_ids", pa.list_(pa.string())),
        *((name, pa.string()) for name in ("clinician", "patient_id", "specialty", "style", "task", "week")),
        ("edit_kinds", pa.list_(pa.string())),
        ("edit_words", pa.int32()),
        ("weight", pa.float64()),
        ("explanation", pa.string()),
    ]
)


@functools.cache
def simulate_reactions(deliveries: int, seed: int) -> pa.Table:
    """Every reaction of a quarter once, joined with its generation."""
    return join_reactions(simulate_quarter(deliveries, seed))


def join_reactions(deliveries: Iterable[Delivery]) -> pa.Table:
    events = {item.event.id: item for item in deliveries}
    shown = {name: item.event for name, item in events.items() if isinstance(item, Shown)}
    rows = [
        make_row(item.event, shown[item.event.generation])
        for item in events.values()
        if isinstance(item.event, Reaction) and item.event.generation in shown
    ]
    return pa.Table.from_pylist(rows, schema=REACTIONS)


def make_row(event: Reaction, generation: Any) -> dict[str, Any]:
    said = event.reaction
    monday = START + timedelta(weeks=(event.time_signed - START).days // 7)
    return {
        "event_id": event.id,
        "generation_id": event.generation,
        "generation_time": generation.time,
        "week": monday.date().isoformat(),
        **{name: getattr(generation, name) for name in ("prompt", "answer", "model", "task", "specialty", "style")},
        "patient_id": generation.patient,
        "encounter": generation.encounter,
        "clinician": event.clinician,
        "kind": said.kind,
        "text": said.text if isinstance(said, Edited) else None,
        "reason": getattr(said, "reason", None),
        "up": said.up if isinstance(said, Thumb) else None,
        "rating": said.rating if isinstance(said, Rated) else None,
        "highest": said.highest if isinstance(said, Rated) else None,
        "over": list(said.over) if isinstance(said, Chosen) else None,
        "tie": said.tie if isinstance(said, Chosen) else None,
        "time_shown": event.time_shown,
        "time_signed": event.time_signed,
        "seconds": (event.time_signed - event.time_shown).total_seconds() if event.time_shown else None,
    }
