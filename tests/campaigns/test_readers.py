from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.campaigns.readers import run_inputs


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_whatever_a_file_holds_rows_and_quarantine_are_what_is_there(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    found = run_inputs(seed, 0, 10, tmp_path_factory.mktemp("made"), leave_out=("huggingface",))
    assert [fault for counts in found.values() for fault in counts["faults"]] == []


def test_the_campaign_counts_what_it_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from medpref_dagster.sources.formats import json_lines

    def lose_the_last(text: str, *_: object) -> dict[str, object]:
        if "n0" in text:
            raise KeyError(text)
        return {"note": "x"}

    monkeypatch.setattr(json_lines, "parse_object", lose_the_last)
    found = run_inputs(5, 0, 60, tmp_path, leave_out=("huggingface",))
    assert found["jsonl"]["raw"] > 0
    assert "KeyError at test_readers.py" in found["jsonl"]["faults"][0]
