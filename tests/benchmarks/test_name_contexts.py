"""Texts to learn names from: somebody stands where a pronoun was, and everything else is as it was."""

import random

from benchmarks.name_contexts import Contexts, Somebody, draw_somebody, write_somebody

TEXT = "The patient slept, and his sister brought her tea, and she drank it. Chest pain since noon, worse with effort."


def draw() -> str:
    return "zzyx"


def test_names_stand_in_the_places_of_pronouns_and_are_labelled():
    contexts = Contexts(draw, random.Random(1), share=1.0)
    pieces = contexts.put([(TEXT, "")])
    assert all(
        ("zz" in text.lower() or "z." in text.lower()) == (label == "name") for text, label in pieces if text.strip()
    )
    whole = "".join(text for text, _ in pieces)
    assert "The patient" not in whole
    assert "sister brought" not in whole
    assert " drank it." in whole


def test_without_a_share_a_text_stays_but_for_lines_around_it_and_what_is_said_in_brackets():
    kept = "Nothing here names anyone; see page 4"
    pieces = Contexts(draw, random.Random(2), share=0.0).put([(kept, ""), ("Anna Nowak", "name"), ("12", "other")])
    assert (kept, "") in pieces
    assert ("Anna Nowak", "name") in pieces
    assert ("12", "other") in pieces


def test_the_same_chance_gives_the_same_text():
    made = [Contexts(draw, random.Random(3), share=0.5).put([(TEXT, "")]) for _ in range(2)]
    assert made[0] == made[1] != Contexts(draw, random.Random(4), share=0.5).put([(TEXT, "")])


def test_a_name_is_written_in_many_ways_all_of_which_are_of_the_person():
    rng = random.Random(5)
    person = Somebody("ann", "lee-roy", "mo")
    ways = {write_somebody(person, rng) for _ in range(600)}
    assert {"Ann Lee-Roy", "Lee-Roy, Ann", "ANN LEE-ROY", "ann lee-roy", "A. Lee-Roy", "Lee-Roy"} <= ways
    assert all("ann" in way.lower() or "lee-roy" in way.lower() for way in ways)
    assert draw_somebody(draw, rng).first == "zzyx"
