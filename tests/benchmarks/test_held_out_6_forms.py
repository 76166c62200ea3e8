"""The sixth held-out part of labelled notes: its numbers have their check digits, its names their forms."""

import random
import re
from collections import defaultdict

from benchmarks.identified_notes.held_out_6_numbers import write_number
from benchmarks.identified_notes.held_out_6_people import draw_person, write_name


def test_a_number_of_a_scheme_has_its_check_digit():
    rng = random.Random(1)
    for _ in range(50):
        nhs = re.sub(r"\D", "", write_number("nhs", rng, "gb", ""))
        assert sum(int(digit) * weight for digit, weight in zip(nhs, range(10, 0, -1), strict=True)) % 11 == 0
        doubled = [
            int(c) * (1 + place % 2) for place, c in enumerate(reversed("80840" + write_number("npi", rng, "us", "")))
        ]
        assert sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0


def test_a_name_is_full_with_a_given_and_a_family_name_only():
    rng, full = random.Random(2), defaultdict(set)
    for _ in range(200):
        person = draw_person(rng, "us", rng.choice("fm"))
        for form in ("fl", "lf", "f", "l", "il", "ini", "n"):
            full[form if person.family else "single"].add(write_name(person, form, rng)[1])
    assert {form for form, seen in full.items() if True in seen} == {"fl", "lf"}
    assert False not in full["fl"] | full["lf"]
