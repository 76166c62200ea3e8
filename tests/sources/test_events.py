"""Rows of files as events: each line that is none is refused for what is wrong with it."""

import json
from pathlib import Path

import pytest

from medpref_dagster.declaration.feedback import EventSource
from medpref_dagster.sources.events import read_arrivals
from tests.feedback.made_weeks import write

LINES = {
    "cut off": ('{"kind": "generation", ', "malformed_json"),
    "10,000 lists": ("[" * 10_000 + "]" * 10_000, "too_deep"),
    "10,000 objects": ('{"a":' * 10_000 + "1" + "}" * 10_000, "too_deep"),
    "half an emoji": (json.dumps(write("g", "a\ud83d")), "half_character"),
    "NUL": (json.dumps(write("g", "a\0")), "control_character"),
    "a key twice": ('{"id": "a", "id": "b"}', "repeated_key"),
    "NaN": ("NaN", "malformed_json"),
    "no object": ("[5]", "wrong_type"),
    "a newer schema": (json.dumps(write("g", "a") | {"schema_version": 9}), "unknown_version"),
    "10 MB": (json.dumps(write("g", "x" * 10_000_000)), "too_long"),
}


@pytest.mark.parametrize(("line", "reason"), LINES.values(), ids=LINES)
def test_a_line_that_is_no_event_is_refused_for_what_is_wrong_and_costs_no_other(
    tmp_path: Path, line: str, reason: str
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f"{line}\n{json.dumps(write('g-1', 'whole'))}\n")
    source = EventSource(reader="files", options={"path": str(path)})
    bad, good = (arrival for _, arrival in read_arrivals(source, None))
    assert (bad.reason, good.reason, good.event_id) == (reason, None, "g-1")
    assert "xxxx" not in bad.message
