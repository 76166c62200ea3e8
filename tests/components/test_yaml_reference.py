"""The YAML reference is what the components accept."""

from medpref_dagster.components.yaml_reference import write_yaml_reference
from medpref_dagster.preferences.rejected import STRATEGIES
from medpref_dagster.sources import READERS
from tests.conftest import CHECKOUT


def test_the_yaml_reference_is_current():
    written = (CHECKOUT / "docs" / "reference" / "yaml.md").read_text()
    assert written == write_yaml_reference(), "run: medpref yaml-reference > docs/reference/yaml.md"


def test_every_field_says_what_it_means():
    rows = [line for line in write_yaml_reference().splitlines() if line.startswith("| `")]
    assert [row for row in rows if row.endswith("|  |")] == []


def test_the_options_of_every_reader_and_strategy_are_in_it():
    page = write_yaml_reference()
    for registry, options in ((READERS, "source.options"), (STRATEGIES, "rejected.options")):
        for name in registry.ours:
            section = page.split(f"### `{options}` of the {registry.what} `{name}`\n")[1].split("\n### ")[0]
            for field in registry.load(name).Options.model_fields:
                assert f"| `{field}` |" in section
    assert "### mixture: Part" in page
