import pytest
from pydantic import ValidationError

from medpref_dagster.feedback.edits import KINDS, EditRules, describe_edit, is_trivial


def test_style_and_typos_make_no_pair():
    rules = EditRules()
    edit = describe_edit("She recieved Lasix.", "She received furosemide.", rules)
    found = is_trivial(edit, rules)
    assert found
    assert found.reason == "only changes of kind typo, style"


def test_one_clinical_change_makes_a_pair_and_is_named():
    rules = EditRules()
    found = is_trivial(describe_edit("recieved 5 mg of morphine", "received 6 mg of morphine", rules), rules)
    assert not found
    assert found.reason == "a change of kind dose"


def test_equal_texts_make_no_pair():
    rules = EditRules()
    assert is_trivial(describe_edit("Same.", "Same.", rules), rules).reason == "the texts are equal"


def test_a_size_may_be_declared():
    rules = EditRules(trivial={"other": 1})
    assert is_trivial(describe_edit("Mild swelling.", "Severe swelling.", rules), rules)
    found = is_trivial(describe_edit("It was quite mild there.", "It was severe, tense there.", rules), rules)
    assert found.reason == "a change of kind other of 2 words, more than 1"


def test_weights_that_are_not_named_keep_their_default():
    rules = EditRules(weights={"typo": 0.1})
    assert set(rules.weights) == set(KINDS)
    assert (rules.weights["typo"], rules.weights["dose"]) == (0.1, EditRules().weights["dose"])
    assert describe_edit("She recieved it.", "She received it.", rules).weight == 0.1


@pytest.mark.parametrize(
    "declared", [{"weights": {"dose": -1}}, {"weights": {"dosage": 1}}, {"trivial": {"typo": -2}}, {"kinds": []}]
)
def test_what_cannot_be_meant_is_refused(declared: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        EditRules.model_validate(declared)
