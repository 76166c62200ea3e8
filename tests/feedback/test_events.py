import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpref_dagster.feedback.event_reference import write_event_reference
from medpref_dagster.feedback.events import EVENT, conflicts, describe_schema, dump_event, get_time, hash_event
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
