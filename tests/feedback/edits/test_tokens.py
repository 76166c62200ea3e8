"""Tokens of ASCII are read by a quicker pattern than those of other scripts: both read it alike."""

import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from medpref_dagster.feedback.edits.tokens import tokenize

_PIECES = (
    *("q8h", "Q 8 h", "q.12-24 hrs", "qd", "mg", "mg/dL", "m/s", "units/hr", "10^9/L", "x10^9/l", "K/uL", "mm3/l"),
    *("W/O", "w/ ", "s/p", "p.o.", "U.S.A.", "e.g.", "don't", "patients'", "o'", "he'd/she'd", "T2DM", "B12/folate"),
    *("1,200", "<5", "-4", "3-5", "1st", "2/day", "12:30", ".5", "1.5.2", "5/325", "%", "_", "a_b", "\n", "\t", "'"),
    *("a", "I", "and/or"),
)
_TEXTS = st.lists(st.sampled_from(_PIECES), max_size=10).flatmap(
    lambda pieces: st.sampled_from(["", " ", "/", "."]).map(lambda between: between.join(pieces))
) | st.text(st.sampled_from("\n\t" + string.printable[:95]), max_size=40)


@given(_TEXTS)
@example("ab/ abc/d mg/dl mgs/dl beats/min. ab'c/d")
@example("5/3251stq8h 1,2345 12:30003rd")
def test_ascii_is_read_as_it_is_beside_another_script(text: str) -> None:
    alone, beside = tokenize(f"{text}\n"), tokenize(f"{text}\n\u00e9")
    assert alone.tokens == beside.tokens[:-1]
    assert beside.tokens[-1].key == "\u00e9"


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Lasix 40mg BID.", ["furosemide", "#40", "mg", "2/day", "."]),
        ("5 times daily", ["5/day"]),
        ("twice\ndaily", ["twice", "1/day"]),
        ("5/3251 1,2345", ["#5/3251", "#1", ",", "#2345"]),
        ("Class II, 1,200 mg/dL", ["class", "#2", ",", "#1200", "mg/dl"]),
    ],
)
def test_a_token_is_what_its_piece_means(text: str, keys: list[str]) -> None:
    assert [token.key for token in tokenize(text).tokens] == keys
