"""A prompt of which some columns may be empty."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from medpref_dagster.declaration import MissingValueError, Prompt, TaskDeclaration, as_prompt, template_columns

VITALS = Prompt(
    template="How urgent?\n\n{vitals}\n{note}\nAllergies: {allergies}.{past}",
    defaults={"allergies": "not recorded"},
    optional={"vitals": "Temperature {temperature}, pulse {pulse}.", "past": " Before: {history}."},
)
ROW = {"note": "Chest pain.", "allergies": "none", "temperature": "37.1", "pulse": "90", "history": "asthma"}


def render(**changes: str | None) -> str:
    return VITALS.render({**ROW, **changes})


def test_a_whole_row_is_shown_whole() -> None:
    assert render() == ("How urgent?\n\nTemperature 37.1, pulse 90.\nChest pain.\nAllergies: none. Before: asthma.")


def test_an_empty_column_takes_its_default() -> None:
    assert render(allergies=None).endswith("Allergies: not recorded. Before: asthma.")


def test_a_part_is_left_out_with_its_line_where_one_of_its_columns_is_empty() -> None:
    assert render(pulse=None) == "How urgent?\n\nChest pain.\nAllergies: none. Before: asthma."
    assert render(history=None).endswith("Allergies: none.")


def test_a_column_of_the_template_itself_must_have_a_value() -> None:
    with pytest.raises(MissingValueError, match="column 'note' is empty"):
        render(note=None)


def test_the_columns_of_a_prompt_are_those_of_its_template_and_of_its_parts() -> None:
    assert VITALS.columns() == ("temperature", "pulse", "note", "allergies", "history")
    assert template_columns("{a} {b} {a}") == ("a", "b")


def test_what_is_shown_of_a_row_is_without_the_instruction() -> None:
    assert list(VITALS.show_values({**ROW, "pulse": None}).items()) == [
        ("note", "Chest pain."),
        ("allergies", "none"),
        ("past", " Before: asthma."),
    ]


@given(st.text(alphabet="ab{}\n ", max_size=12), st.text(max_size=5))
def test_a_template_alone_renders_as_it_always_has(text: str, value: str) -> None:
    template = text.replace("{", "{{").replace("}", "}}") + "{note}"
    assert as_prompt(template).render({"note": value}) == text + value


@pytest.mark.parametrize(
    ("declared", "message"),
    [
        ({"template": "{note}", "defaults": {"age": "?"}}, "'age' is no column of the prompt"),
        ({"template": "{note}", "optional": {"labs": "{sodium}"}}, "the template does not name {labs}"),
        ({"template": "{labs}", "optional": {"labs": "none"}}, "labs: names no column"),
        ({"template": "{a} {b}", "optional": {"a": "{b}", "b": "{c}"}}, "a: names a part"),
        ({"template": "{a}", "optional": {"a b": "{c}"}}, "cannot stand in braces"),
        ({"template": "{note.x}"}, "only a plain column name"),
        ({"template": "{note}", "default": {}}, "Extra inputs"),
    ],
)
def test_a_mistake_is_refused_at_load(declared: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Prompt.model_validate(declared)


@pytest.mark.parametrize("prompt", ["Is it?", {"template": "Is it?"}])
def test_a_prompt_without_a_column_is_refused(prompt: object) -> None:
    with pytest.raises(ValidationError, match="names no column of the source"):
        TaskDeclaration.model_validate(
            {
                "title": "A task",
                "source": {"reader": "files", "columns": {"text": "note"}},
                "prompt": prompt,
                "answer": {"kind": "text", "column": "summary"},
            }
        )
