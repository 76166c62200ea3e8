"""The measurement counts what it says, and the rules hold their floors on the notes that they were written on."""

from benchmarks.deidentification import find_ours, score_notes
from benchmarks.identified_notes.dev import DEV
from benchmarks.identified_notes.notes import Element, LabelledNote, write_notes
from medpref_dagster.deidentification.identifiers import Rules

NOTE = LabelledNote("Anna Nowak saw Graves disease.", "1", (Element(0, 10, "name", critical=True),), ((15, 21),), ())


def test_a_token_an_element_a_critical_one_and_a_hard_negative_are_counted_as_they_are():
    half = score_notes([NOTE], lambda note: [(0, 4), (15, 21)])
    assert (half.tokens["name"], half.tokens_found["name"], half.elements_found["name"]) == (2, 1, 0)
    assert (half.critical_missed["full name"], half.touched, half.marked, half.marked_rightly) == (1, 1, 10, 4)
    whole = score_notes([NOTE], lambda note: [(0, 10)])
    assert (whole.elements_found["name"], whole.critical_missed["full name"], whole.touched) == (1, 0, 0)


def test_what_is_labelled_is_what_stands_there_and_a_seed_gives_the_same_notes():
    notes = list(write_notes(DEV, 20, 3))
    assert notes == list(write_notes(DEV, 20, 3)) != list(write_notes(DEV, 20, 4))
    for note in notes:
        assert all(note.text[item.start : item.end].strip() for item in note.elements)
        assert all(left.end <= right.start for left, right in zip(note.elements[:-1], note.elements[1:], strict=True))


def test_the_rules_hold_their_floors():
    score = score_notes(list(write_notes(DEV, 80, 0)), find_ours(Rules(), with_names=False))
    assert score.tokens_found.total() >= 0.995 * score.tokens.total()
    assert score.elements_found.total() >= 0.97 * score.elements.total()
    assert score.marked_rightly >= 0.8 * score.marked
    assert score.touched < 0.5 * score.with_negatives
    assert sum(count for kind, count in score.critical_missed.items() if kind != "full name") == 0
