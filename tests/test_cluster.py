"""What several machines share of Dagster: its instance on PostgreSQL, the image's file, the chart's values."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import dagster as dg
import pytest
import yaml

from medpref_dagster.project import ProjectError, prepare_dagster_home
from tests.capture.postgres import find_programs, run_server
from tests.conftest import CHECKOUT

CLUSTER = CHECKOUT / "resources" / "cluster"
_VARIABLES = ("HOST", "USERNAME", "PASSWORD", "DB", "PORT")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    programs = find_programs()
    if programs is None:
        pytest.skip("no PostgreSQL server is installed: apt-get install postgresql")
    # pytest's own folders are closed to the user that the server runs as.
    with tempfile.TemporaryDirectory(prefix="medpref-cluster-") as folder:
        Path(folder).chmod(0o755)
        with run_server(Path(folder) / "server", programs) as url:
            yield url


def name_database(url: str) -> dict[str, str]:
    """The variables that resources/cluster/dagster.yaml reads."""
    parts = urlsplit(url)
    values = (parts.hostname, parts.username, "no password is asked for", parts.path[1:], str(parts.port))
    return {f"DAGSTER_PG_{name}": str(value) for name, value in zip(_VARIABLES, values, strict=True)}


@pytest.fixture
def homes(server, tmp_path, monkeypatch) -> list[Path]:
    """The Dagster homes of two machines, made as `medpref` makes them."""
    for name, value in name_database(server).items():
        monkeypatch.setenv(name, value)
    return [make_home(tmp_path / name, monkeypatch) for name in ("one", "other")]


def make_home(home: Path, monkeypatch) -> Path:
    home.mkdir()
    shutil.copyfile(CLUSTER / "dagster.yaml", home / "dagster.yaml")
    monkeypatch.setenv("DAGSTER_HOME", str(home))
    return prepare_dagster_home(home.parent)


@dg.asset
def cases() -> dg.MaterializeResult:
    return dg.MaterializeResult(metadata={"rows": 3})


def test_runs_events_and_schedules_of_one_machine_are_those_of_the_other(homes):
    with dg.DagsterInstance.from_config(str(homes[0])) as one, dg.DagsterInstance.from_config(str(homes[1])) as other:
        run = dg.materialize([cases], instance=one).run_id
        assert [found.run_id for found in other.get_runs(limit=1)] == [run]
        event = other.get_latest_materialization_event(cases.key)
        assert (event.run_id, event.asset_materialization.metadata["rows"].value) == (run, 3)
        one.daemon_cursor_storage.set_cursor_values({"round": "2025-01-06"})
        assert other.daemon_cursor_storage.get_cursor_values({"round"}) == {"round": "2025-01-06"}
        storages = {type(one.run_storage), type(one.event_log_storage), type(one.schedule_storage)}
    assert {kind.__module__.partition(".")[0] for kind in storages} == {"dagster_postgres"}
    assert not list(homes[0].rglob("*.db"))


def test_runs_wait_by_tags_and_only_what_is_transient_runs_again(homes):
    with dg.DagsterInstance.from_config(str(homes[0])) as instance:
        queue = instance.get_concurrency_config().run_queue_config
        assert queue.max_concurrent_runs == 10
        assert {limit["key"]: limit["limit"] for limit in queue.tag_concurrency_limits} == {
            "medpref/runs-model": 2,
            "dagster/backfill": 4,
        }
        assert (instance.run_retries_enabled, instance.run_retries_max_retries) == (True, 2)
        assert instance.run_retries_retry_on_asset_or_op_failure is False
        assert instance.run_monitoring_enabled
        assert instance.run_monitoring_max_runtime_seconds == 3 * 24 * 3600


def test_every_job_that_runs_a_model_has_the_tag_by_which_the_queue_limits_it(project):
    from medpref_dagster.runs.launch import load_job

    assert load_job("uti").tags["medpref/runs-model"] == "true"


def test_a_variable_that_is_not_set_is_named(tmp_path, monkeypatch):
    for name in _VARIABLES:
        monkeypatch.setenv(f"DAGSTER_PG_{name}", "1")
    monkeypatch.delenv("DAGSTER_PG_PASSWORD")
    with pytest.raises(ProjectError, match=r"dagster\.yaml is not accepted: DAGSTER_PG_PASSWORD not set"):
        make_home(tmp_path / "home", monkeypatch)


def test_a_server_that_does_not_answer_is_told_in_a_sentence(tmp_path, monkeypatch):
    for name, value in name_database("postgresql://medpref@127.0.0.1:9/dagster").items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ProjectError, match=r"PostgreSQL server .* does not answer") as raised:
        make_home(tmp_path / "home", monkeypatch)
    assert "no password is asked for" not in str(raised.value)


def test_the_image_is_as_a_linter_wants_it():
    linter = Path(sys.executable).with_name("hadolint")
    done = subprocess.run([linter, CLUSTER / "Dockerfile"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_what_the_image_copies_is_there_and_the_extra_that_it_installs_is_declared():
    text = (CLUSTER / "Dockerfile").read_text()
    copied = [word for line in text.splitlines() if line.startswith("COPY ") for word in line.split()[1:-1]]
    assert copied
    assert all((CHECKOUT / name).exists() for name in copied)
    assert "\ncluster = [" in (CHECKOUT / "pyproject.toml").read_text()
    assert '".[cluster]"' in text


def test_the_charts_values_say_what_the_instance_says():
    """The chart writes the instance's file itself, of its own spelling."""
    values = yaml.safe_load((CLUSTER / "values.yaml").read_text())
    instance = yaml.safe_load((CLUSTER / "dagster.yaml").read_text())
    daemon, runs = values["dagsterDaemon"], instance["concurrency"]["runs"]
    queue = daemon["runCoordinator"]["config"]["queuedRunCoordinator"]
    assert queue == {
        "maxConcurrentRuns": runs["max_concurrent_runs"],
        "tagConcurrencyLimits": runs["tag_concurrency_limits"],
    }
    for ours, theirs in (("run_retries", "runRetries"), ("run_monitoring", "runMonitoring")):
        spelled = {_to_camel(name): value for name, value in instance[ours].items()}
        assert daemon[theirs].items() <= spelled.items()
    assert values["postgresql"]["postgresqlScheme"] == instance["storage"]["postgres"]["postgres_db"]["scheme"]


def _to_camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
