"""The YAML reference is what the components accept."""

from medpref_dagster.components.yaml_reference import write_yaml_reference
from tests.conftest import CHECKOUT


def test_the_yaml_reference_is_current():
    written = (CHECKOUT / "docs" / "reference" / "yaml.md").read_text()
    assert written == write_yaml_reference(), "run: medpref yaml-reference > docs/reference/yaml.md"


def test_every_field_says_what_it_means():
    rows = [line for line in write_yaml_reference().splitlines() if line.startswith("| `")]
    assert [row for row in rows if row.endswith("|  |")] == []
