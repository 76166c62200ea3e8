"""What pydantic finds is told in one line each, where it is written, with the nearest name that there is."""

from pathlib import Path

import pytest
import yaml

from medpref_dagster.components.study import StudyAttributes
from medpref_dagster.components.task import ClinicalTaskAttributes
from medpref_dagster.declaration.documents import DeclarationError, read_document
from medpref_dagster.declaration.machine import BaseModelsDeclaration
from medpref_dagster.declaration.mistakes import list_fields, read_attributes
from medpref_dagster.names import name_unknown
from tests.conftest import CHECKOUT

UTI = (CHECKOUT / "assets" / "uti" / "defs.yaml").read_text()


def refusal(tmp_path: Path, text: str, model: type = ClinicalTaskAttributes) -> str:
    file = tmp_path / "assets" / "x" / "defs.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    with pytest.raises(DeclarationError) as refused:
        read_attributes(model, read_document(file, tmp_path))
    return str(refused.value)


def line_of(text: str, part: str) -> int:
    return text.count("\n", 0, text.index(part)) + 1


# old text -> new text, the place that must be named, what must be said
MISTAKES = {
    "a misspelt field": (
        "learning_rate: [0.002]",
        "learning_rat: [0.002]",
        "sft.learning_rat",
        "unknown field 'learning_rat'; did you mean 'learning_rate'? accepted: ",
    ),
    "a misspelt field of the whole": (
        "max_prompt_tokens:",
        "max_promt_tokens:",
        "max_promt_tokens",
        "'max_prompt_tokens'?",
    ),
    "a misspelt field of a label": (
        'values: ["yes"]',
        'value: ["yes"]',
        "answer.labels.Yes.value",
        "did you mean 'values'? accepted: 'answer', 'values'",
    ),
    "a word for a number": ("batch_size: 8", "batch_size: many", "sft.batch_size", "got 'many'"),
    "a number below its limit": ("batch_size: 8", "batch_size: 0", "sft.batch_size", "must be greater than 0, got 0"),
    "nothing for a number": ("batch_size: 8", "batch_size:", "sft.batch_size", "got nothing"),
    "a number for text": ("title: Urinary tract infection in clinical notes", "title: 7", "title", "put it in quotes"),
    "a learning rate of 0": ("learning_rate: [0.002]", "learning_rate: [0]", "sft.learning_rate", "must be above 0"),
    "no number": ("learning_rate: [0.002]", "learning_rate: [nan]", "sft.learning_rate.0", "must be a finite number"),
    "a misspelt choice": ("method: lora", "method: lorra", "sft.method", "unknown value 'lorra'; did you mean 'lora'?"),
    "a list for a choice": (
        "method: lora",
        "method: [lora]",
        "sft.method",
        "must be one of 'lora', 'full', got a list",
    ),
    "nothing for a choice": ("method: lora", "method:", "sft.method", "must be one of 'lora', 'full', got nothing"),
    "an empty list": (
        "learning_rate: [0.002]",
        "learning_rate: []",
        "sft.learning_rate",
        "must have at least 1, has 0",
    ),
    "a misspelt kind": ("kind: label", "kind: lable", "answer.kind", "unknown value 'lable'; did you mean 'label'?"),
    "an unknown label": (
        'positive: "Yes"',
        'positive: "yes"',
        "answer.positive",
        "unknown label 'yes'; did you mean 'Yes'? accepted: 'Yes', 'No'",
    ),
    "a misspelt metric": (
        "metrics: [f1, accuracy]",
        "metrics: [f1, acuracy]",
        "evaluation",
        "metric 'acuracy' is none for an answer of kind label; did you mean 'accuracy'? accepted: 'accuracy'",
    ),
    "a misspelt strategy": (
        "strategy: other_label",
        "strategy: other_lable",
        "rejected.strategy",
        "unknown strategy 'other_lable'; did you mean 'other_label'? accepted: 'other_label'",
    ),
    "a misspelt reader": (
        "reader: synthetic",
        "reader: synthetik",
        "source.reader",
        "unknown reader 'synthetik'; did you mean 'synthetic'? accepted: ",
    ),
    "a misspelt generator": (
        "generator: uti",
        "generator: utti",
        "source.options.generator",
        "unknown generator 'utti'; did you mean 'uti'? accepted: ",
    ),
    "a bare yes as label": ('"Yes": {answer', "Yes: {answer", "answer.labels", "put it in quotes"),
    "a misspelt time zone": (
        "timezone: UTC",
        "timezone: Europe/Belrin",
        "schedule.timezone",
        "unknown time zone 'Europe/Belrin'; did you mean 'Europe/Berlin'?",
    ),
    "a cron that is none": ('cron: "0 6 * * 1"', "cron: weekly-ish", "schedule.cron", "'weekly-ish' is no cron"),
    "a prompt without a column": ("Note: {note}", "Note:", "prompt", "names no column of the source"),
    "an unbalanced brace": ("Note: {note}", "Note: {note", "prompt", "a brace that stands for itself is written twice"),
    "an expression in a prompt": ("Note: {note}", "Note: {note.__class__}", "prompt", "only a plain column name"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_one_line_with_its_place_and_what_to_do(tmp_path, mistake):
    old, new, place, expected = MISTAKES[mistake]
    assert old in UTI
    text = UTI.replace(old, new, 1)
    message = refusal(tmp_path, text)
    assert "\n" not in message
    where, _, said = message.partition(": ")
    file, _, line_and_place = where.partition(":")
    assert file == "assets/x/defs.yaml"
    line, _, named = line_and_place.partition(" ")
    assert named == place
    assert expected in said
    written = text.splitlines()[int(line) - 1]
    assert place.rpartition(".")[2] in written or new.partition("\n")[0] in written


def test_a_missing_field_is_named_at_the_line_of_what_it_is_missing_from(tmp_path):
    text = UTI.replace("columns: {text: note, row: note_id, patient: patient_id}", "columns: {row: note_id}")
    line = line_of(text, "columns:")
    assert refusal(tmp_path, text) == f"assets/x/defs.yaml:{line} source.columns.text: is required"


def test_several_mistakes_are_told_together(tmp_path):
    text = UTI.replace("batch_size: 8", "batch_size: 0").replace("method: lora", "method: lorra")
    assert len(refusal(tmp_path, text).splitlines()) == 3  # batch_size of both stages


def test_a_number_with_an_exponent_may_stand_alone_or_come_from_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("RATE", "3e-4")
    text = UTI.replace("learning_rate: [0.002]", "learning_rate: 2e-4").replace(
        "learning_rate: [0.0002]", 'learning_rate: "{{ env.RATE }}"'
    )
    file = tmp_path / "defs.yaml"
    file.write_text(text)
    attributes = read_attributes(ClinicalTaskAttributes, read_document(file, tmp_path))
    assert (attributes.sft.learning_rate, attributes.dpo.learning_rate) == ((2e-4,), (3e-4,))


def test_a_message_shows_what_is_written_and_no_value_of_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("SIZE", "hunter2")
    message = refusal(tmp_path, UTI.replace("batch_size: 8", 'batch_size: "{{ env.SIZE }}"', 1))
    assert "hunter2" not in message
    assert "'{{ env.SIZE }}'" in message


def test_a_misspelt_origin_of_a_base_model_is_named(tmp_path):
    text = (CHECKOUT / "resources" / "base_models.yaml").read_text().replace("from: wheel", "from: weel")
    message = refusal(tmp_path, text, BaseModelsDeclaration)
    assert "base_models.0.origin.from: unknown value 'weel'; did you mean 'wheel'?" in message


def test_a_study_names_its_mistake_too(tmp_path):
    study = yaml.safe_load((CHECKOUT / "assets" / "study" / "defs.yaml").read_text())
    study["attributes"]["tasks"] = ["uti", "uti"]
    del study["attributes"]["published"]
    assert "tasks: the same task twice" in refusal(tmp_path, yaml.safe_dump(study), StudyAttributes)


def test_attributes_that_are_missing_are_named(tmp_path):
    assert refusal(tmp_path, "type: T\n") == "assets/x/defs.yaml:1: attributes are missing"


def test_the_fields_of_every_branch_of_a_union_are_known():
    schema = ClinicalTaskAttributes.model_json_schema()
    assert {"labels", "fields", "options", "column"} <= set(list_fields(schema, ("answer",)))
    assert list_fields(schema, ("answer", "labels", "Yes")) == ["answer", "values"]
    assert list_fields(schema, ("nowhere",)) == []


def test_a_name_far_from_all_gets_no_suggestion():
    assert name_unknown("metric", "zzz", ["f1"]) == "unknown metric 'zzz'; accepted: 'f1'"
    assert name_unknown("task", "uti", []) == "unknown task 'uti'; accepted: none"
