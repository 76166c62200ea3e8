"""One spelling for a value, in whatever type it comes; and what is no text never becomes one."""

import json
import unicodedata
import uuid
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpref_dagster.values import (
    NotTextError,
    drop_point,
    is_missing,
    is_whole_number,
    read_messages,
    read_reply,
    read_text,
    spell_value,
    to_json,
    write_as_text,
    write_value,
)

CONVERSATION = [
    {"role": "user", "content": "What next?"},
    {"role": "assistant", "content": "Send a culture."},
    {"role": "user", "content": "Sure?"},
    {"role": "assistant", "content": "Yes, today."},
]
PROMPT = [{"role": "user", "content": "What next?"}]


@given(st.integers(-(2**53), 2**53))
def test_a_whole_number_has_one_spelling_whatever_type_it_comes_in(number: int) -> None:
    spellings = [number, float(number), Decimal(number), Decimal(f"{number}.00"), str(number), f"{number}.0"]
    spellings += [f" {number}.0\n", str(float(number)) if abs(number) < 10**15 else str(number)]
    assert {spell_value(value) for value in spellings} == {str(number)}


@given(
    st.text()
    .map(lambda text: unicodedata.normalize("NFC", text))
    .filter(lambda text: text.strip() and not text.strip().endswith(".0"))
)
def test_text_that_is_no_float_of_a_whole_number_stays_as_it_is(text: str) -> None:
    assert spell_value(text) == text.strip()


@pytest.mark.parametrize(
    "text",
    ["007", "007.0", "1e5", "1E5.0", "1001.", "1001.00", "1.5", "+5.0", "1,001.0", "v2.0", "-", ".0", "\u0663.0"],
)
def test_leading_zeros_exponents_and_codes_stay(text: str) -> None:
    assert spell_value(text) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_reads_back_as_the_same_number(number: float) -> None:
    assert float(spell_value(number) or "") == number


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, None),
        (float("nan"), None),
        (Decimal("NaN"), None),
        (True, "true"),
        (-0.0, "0"),
        (Decimal("1.50"), "1.5"),
        (Decimal("0.00"), "0"),
        (1e300, "1e+300"),
        (float("inf"), "inf"),
        (date(2024, 5, 7), "2024-05-07"),
        (datetime(2024, 5, 7, 9, 30), "2024-05-07T09:30:00"),
        (time(9, 30), "09:30:00"),
        (timedelta(hours=30), "1 day, 6:00:00"),
        (uuid.UUID(int=7), "00000000-0000-0000-0000-000000000007"),
        ("38 \u00b0C".encode(), "38 \u00b0C"),
        (" 1001.0 ", " 1001.0 "),
    ],
)
def test_values_are_written_as_a_person_would(value: object, text: str | None) -> None:
    assert write_value(value) == text


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (["fever"], "a list of 1 values"),
        ({"secret": 1}, "an object of 1 fields"),
        (b"\xff\xfe", "bytes that are not UTF-8"),
        ({1, 2}, "a value of the type set"),
    ],
)
def test_what_is_no_text_is_refused_by_its_kind_and_never_shown(value: object, kind: str) -> None:
    for read in (write_value, spell_value, read_text, read_reply):
        with pytest.raises(NotTextError, match=kind) as refused:
            read(value)
        assert "secret" not in str(refused.value)
        assert "fever" not in str(refused.value)


@pytest.mark.parametrize("value", [CONVERSATION, json.dumps(CONVERSATION), f"\n {json.dumps(CONVERSATION)}"])
def test_the_answer_of_a_conversation_is_the_last_message_of_the_assistant(value: object) -> None:
    assert read_reply(value) == "Yes, today."
    assert read_reply(CONVERSATION[:3]) == "Send a culture."
    with pytest.raises(NotTextError, match="a conversation of 4 messages"):
        read_text(value)


@pytest.mark.parametrize("value", [PROMPT, json.dumps(PROMPT)])
def test_one_message_is_a_text_and_no_answer(value: object) -> None:
    assert read_text(value) == "What next?"
    with pytest.raises(NotTextError, match="none of them of the role 'assistant'"):
        read_reply(value)


