"""Trade names and generic names of medicines are no names of people."""

import pytest

from medpref_dagster.deidentification.finding import find_identifiers
from medpref_dagster.deidentification.identifiers import Rules
from medpref_dagster.deidentification.medicines import BRANDS, looks_generic


@pytest.mark.parametrize("brand", ["Prozac", "Entresto", "Dupixent", "Mounjaro", "Brilinta", "Norvasc", "Wegovy"])
def test_a_trade_name_is_left_wherever_it_stands(brand):
    assert brand.lower() in BRANDS
    for text in (f"He takes {brand} 20 mg.", f"Medical Treatment: Continue {brand}.", f"{brand} was stopped.", brand):
        assert find_identifiers(text, Rules()) == []


def test_generic_names_are_known_by_their_endings_and_names_are_not():
    assert all(map(looks_generic, ["semaglutide", "mirtazapine", "ustekinumab", "azithromycin"]))
    assert not any(map(looks_generic, ["kowalczyk", "nguyen", "elvir", "hernandez"]))
