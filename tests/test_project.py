"""The Dagster home: made once, whole, by whoever comes first."""

import json

import dagster as dg
import pytest
import yaml

from medpref_dagster.project import ProjectError, prepare_dagster_home


@pytest.fixture
def home(project, monkeypatch):
    monkeypatch.delenv("DAGSTER_HOME")
    return project / ".dagster-home"


def runs(home) -> list:
    with dg.DagsterInstance.from_config(str(home)) as instance:
        return list(instance.get_runs())


def test_a_new_home_has_its_configuration_and_databases_and_nothing_half_made(project, home):
    assert prepare_dagster_home(project) == home
    assert runs(home) == []
    assert yaml.safe_load((home / "dagster.yaml").read_text())["telemetry"] == {"enabled": False}
    assert {"history", "schedules", "dagster.yaml"} <= {path.name for path in home.iterdir()}
    assert not (home / ".medpref-new").exists()


def test_what_is_there_stays(project, home):
    home.mkdir()
    (home / "dagster.yaml").write_text("telemetry:\n  enabled: true\n")
    prepare_dagster_home(project)
    before = {path: path.stat().st_ino for path in home.rglob("*.db")}
    prepare_dagster_home(project)
    assert "true" in (home / "dagster.yaml").read_text()
    assert {path: path.stat().st_ino for path in home.rglob("*.db")} == before


def test_a_home_whose_making_was_killed_is_made_on(project, home):
    prepare_dagster_home(project)
    # Killed between two folders that were put in place, with what it had begun beside them.
    (home / ".medpref-ready.json").unlink()
    (home / "schedules").rename(home / ".medpref-new")
    prepare_dagster_home(project)
    assert (home / "schedules").is_dir()
    assert runs(home) == []


def test_databases_elsewhere_are_made_there(project, home):
    home.mkdir()
    elsewhere = project / "elsewhere"
    (home / "dagster.yaml").write_text(json.dumps({"storage": {"sqlite": {"base_dir": str(elsewhere)}}}))
    prepare_dagster_home(project)
    assert (elsewhere / "history" / "runs.db").is_file()
    assert not (home / "history").exists()
    assert runs(home) == []


@pytest.mark.parametrize("database", ["history/runs/index.db", "history/runs.db"])
def test_a_home_that_was_left_broken_is_named_with_what_to_do(project, home, database):
    prepare_dagster_home(project)
    (home / ".medpref-ready.json").unlink()
    (home / database).write_text("no database")
    with pytest.raises(ProjectError, match=r"\.dagster-home cannot be opened .*Move the folder away"):
        prepare_dagster_home(project)
