import gzip
import json
from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from medpref_dagster.feedback.events import Reaction
from medpref_dagster.feedback.importers.importing import Refused
from medpref_dagster.feedback.importers.options import ImportOptions
from medpref_dagster.registry import UnknownNameError
from medpref_dagster.sources.feedback_exports import read_export
from medpref_dagster.sources.limits import Limits
from medpref_dagster.sources.opening import MalformedFileError, NoSuchFileError, TruncatedFileError

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
NAME = "Quillfeather"
OPTIONS = ImportOptions(scores={"helpful": "thumb"})


def make_score(number, **changes):
    return {
        "id": f"score-{number}",
        "traceId": "trace-1",
        "name": "helpful",
        "value": 1,
        "dataType": "BOOLEAN",
        "source": "ANNOTATION",
        "timestamp": "2026-11-25T09:00:00.000Z",
        "authorUserId": "c-3",
        "comment": NAME,
    } | changes


@pytest.fixture
def export(tmp_path):
    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return write


def list_ids(*paths, **options):
    outcomes = [*read_export("langfuse", paths, NOW, OPTIONS, **options)]
    for outcome in outcomes:
        if isinstance(outcome, Refused):
            assert NAME not in outcome.detail + outcome.place
    return [outcome.id if isinstance(outcome, Reaction) else outcome.reason for outcome in outcomes]


ROWS = [make_score(1), make_score(2)]
IDS = ["langfuse-score-score-1", "langfuse-score-score-2"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("scores.jsonl", "\n".join(map(json.dumps, ROWS))),
        ("scores.json", "\n".join(map(json.dumps, ROWS))),
        ("scores.json", json.dumps(ROWS)),
        ("scores.json", json.dumps(ROWS, indent=2)),
        ("scores.json", json.dumps({"data": ROWS, "meta": {"page": 1}})),
        ("scores.json", json.dumps({"page": 1, "next": None, "data": ROWS}, indent=1)),
        ("scores.json", json.dumps({"id": "t", "name": "n", "scores": ROWS, "observations": []}, indent=1)),
        ("scores.jsonl.gz", gzip.compress("\n".join(map(json.dumps, ROWS)).encode())),
        ("scores.json", b"\xef\xbb\xbf" + json.dumps(ROWS).encode()),
    ],
    ids=["lines", "lines in .json", "list", "pretty list", "page", "page with fields before", "one", "packed", "mark"],
)
def test_every_form_of_a_file_gives_its_events(export, name, content):
    found = list_ids(export(name, content))
    assert [said for said in found if said != "a trace without an answer"] == IDS


@pytest.mark.parametrize("content", ["[]", "[ \n ]", '{"data": [], "meta": {}}', "", "\n"])
def test_an_export_without_a_record_has_no_event(export, content):
    assert list_ids(export("scores.json", content)) == []


def test_a_parquet_export_keeps_its_types(tmp_path):
    times = pa.array([datetime(2026, 11, 25, 9), datetime(2026, 11, 25, 10)], pa.timestamp("us"))
    table = pa.table({key: [row[key] for row in ROWS] for key in ROWS[0] if key != "timestamp"} | {"timestamp": times})
    pq.write_table(table, tmp_path / "scores.parquet")
    one, two = read_export("langfuse", [str(tmp_path / "scores.parquet")], NOW, OPTIONS)
    assert [one.id, two.id] == IDS
    assert (one.time_signed.hour, two.time_signed.hour) == (9, 10)


def test_the_same_event_in_several_files_is_one_and_another_under_its_id_a_conflict(export):
    first, again = export("a.jsonl", json.dumps(ROWS[0])), export("b.jsonl", json.dumps(ROWS[0] | {"x": 1}))
    other = export("c.jsonl", json.dumps(make_score(1, value=0)))
    assert list_ids(first, again, other) == [IDS[0], "conflict"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{" + NAME, "not valid JSON"),
        ("[1]", "not a JSON object"),
        (json.dumps(make_score(3, comment="x" * 11_000)), "too_long"),
        (json.dumps(make_score(3, comment="\ud83e")), "half a character"),
        (json.dumps(make_score(3, comment="\x00")), "control_character"),
        ('{"id": ' + "[" * 10_000 + "]" * 10_000 + "}", "nested deeper than a record may be"),
        ('{"id": "a", "id": "b"}', "a key stands twice"),
        (json.dumps(make_score(3, dataType="COLOUR")), "unknown_kind"),
        (json.dumps({"who": NAME}), "unknown_record"),
    ],
)
def test_a_bad_line_costs_itself_and_is_kept(export, line, reason):
    lines = (json.dumps(ROWS[0]), line, json.dumps(ROWS[1]))
    path = export("scores.jsonl", "\n".join(lines))
    assert list_ids(path) == [IDS[0], reason, IDS[1]]
    [refused] = [outcome for outcome in read_export("langfuse", [path], NOW, OPTIONS) if isinstance(outcome, Refused)]
    assert refused.place == "scores.jsonl:2"
    assert refused.content


def test_a_text_of_ten_megabytes_is_refused_and_the_next_record_read(export):
    long = json.dumps(make_score(3, dataType="CORRECTION", value="x" * 10_000_000))
    path = export("scores.jsonl", "\n".join((long, json.dumps(ROWS[1]))))
    assert list_ids(path) == ["too_long", IDS[1]]
    assert list_ids(path, limits=Limits(record_characters=10_000)) == ["longer than a record may be", IDS[1]]


def test_one_object_that_is_longer_than_a_record_may_be_is_refused(export):
    path = export("trace.json", json.dumps({"id": "t", "input": "x" * 200_000}, indent=1))
    assert list_ids(path, limits=Limits(record_characters=100_000)) == ["longer than a record may be"]


def test_events_come_before_the_file_is_read_to_its_end(export):
    path = export("scores.json", json.dumps(ROWS)[:-1])
    outcomes = read_export("langfuse", [path], NOW, OPTIONS)
    assert [next(outcomes).id, next(outcomes).id] == IDS
    with pytest.raises(TruncatedFileError):
        next(outcomes)


def test_a_file_of_no_json_and_a_file_that_is_not_there_are_said(export, tmp_path):
    assert list_ids(export("scores.json", NAME)) == ["not valid JSON"]
    with pytest.raises(MalformedFileError, match=r"scores\.parquet"):
        list_ids(export("scores.parquet", NAME))
    with pytest.raises(NoSuchFileError):
        list_ids(str(tmp_path / "none.jsonl"))
    with pytest.raises(UnknownNameError, match="langfuse"):
        next(read_export("langfuze", [export("x.jsonl", "")], NOW))