@pytest.mark.parametrize(
    "text",
    [
        '[{"label": "fever"}]',
        "[{'role': 'assistant', 'content': 'fever'}]",
        '[{"role": "assistant", "content": ["fever"]}]',
        " [ {" * 100_000,
        "b'fever'",
        'b"fever"',
    ],
)
def test_lists_and_bytes_that_a_program_wrote_as_text_are_refused(text: str) -> None:
    for read in (read_text, read_reply):
        with pytest.raises(NotTextError) as refused:
            read(text)
        assert "fever" not in str(refused.value)


@pytest.mark.parametrize("text", ["[**2101-3-4**] fever", "[]", '{"dx": "UTI"}', '["a"]', "b'", "[x] done", "b 'a' c"])
def test_notes_and_answers_that_merely_begin_with_a_bracket_are_text(text: str) -> None:
    assert read_text(text) == read_reply(text) == text
    assert read_messages(text) is None


CELLS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.binary(), st.dates())
NESTED = st.recursive(CELLS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3))


@given(NESTED)
def test_no_value_ever_reaches_a_prompt_or_an_answer_as_python_writes_it(value: object) -> None:
    for read in (read_text, read_reply, spell_value):
        try:
            text = read(value)
        except NotTextError:
            continue
        assert text is None or isinstance(text, str)
        if not isinstance(value, str):
            assert text is None or text != repr(value) or isinstance(value, int | float)
            assert not (text or "").lstrip().startswith("[{")


@given(NESTED)
def test_every_value_becomes_json_that_any_reader_takes(value: object) -> None:
    written = json.dumps(to_json(value), allow_nan=False)
    assert to_json(json.loads(written)) == json.loads(written)


def test_bytes_that_are_not_text_keep_every_byte_in_json() -> None:
    assert to_json({"scan": [b"\xff\x00a"], "at": date(2024, 5, 7)}) == {"scan": ["\\xff\x00a"], "at": "2024-05-07"}


@given(NESTED)
def test_a_cell_of_a_file_is_text_or_nothing(value: object) -> None:
    try:
        assert isinstance(write_as_text(value), str | None)
    except NotTextError:
        assert isinstance(value, bytes)


@pytest.mark.parametrize("value", [None, float("nan"), "", " \n", b" ", [], {}])
def test_nothing_is_missing(value: object) -> None:
    assert is_missing(value)


@pytest.mark.parametrize("value", [0, 0.0, False, "0", "NA", [None]])
def test_zero_and_codes_are_not_missing(value: object) -> None:
    assert not is_missing(value)


@given(st.from_regex(r"[0-9+.e-]{0,6}", fullmatch=True))
def test_only_a_whole_number_loses_its_point(text: str) -> None:
    shorter = drop_point(text)
    if shorter != text:
        assert is_whole_number(text)
        assert is_whole_number(shorter)
        assert float(shorter) == float(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("fever", "fever"),
        ("", None),
        (None, None),
        (float("nan"), None),
        (True, "true"),
        (135, "135"),
        (135.0, "135"),
        (134.6, "134.6"),
        (1e300, "1e+300"),
        (date(2024, 5, 7), "2024-05-07"),
        ({"a": [1, "°"]}, '{"a": [1, "°"]}'),
    ],
)
def test_a_cell_of_a_file_is_the_text_that_a_person_would_write(value: object, text: str | None) -> None:
    assert write_as_text(value) == text


def test_an_id_with_an_accent_is_one_id_however_it_is_written() -> None:
    composed, apart = "M\u00fcller", "Mu\u0308ller"
    assert spell_value(apart) == spell_value(composed) == composed


@pytest.mark.parametrize("text", ["['fever', 'chills']", "{'sodium': 131, 'sex': 'f'}", " ['a'] "])
def test_lists_and_objects_as_python_writes_them_are_refused(text: str) -> None:
    for read in (read_text, read_reply):
        with pytest.raises(NotTextError, match="as Python does"):
            read(text)


@pytest.mark.parametrize(
    "text", ["[fever] since Monday", "[1, 2]", "{sic} 'fever'", '{"sodium": 131}', "['tis the season"]
)
def test_text_that_only_begins_like_a_list_stays(text: str) -> None:
    assert read_text(text) == text


@pytest.mark.parametrize("value", [[], {}, None, "", float("nan")])
def test_what_is_empty_is_no_text(value: object) -> None:
    assert write_as_text(value) is None
