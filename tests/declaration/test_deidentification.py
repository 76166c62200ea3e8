import pytest
from pydantic import ValidationError

from medpref_dagster.declaration.deidentification import Deidentify
from medpref_dagster.deidentification.identifiers import IdFormat, Rules, make_rules


def test_what_is_declared_becomes_rules():
    declared = Deidentify.model_validate(
        {
            "columns": ["note"],
            "id_formats": [{"pattern": "STU-[0-9]{4}", "kind": "account"}],
            "on_unknown_language": "keep",
        }
    )
    assert make_rules(declared) == Rules(keep_unknown_language=True, id_formats=(IdFormat("STU-[0-9]{4}", "account"),))
    assert make_rules(Deidentify(columns=("note",))) == Rules()


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"columns": ["a"], "known_names": ["a"]}, "'a' is in columns and in known_names"),
        ({"key": "another"}, "pattern"),
        ({"columns": ["a", "a"]}, "'a' stands there twice"),
        ({"columns": ["a"], "colour": 1}, "Extra inputs"),
        ({"columns": ["a"], "languages": ["de"]}, "'en'"),
        ({"columns": ["a"], "id_formats": [{"pattern": "(a"}]}, "no regular expression"),
        ({"columns": ["a"], "id_formats": [{"pattern": "a*"}]}, "matches nothing at all"),
        ({"columns": ["a"], "id_formats": [{"pattern": "a", "kind": "photo"}]}, "'other_id'"),
        ({"columns": ["a"], "max_characters": 0}, "greater than 0"),
        ({"columns": ["a"], "on_unknown_language": "guess"}, "'refuse' or 'keep'"),
    ],
)
def test_a_mistake_is_refused(written, said):
    with pytest.raises(ValidationError, match=said):
        Deidentify.model_validate(written)
