"""What a tagger learns from beside the parts' notes: shorthand that identifies nobody, and notes with other names."""

import random
import re

from benchmarks.clinical_shorthand import write_shorthand
from benchmarks.renaming import Renaming
from benchmarks.tagger import Labelled, cut_lines, read_part


def test_shorthand_is_the_same_for_a_seed_and_leaves_no_slot_open():
    texts = write_shorthand(300, "a")
    assert texts == write_shorthand(300, "a")
    assert texts != write_shorthand(300, "b")
    assert not [text for text in texts if re.search(r"[{}]", text)]
    assert len(set(texts)) > 280


def test_a_note_with_other_names_keeps_all_else_and_the_places_of_its_identifiers():
    text = "Pt Ana Vex, MRN 4471.\nANA VEX was seen; Vex, A agreed on 3/4/2020."
    spans = ((3, 10, "name"), (16, 20, "other_id"), (22, 29, "name"), (40, 46, "name"), (57, 65, "date"))
    made, moved = Renaming().rename(text, spans, random.Random(3))
    assert "Vex" not in made
    assert [kind for _, _, kind in moved] == [kind for _, _, kind in spans]
    written = [made[start:end] for start, end, _ in moved]
    assert [written[1], written[4]] == ["4471", "3/4/2020"]
    assert written[2] == written[0].upper()
    assert written[3] == f"{written[0].split()[1]}, A"
    assert re.sub(r"\w+", "w", made) == re.sub(r"\w+", "w", text)


def test_a_line_of_a_note_has_the_parts_of_identifiers_that_stand_in_it():
    note = Labelled("Seen by Ana\nVex today. BP 120/80", ((8, 15, "name"),))
    lines = {line for seed in range(30) for line in cut_lines([note], str(seed))}
    assert Labelled("Seen by Ana", ((8, 11, "name"),)) in lines
    assert Labelled("Vex today.", ((0, 3, "name"),)) in lines
    assert Labelled(" BP 120/80", ()) in lines


def test_notes_to_learn_from_hold_variations_whose_spans_still_stand_right():
    notes = read_part("dev")
    assert len(notes) > 300
    for note in notes:
        for start, end, _ in note.spans:
            assert note.text[start:end].strip() == note.text[start:end] != ""


def test_a_line_of_people_tells_where_its_names_stand():
    lines = list(Renaming().write_lines(200, random.Random(1)))
    assert lines == list(Renaming().write_lines(200, random.Random(1)))
    for text, spans in lines:
        assert spans
        assert all(text[start:end].isalpha() for start, end, _ in spans)
        assert not re.search(r"[{}\0]", text)
