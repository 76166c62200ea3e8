"""What belongs to a name goes with it: initials, nicknames, particles, behind whatever separates them."""

import pytest

from medpref_dagster.deidentification.finding import find_identifiers
from medpref_dagster.deidentification.identifiers import Rules


def mark(text: str) -> str:
    """The text with what was found as stars."""
    for item in find_identifiers(text, Rules()):
        text = text[: item.start] + "*" * (item.end - item.start) + text[item.end :]
    return text


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("1\tMendoza\tCarlos\tJ\tC4", "Mendoza\tCarlos\tJ"),
        ("PV1|1|O|||||Mendoza^Carlos^J||", "Mendoza^Carlos^J"),
        ("We tried Nowakowski K, who hung up.", "Nowakowski K"),
        ("Nowakowski K answered.", "Nowakowski K"),
        ("Seen by A. B. Nowakowski today.", "A. B. Nowakowski"),
        ('He thanks Yanky "Mama T" Teitelbaum for it.', 'Yanky "Mama T" Teitelbaum'),
        ("On call í Dali, M.", "í Dali, M"),
        ("Reviewed by Nowakowski/K; agreed", "Nowakowski/K"),
        ("Mendoza_K (scribe)", "Mendoza_K"),
        ("1;Nowakowski;K;ward 4", "Nowakowski;K"),
        ("K_Mendoza (scribe)", "K_Mendoza"),
        ("Asked Anna qizzi Nowak again.", "Anna qizzi Nowak"),
    ],
)
def test_all_of_a_name_is_found(text, name):
    left = mark(text)[text.index(name) : text.index(name) + len(name)]
    assert not any(sign.isalpha() for sign in left), left


def test_the_pronoun_behind_a_name_is_no_initial():
    assert mark("I told Anna I would come.") == "I told **** I would come."


@pytest.mark.parametrize("text", ["1;{};M;54", "{} | F | 54", "{} / A 54-year-old man", "{}. A scan is due"])
def test_a_sex_in_a_field_behind_a_name_and_an_article_are_no_initials(text):
    assert mark(text.format("Anna Nowak")) == text.format("**********")


def test_grouped_digits_that_fill_a_field_are_a_code_and_a_row_of_values_is_none():
    assert mark("PID|1||263 943 059||x") == "PID|1||***********||x"
    assert mark("Platelets 250 260 270 this week") == "Platelets 250 260 270 this week"
