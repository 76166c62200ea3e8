"""`dg scaffold defs`: a new task that works as it is written."""

import dagster as dg
import pytest
from dagster.components.scaffold.scaffold import ScaffoldRequest

from medpref_dagster.components.scaffold import ClinicalTaskScaffolder
from medpref_dagster.definitions import load_definitions


def scaffold(project) -> None:
    request = ScaffoldRequest(
        type_name="medpref_dagster.components.ClinicalTask",
        target_path=project / "assets" / "sepsis",
        scaffold_format="yaml",
        project_root=project,
        params=None,
    )
    ClinicalTaskScaffolder().scaffold(request)


def test_a_scaffolded_task_loads_beside_the_others_with_the_same_assets(project):
    scaffold(project)
    names = {"uti": set(), "sepsis": set()}
    for spec in load_definitions().resolve_all_asset_specs():
        names[spec.group_name].add(spec.key.path[-1])
    assert names["sepsis"] == names["uti"] != set()


def test_a_task_that_is_there_is_not_overwritten(project):
    scaffold(project)
    written = project / "assets" / "sepsis" / "defs.yaml"
    written.write_text("mine")
    with pytest.raises(dg.DagsterInvalidDefinitionError, match="exists already"):
        scaffold(project)
    assert written.read_text() == "mine"
