import json
import traceback
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpref_dagster.feedback.parsing import REASONS, EventError, load_json, parse_event
from tests.feedback.made_events import CANARY, NOW, make_generation, make_reaction

REFUSED = {
    "no object": ([make_generation()], "wrong_type", "an event must be a JSON object"),
    "no version": (make_generation(schema_version=None), "missing", "schema_version: is missing"),
    "version 2": (make_generation(schema_version=2), "unknown_version", "schema_version: this medpref reads 1"),
    "version true": (make_generation(schema_version=True), "unknown_version", "this medpref reads 1"),
    "no kind": (make_generation(kind=None), "missing", "kind: is missing"),
    "unknown kind": (make_generation(kind=CANARY), "unknown_kind", "'generation', 'reaction'"),
    "no id": (make_generation(id=None), "missing", "id: is missing"),
    "empty id": (make_generation(id=""), "empty", "id: "),
    "blank id": (make_generation(id=f"{CANARY} 1"), "malformed_id", "id: has a blank"),
    "long id": (make_generation(id="g" * 201), "too_long", "at most 200"),
    "no generation": (make_reaction(generation=None), "missing", "generation: is missing"),
    "no clinician": (make_reaction(clinician=None), "missing", "clinician: is missing"),
    "a number as text": (make_generation(answer=38.4), "wrong_type", "answer: "),
    "true as a number": (make_reaction(reaction={"kind": "rated", "rating": True}), "wrong_type", "rated.rating: "),
    "10 MB": (make_generation(answer="x" * 10_000_000), "too_long", "answer: "),
    "NUL": (make_generation(prompt=f"{CANARY}\0"), "control_character", "prompt: has the control character U+0000"),
    "escape": (make_generation(answer="\x1b[2J"), "control_character", "U+001B at character 0"),
    "half an emoji": (make_generation(answer=f"{CANARY}\ud83e"), "half_character", "answer: has half a character"),
    "naive": (make_generation(time="2026-11-26T08:00:00"), "naive_time", "time: has no offset from UTC"),
    "no time": (make_generation(time=CANARY), "malformed_time", "time: is no time in ISO 8601"),
    "time as number": (make_generation(time=1764144000), "wrong_type", "time: must be a time"),
    "clock never set": (make_generation(time="1970-01-01T00:00:00Z"), "early_time", "before the year 2000"),
    "edge of time": (make_generation(time="9999-12-31T23:59:59-12:00"), "malformed_time", "time: is no time"),
    "future": (make_generation(time="2026-11-26T12:05:01Z"), "future_time", "more than 300 s ahead"),
    "future sign": (make_reaction(time_signed="2030-01-01T00:00:00Z"), "future_time", "time_signed: "),
    "out of order": (make_reaction(time_shown="2026-11-26T08:01:01Z"), "times_out_of_order", "before it was shown"),
    "off the scale": (make_reaction(reaction={"kind": "rated", "rating": 6}), "out_of_range", "highest of its scale"),
    "chosen over itself": (
        make_reaction(reaction={"kind": "chosen", "over": ["g-1"]}),
        "same_generation_twice",
        "twice in the choice",
    ),
    "unknown field": (make_generation(**{CANARY: 1}), "unknown_field", "a field that there is not"),
    "misspelled field": (make_generation(promt="x"), "unknown_field", "did you mean 'prompt'?"),
    "unknown reaction": (make_reaction(reaction={"kind": CANARY}), "unknown_kind", "'accepted'"),
    "infinite": (make_generation(decoding={"temperature": float("inf")}), "out_of_range", "decoding.temperature: "),
}


@pytest.mark.parametrize(("record", "reason", "says"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_taken_is_refused_with_its_reason_and_none_of_its_text(record, reason, says):
    with pytest.raises(EventError) as refused:
        parse_event(record, NOW)
    assert refused.value.reason == reason in REASONS
    assert says in str(refused.value)
    assert CANARY not in "".join(traceback.format_exception(refused.value))


BROKEN = {
    "cut": (b'{"id": "Quillfeather', "malformed_json"),
    "NaN": (b'{"id": NaN}', "malformed_json"),
    "digits": (b"[" + b"9" * 5000 + b"]", "malformed_json"),
    "latin-1": ('{"id": "Quillfeather é"}'.encode("latin-1"), "not_utf8"),
    "10,000 deep": (b"[" * 10_000 + b"]" * 10_000, "too_deep"),
    "10,000 objects deep": (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, "too_deep"),
    "65 deep": (b"[" * 65 + b"]" * 65, "too_deep"),
    "a key twice": (b'{"id": "Quillfeather", "id": "b"}', "repeated_key"),
}


@pytest.mark.parametrize(("body", "reason"), BROKEN.values(), ids=BROKEN)
def test_what_is_no_json_is_refused_with_its_reason(body, reason):
    with pytest.raises(EventError) as refused:
        load_json(body)
    assert refused.value.reason == reason
    assert CANARY not in "".join(traceback.format_exception(refused.value))


def test_what_is_nested_just_deep_enough_is_read():
    assert load_json(b"[" * 64 + b"]" * 64) == json.loads(b"[" * 64 + b"]" * 64)


def test_the_tolerance_of_clocks_is_declared():
    record = make_generation(time="2026-11-26T13:00:00Z")
    assert parse_event(record, NOW, timedelta(hours=1)).id == "g-1"
    with pytest.raises(EventError, match="3599 s"):
        parse_event(record, NOW, timedelta(seconds=3599))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.sampled_from([make_generation(), make_reaction()]),
    st.dictionaries(st.sampled_from([*make_generation(), *make_reaction(), "decoding", "aliases", "x"]), VALUES),
)
def test_whatever_is_sent_gives_an_event_or_a_reason(record, changes):
    try:
        outcome = parse_event(record | changes, NOW).kind
    except EventError as error:
        outcome = error.reason
    assert outcome in {"generation", "reaction", *REASONS}
