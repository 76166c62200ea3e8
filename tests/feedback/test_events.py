import hashlib
import json
import unicodedata
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from medpref_dagster.feedback.event_reference import write_event_reference
from medpref_dagster.feedback.events import (
    EVENT,
    conflicts,
    describe_schema,
    dump_event,
    get_time,
    hash_dumped,
    hash_event,
    write_dumped,
)
from medpref_dagster.feedback.parsing import parse_event
from tests.conftest import CHECKOUT
from tests.feedback.made_events import NOW, make_generation, make_reaction

WHAT_CLINICIANS_DO = [
    {"kind": "accepted"},
    {"kind": "edited", "text": "Signed."},
    {"kind": "rejected", "reason": "wrong patient"},
    {"kind": "thumb", "up": False, "reason": "too long"},
    {"kind": "regenerated"},
    {"kind": "chosen", "over": ["g-2", "g-3"], "tie": True},
    {"kind": "rated", "rating": 7, "highest": 7},
]


@pytest.mark.parametrize("done", WHAT_CLINICIANS_DO, ids=lambda done: done["kind"])
def test_a_reaction_is_read_and_written_back_as_it_was(done):
    record = make_reaction(reaction=done)
    assert dump_event(parse_event(record, NOW)) == record | {"time_signed": "2026-11-26T08:01:00Z"}


def test_the_reference_is_what_the_models_say():
    written = (CHECKOUT / "docs" / "reference" / "events.md").read_text()
    assert written == write_event_reference()
    schema = written.rpartition("```json\n")[2].removesuffix("```\n")
    assert json.loads(schema) == describe_schema()


def test_one_event_has_one_hash_however_it_is_spelled():
    spelled = [
        make_generation(),
        make_generation(time="2026-11-26T09:00:00+01:00"),
        make_generation(aliases=[], decoding={}),
        make_generation(decoding={"seed": None}),
        dict(reversed(make_generation().items())),
    ]
    assert len({hash_event(parse_event(record, NOW)) for record in spelled}) == 1
    other = hash_event(parse_event(make_generation(answer="another"), NOW))
    assert conflicts(hash_event(parse_event(spelled[0], NOW)), other)


@given(st.sampled_from([make_generation(), make_reaction()]), st.text("aé🩺\n\t", min_size=1, max_size=20))
def test_what_is_stored_reads_as_the_same_event(record, text):
    field = "prompt" if record["kind"] == "generation" else "reaction"
    changed = record | {field: text if field == "prompt" else {"kind": "edited", "text": text}}
    event = parse_event(changed, NOW)
    again = EVENT.validate_python(json.loads(json.dumps(dump_event(event))))
    assert again == event
    assert hash_event(again) == hash_event(event)


def test_a_reaction_counts_when_it_was_signed():
    assert get_time(parse_event(make_reaction(), NOW)) == datetime(2026, 11, 26, 8, 1, tzinfo=UTC)
    assert get_time(parse_event(make_generation(), NOW)) == datetime(2026, 11, 26, 8, tzinfo=UTC)


def _encode(said: dict[str, Any], **how: Any) -> str:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"), **how)


@given(text=st.text(alphabet=st.characters(exclude_categories=("Cs",))), temperature=st.floats(0, 1e22) | st.none())
def test_an_event_is_written_and_hashed_as_the_librarys_json_has_it(text: str, temperature: float | None) -> None:
    said = {"kind": "generation", "prompt": text, "aliases": [text], "decoding": {"top_k": 3, "seed": -(2**63)}}
    if temperature is not None:
        said["decoding"] = {"temperature": temperature}
    assert write_dumped(said) == _encode(said)
    assert hash_dumped(said) == hashlib.sha256(_encode(said, sort_keys=True).encode()).hexdigest()


@given(text=st.text(alphabet=st.characters(max_codepoint=0x2FFF)))
def test_a_text_is_refused_for_control_characters_and_halves_alone(text: str) -> None:
    event = make_generation(answer=text)
    is_bad = any(unicodedata.category(letter) in ("Cc", "Cs") and letter not in "\t\n\r" for letter in text)
    if is_bad:
        with pytest.raises(ValidationError):
            EVENT.validate_python(event)
    else:
        assert EVENT.validate_python(event).answer == text
