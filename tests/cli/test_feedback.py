import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest
from click.testing import CliRunner

from medpref_dagster.capture.app import create_app
from medpref_dagster.capture.database import EVENTS, begin_reading, open_database
from medpref_dagster.capture.limits import Limits
from medpref_dagster.capture.tokens import create_token
from medpref_dagster.cli import feedback, main
from medpref_dagster.feedback.parsing import load_json, parse_event
from medpref_dagster.storage.store import Store
from tests.capture.serving import serve
from tests.conftest import write_bare_project

NAME = "Quillfeather"
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def make_score(number, **changes):
    return {
        "id": f"score-{number}",
        "traceId": "trace-1",
        "name": "output",
        "value": f"{NAME} has had dysuria for {number} days.",
        "dataType": "CORRECTION",
        "source": "ANNOTATION",
        "timestamp": "2025-11-25T09:00:00.000Z",
        "authorUserId": "c-3",
    } | changes


OBSERVATION = {
    "id": "obs-1",
    "traceId": "trace-1",
    "type": "GENERATION",
    "endTime": "2025-11-25T08:00:00.000Z",
    "model": "uti/dpo_model/tiny",
    "input": f"{NAME}, dysuria.",
    "output": f"{NAME} has dysuria.",
}


@pytest.fixture
def run(tmp_path, tmp_path_factory, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MEDPREF_PROJECT", str(write_bare_project(tmp_path_factory.mktemp("project"))))
    for variable in ("MEDPREF_PSEUDONYM_KEY", "MEDPREF_CAPTURE_TOKEN"):
        monkeypatch.delenv(variable, raising=False)
    rows = (OBSERVATION, make_score(1), make_score(2), make_score(2), make_score(3, source="EVAL"), {"who": NAME})
    (tmp_path / "export.jsonl").write_text("\n".join(map(json.dumps, rows)))

    def invoke(*arguments, files=("export.jsonl",)):
        done = CliRunner().invoke(main, ("feedback", "import", "langfuse", *files, *arguments))
        assert NAME not in done.output
        return done

    return invoke


def test_an_import_writes_events_and_a_quarantine_and_says_what_there_was(run, tmp_path):
    done = run("--to", "events.jsonl")
    assert done.exit_code == 0
    assert done.stdout == "1 generations and 2 reactions: events.jsonl\n"
    assert "1 refused, in events.quarantine.jsonl: unknown_record 1\n" in done.stderr
    assert "1 no feedback: a judge's score 1\n" in done.stderr
    events = [parse_event(load_json(line), NOW) for line in (tmp_path / "events.jsonl").read_bytes().splitlines()]
    assert [event.id for event in events] == [
        "langfuse-observation-obs-1",
        "langfuse-score-score-1",
        "langfuse-score-score-2",
    ]
    [refused] = map(json.loads, (tmp_path / "events.quarantine.jsonl").read_text().splitlines())
    assert (refused["place"], refused["reason"], json.loads(refused["content"])) == (
        "export.jsonl:6",
        "unknown_record",
        {"who": NAME},
    )
    assert (tmp_path / "events.jsonl").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("named", ["{table}", "file://{table}", "{root}/**/*.parquet", "linked.parquet"])
def test_an_import_reads_nothing_of_the_store(named, run, tmp_path):
    """What is there was made of other sources, and goes when somebody is forgotten."""
    store = Store(Path(os.environ["MEDPREF_PROJECT"]) / "store")
    made = store.write_table(pa.table({"note": ["a"]}), pa.schema([("note", pa.string())]))
    table = made.path / "rows.parquet"
    (tmp_path / "linked.parquet").symlink_to(table)
    done = run("--to", "events.jsonl", files=(named.format(table=table, root=store.root.parent),))
    assert done.exit_code == 1
    assert f"the store {store.root}: what is there was made of other sources" in done.stderr or (
        f"reaches into the store {store.root}: {table} is among the files" in done.stderr
    )
    assert not (tmp_path / "events.jsonl").exists()


def test_a_second_import_is_the_same_bytes(run, tmp_path):
    run("--to", "one.jsonl")
    run("--to", "two.jsonl")
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes() != b""


def test_an_import_that_breaks_off_leaves_what_was_there(run, tmp_path):
    (tmp_path / "events.jsonl").write_text("before\n")
    (tmp_path / "broken.json").write_text(json.dumps([make_score(1), make_score(2)])[:-1])
    done = run("--to", "events.jsonl", files=("broken.json",))
    assert done.exit_code == 1
    assert "broken.json" in done.stderr
    assert (tmp_path / "events.jsonl").read_text() == "before\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["broken.json", "events.jsonl", "export.jsonl"]


@pytest.fixture
def service(tmp_path, monkeypatch, run):
    engine = open_database(f"sqlite:///{tmp_path}/capture.sqlite")
    monkeypatch.setenv("MEDPREF_CAPTURE_TOKEN", create_token(engine, "ward", ("send",), datetime.now(UTC), None)[1])
    with serve(create_app(engine, Limits())) as url:
        yield engine, url
    engine.dispose()


def test_two_imports_into_a_capture_store_each_event_once(run, service, tmp_path):
    engine, url = service
    for _ in range(2):
        done = run("--url", url)
        assert (done.exit_code, done.stdout) == (0, f"1 generations and 2 reactions: {url}\n")
    with begin_reading(engine) as connection:
        assert len(connection.execute(EVENTS.select()).all()) == 3
    assert (tmp_path / "langfuse.quarantine.jsonl").read_text().count("\n") == 1


def test_a_changed_score_is_a_conflict_that_is_said(run, service, tmp_path):
    _, url = service
    run("--url", url)
    (tmp_path / "changed.jsonl").write_text(json.dumps(make_score(1, value="another")))
    done = run("--url", url, files=("changed.jsonl",))
    assert done.exit_code == 1
    assert "did not take 1 events: .medpref/import.buffer.refused" in done.stderr
    assert (tmp_path / "langfuse.quarantine.jsonl").exists()


def test_a_capture_that_is_away_leaves_the_events_in_the_buffer(run, monkeypatch, tmp_path):
    monkeypatch.setattr(feedback, "_DELIVERY_SECONDS", 0.1)
    monkeypatch.setenv("MEDPREF_CAPTURE_TOKEN", "x")
    done = run("--url", "http://127.0.0.1:1")
    assert done.exit_code == 1
    assert "the rest is in .medpref/import.buffer: call it again" in done.stderr
    assert (tmp_path / ".medpref/import.buffer").read_bytes().count(b"\n") == 3


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "one of --to and --url"),
        (("--to", "x", "--url", "http://x"), "one of --to and --url"),
        (("--url", "http://127.0.0.1:1"), "MEDPREF_CAPTURE_TOKEN"),
        (("--to", "export.jsonl"), "files of their own"),
        (("--to", "x", "--quarantine", "x"), "files of their own"),
        (("--to", "x", "--score", "quality"), "--score must be NAME=VALUE"),
        (("--to", "x", "--score", "a=thumb", "--score", "a=label"), "each name once"),
        (("--to", "x", "--score", "quality=stars"), "scores.quality"),
        (("--to", "x", "--timezone", "Nowhere"), "time zone"),
    ],
)
def test_arguments_that_mean_nothing_are_refused(run, arguments, says):
    done = run(*arguments)
    assert done.exit_code == 2
    assert says in done.stderr
    assert "Traceback" not in done.output


def test_an_unknown_product_and_a_folder_that_cannot_be_written_are_said(run, tmp_path):
    done = CliRunner().invoke(main, ("feedback", "import", "langfuze", "export.jsonl", "--to", "x.jsonl"))
    assert (done.exit_code, "langfuse" in done.stderr) == (1, True)
    (tmp_path / "file").write_text("")
    refused = run("--to", "file/events.jsonl")
    assert refused.exit_code == 1
    assert "cannot be written" in refused.stderr


def test_a_key_makes_pseudonyms(run, monkeypatch, tmp_path):
    monkeypatch.setenv("MEDPREF_PSEUDONYM_KEY", "a secret of this ward")
    run("--to", "events.jsonl")
    reactions = [json.loads(line) for line in (tmp_path / "events.jsonl").read_text().splitlines()][1:]
    assert {reaction["clinician"][:7] for reaction in reactions} == {"person-"}
