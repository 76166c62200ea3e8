"""Which slices are thin, and which of their prompts are drawn."""

from collections import Counter

import pytest
from pydantic import ValidationError

from medpref_dagster.declaration.synthesis import SliceRules
from medpref_dagster.synthesis.prompts import find_thin_slices
from medpref_dagster.synthesis.slices import count_slices, open_slices


def row(prompt="Summarize.", specialty="urology", style="soap", **more):
    return {"prompt": prompt, "task": "t", "specialty": specialty, "style": style, "patient_id": "p", **more}


def find(counts, rows, columns=("specialty",), fewer_than=5, per_slice=50, draw="w"):
    name = open_slices(SliceRules(columns=columns))
    return find_thin_slices(counts, rows, name, fewer_than=fewer_than, per_slice=per_slice, draw=draw)


def test_a_slice_has_the_values_of_all_columns_and_what_lacks_one_has_none():
    name = open_slices(SliceRules())
    rows = [row(), row(), row(style="letter"), row(style=None), row(specialty=" ")]
    assert count_slices(rows, name) == {
        "specialty=urology, style=soap": 2,
        "specialty=urology, style=letter": 1,
        None: 2,
    }


def test_terms_are_whole_words_in_any_case_and_the_first_one_declared_counts():
    rules = SliceRules(
        columns=("diagnosis",), terms={"diagnosis": {"embolism": ("pulmonary embolism", "PE"), "sepsis": ("sepsis",)}}
    )
    name = open_slices(rules)
    assert name(row("Sepsis, and a Pulmonary\nEmbolism.")) == "diagnosis=embolism"
    assert name(row("pe? no.")) == "diagnosis=embolism"
    assert name(row("No sepsis.")) == "diagnosis=sepsis"
    assert name(row("He can speak of pulmonary things and an embolism.")) is None


def test_a_slice_is_thin_below_the_number_and_gets_as_many_prompts_as_pairs_are_lacking():
    rows = [row(f"u{number}") for number in range(9)] + [row(f"c{number}", "cardiology") for number in range(9)]
    found = find({"specialty=urology": 5, "specialty=cardiology": 3, "specialty=surgery": 0, None: 40}, rows)
    assert found.pairs == {"specialty=cardiology": 3, "specialty=surgery": 0}
    assert found.by_slice == Counter({"specialty=cardiology": 2})
    assert found.list_without_prompt() == ["specialty=surgery"]


def test_a_slice_that_only_prompts_have_is_thin_and_what_has_no_slice_is_counted():
    found = find({}, [row("a"), row("a"), row("b", None), row(" ")])
    assert found.pairs == {"specialty=urology": 0}
    assert [prompt.text for prompt in found.prompts] == ["a"]
    assert found.of_no_slice == 1


def test_what_is_drawn_depends_on_the_draw_and_no_order_of_rows():
    rows = [row(f"u{number}") for number in range(40)]
    drawn = find({}, rows, per_slice=4).prompts
    assert find({}, rows[::-1], per_slice=4).prompts == drawn
    assert len(drawn) == 4
    assert find({}, rows, per_slice=4, draw="another").prompts != drawn
    assert find({}, [*rows, row("u3")], per_slice=40, fewer_than=99).prompts[:4] == drawn


def test_slices_take_turns_the_thinnest_first():
    rows = [row(f"{specialty} {number}", specialty) for specialty in ("a", "b") for number in range(3)]
    found = find({"specialty=a": 3, "specialty=b": 2}, rows)
    assert [prompt.slice[-1] for prompt in found.list_in_turns()] == ["b", "a", "b", "a", "b"]
    assert found.list_in_turns()[0] == next(prompt for prompt in found.prompts if prompt.slice == "specialty=b")


def test_a_text_of_two_slices_is_one_prompt():
    found = find({}, [row("same"), row("same", "cardiology")])
    assert [(prompt.text, prompt.slice) for prompt in found.prompts] == [("same", "specialty=cardiology")]


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ({"columns": ["speciality"]}, "did you mean 'specialty'"),
        ({"columns": ["diagnosis"]}, "unknown column 'diagnosis'"),
        ({"columns": ["style", "style"]}, "twice"),
        ({"columns": []}, "at least 1"),
        ({"columns": ["d"], "terms": {"d": {}}}, "has no value"),
        ({"columns": ["d"], "terms": {"d": {"a": ["--"]}}}, "letter or digit"),
        ({"terms": {"style": {"a": ["b"]}}}, "column of the events already"),
        ({"fewer_than": 0}, "greater than or equal to 1"),
    ],
)
def test_rules_that_cannot_be_meant_are_refused(rules, said):
    with pytest.raises(ValidationError, match=said):
        SliceRules.model_validate(rules)
