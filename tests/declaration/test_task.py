"""What a task's YAML may say, and how a mistake is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from medpref_dagster.declaration import (
    Dpo,
    Evaluation,
    LabelAnswer,
    LabelsAnswer,
    OptionAnswer,
    Sft,
    Split,
    TaskDeclaration,
    render_template,
    template_fields,
)

LABELS = {"Yes": "Yes, it does.", "No": "No, it does not."}


def test_split_shares_that_do_not_sum_to_one_are_refused():
    with pytest.raises(ValidationError, match=r"must sum to 1, they sum to 1\.1"):
        Split(train=0.7, eval=0.1, dev=0.1, test=0.2)


def test_a_value_of_the_source_under_two_labels_is_refused_with_both():
    both = {"Yes": {"answer": "Yes", "values": ["1", "2"]}, "No": {"answer": "No", "values": ["0", "2"]}}
    with pytest.raises(ValidationError, match="value '2' stands under 'Yes' and under 'No'"):
        LabelAnswer.model_validate({"column": "c", "labels": both})
    fields = {"urgency": {"column": "c", "labels": {"urgent": [], "routine": ["later", "urgent"]}}}
    with pytest.raises(ValidationError, match="value 'urgent' stands under 'urgent' and under 'routine'"):
        LabelsAnswer.model_validate({"kind": "labels", "fields": fields, "template": "{urgency}"})


def test_an_unknown_positive_label_is_refused_with_the_accepted_ones():
    with pytest.raises(ValidationError, match="unknown label 'Maybe'; accepted: 'Yes', 'No'"):
        LabelAnswer(column="uti", labels=LABELS, positive="Maybe")


def test_a_bare_yaml_boolean_as_label_is_refused_with_what_to_do():
    with pytest.raises(ValidationError, match="put it in quotes"):
        LabelAnswer.model_validate({"column": "uti", "labels": {True: "Yes.", False: "No."}})


def test_an_answer_must_begin_with_its_label():
    with pytest.raises(ValidationError, match="must begin with 'No'"):
        LabelAnswer(column="uti", labels={"Yes": "Yes.", "No": "There is none."})


def test_source_values_map_to_labels():
    answer = LabelAnswer.model_validate(
        {"column": "c", "labels": {"Yes": {"answer": "Yes.", "values": ["1", "pos"]}, "No": "No."}}
    )
    assert answer.source_values() == {"1": "Yes", "pos": "Yes", "No": "No"}


def test_a_template_of_several_labels_must_name_each():
    with pytest.raises(ValidationError, match="template: names"):
        LabelsAnswer.model_validate(
            {
                "kind": "labels",
                "template": "{who}",
                "fields": {n: {"column": n, "labels": {"a": [], "b": []}} for n in ("who", "when")},
            }
        )


def test_an_option_template_must_name_the_option():
    with pytest.raises(ValidationError, match="must name"):
        OptionAnswer(kind="option", column="answer", options={"A": "a", "B": "b"}, template="It is {text}.")


def test_a_prompt_without_a_column_is_refused():
    with pytest.raises(ValidationError, match="names no column"):
        TaskDeclaration.model_validate(
            {
                "title": "t",
                "source": {"reader": "files", "columns": {"text": "note"}},
                "prompt": "Is it?",
                "answer": {"kind": "label", "column": "uti", "labels": LABELS},
            }
        )


@pytest.mark.parametrize("template", ["{a.b}", "{a[0]}", "{a!r}", "{a:>9}", "{}", "{0}", "{a", "a}"])
def test_templates_hold_plain_names_only(template):
    with pytest.raises(ValueError, match=r"."):
        template_fields(template)


def test_a_column_name_with_a_blank_is_refused_with_the_cure():
    with pytest.raises(ValueError, match=r"\{Corrected Text\}.*options\.columns: \{its_name: 'Corrected Text'\}"):
        template_fields("Note: {Corrected Text}")


@given(st.text())
def test_braces_in_a_value_survive_rendering(value):
    assert render_template("Note: {note} {{as is}}", {"note": value}) == f"Note: {value} {{as is}}"


def test_a_grid_is_the_product_in_the_declared_order():
    assert list(Sft(learning_rate=(2e-3, 1e-3), epochs=(1, 2)).candidates()) == [
        {"learning_rate": 2e-3, "epochs": 1.0},
        {"learning_rate": 2e-3, "epochs": 2.0},
        {"learning_rate": 1e-3, "epochs": 1.0},
        {"learning_rate": 1e-3, "epochs": 2.0},
    ]


def test_one_value_makes_a_grid_of_one():
    assert list(Dpo.model_validate({"learning_rate": 1e-4, "beta": 0.3}).candidates()) == [
        {"learning_rate": 1e-4, "beta": 0.3, "epochs": 1.0}
    ]


@pytest.mark.parametrize(
    ("field", "value"), [("learning_rate", [0.0]), ("beta", [-1]), ("epochs", []), ("epochs", [1, 1])]
)
def test_a_senseless_grid_is_refused(field, value):
    with pytest.raises(ValidationError, match=field):
        Dpo.model_validate({field: value})


def test_ratings_are_no_part_of_what_models_answer_by_and_undeclared_ones_change_no_hash():
    plain = Evaluation()
    rated = Evaluation.model_validate({"likert": {"rubric": "Facts first."}})
    assert "likert" not in plain.model_dump(mode="json")
    assert rated.model_dump(mode="json")["likert"]["rubric"] == "Facts first."
    assert rated.answer_settings() == plain.answer_settings() == plain.model_dump(mode="json")


@pytest.mark.parametrize("seed", [-1, 2**32])
def test_a_seed_that_a_generator_of_random_numbers_does_not_take_is_refused(seed: int) -> None:
    for part in (Sft, Dpo, Evaluation):
        with pytest.raises(ValidationError, match="seed"):
            part.model_validate({"seed": seed})
        assert part.model_validate({"seed": 2**32 - 1}).seed == 2**32 - 1


def test_a_yes_is_no_number() -> None:
    with pytest.raises(ValidationError, match="must be a number, got true"):
        Sft.model_validate({"batch_size": True})
    assert Sft.model_validate({"stop_early": True}).stop_early
