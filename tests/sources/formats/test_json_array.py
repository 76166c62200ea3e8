import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpref_dagster.sources.formats.json_array import read_json_array
from medpref_dagster.sources.limits import Limits
from medpref_dagster.sources.opening import MalformedFileError, TruncatedFileError, find_files
from medpref_dagster.sources.records import Unreadable
from tests.sources.rows import measure_reading, read_rows


def write(folder: Path, text: str) -> Path:
    path = folder / "notes.json"
    path.write_text(text)
    return path


def test_nan_infinities_and_huge_numbers_are_read_as_in_json_lines(tmp_path: Path) -> None:
    records = [
        {
            "text": str(index),
            "crp": float("nan") if index % 3 else 2.5,
            "n": 12345678901234567890123,
            "inf": float("inf"),
        }
        for index in range(60)
    ]
    (tmp_path / "notes.jsonl").write_text("\n".join(map(json.dumps, records)))
    rows, quarantine = read_rows(write(tmp_path, json.dumps(records)))
    lines, _ = read_rows(tmp_path / "notes.jsonl")
    assert len(rows) == 60
    assert quarantine == []
    assert [{**row, "row_id": ""} for row in rows] == [{**row, "row_id": ""} for row in lines]
    assert (rows[1]["crp"], rows[1]["n"]) == (None, "12345678901234567890123")


@pytest.mark.parametrize(
    ("element", "reason"),
    [
        ('{"text": "cut \\ud83d"}', "half a character"),
        ('{"text": undefined}', "not valid JSON"),
        ("7", "not a JSON object"),
        ('{"text": 1, "text": 2}', "a key stands twice"),
        ("[" * 5000 + "]" * 5000, "nested deeper than a record may be"),
        ('{"text": "' + "a" * 9000 + '"}', "longer than a record may be"),
        ('{"text": [' + "1," * 9000 + "1]}", "longer than a record may be"),
    ],
)
def test_one_bad_element_costs_itself(tmp_path: Path, element: str, reason: str) -> None:
    path = write(tmp_path, f'[{{"text": "fever"}}, {element}, {{"text": "cough"}}]')
    rows, quarantine = read_rows(path, limits={"record_characters": 12000 if "deep" in reason else 8000})
    assert [row["text"] for row in rows] == ["fever", "cough"]
    assert [(row["row_id"], row["reason"]) for row in quarantine] == [("notes.json:2", reason)]


def test_elements_without_a_comma_between_them_are_two(tmp_path: Path) -> None:
    rows, _ = read_rows(write(tmp_path, '[{"text": "fever"}\n{"text": "cough"},]'))
    assert [row["text"] for row in rows] == ["fever", "cough"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[{"text": "a}, {"text": b"}, {"text": "c"}]', "quotes, colons or commas are missing"),
        ('[{"text": "a"], {"text": "b"}]', "a bracket closes what was not opened"),
        ('[{"text": "a"}] [{"text": "b"}]', "more than one value at the top"),
        ('{"text": "a"}\n{"text": "b"}\n', r"more than one value at the top.*format: jsonl"),
        ('{"text": "a"}', "holds no list of records at its top"),
        ("5", "holds no list of records at its top"),
    ],
)
def test_a_file_in_which_rows_could_be_lost_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(MalformedFileError, match=rf"notes\.json .*{message}"):
        read_rows(write(tmp_path, text))


def test_a_cut_file_is_called_cut(tmp_path: Path) -> None:
    for text in ('[{"text": "a"}, {"te', '[{"text": "a"}, {"text": "b', '[{"text": "a"},', '[{"text": "a"}'):
        with pytest.raises(TruncatedFileError, match=r"notes\.json ends or breaks off after element 1"):
            read_rows(write(tmp_path, text))


def test_a_key_of_the_path_that_stands_twice_is_refused(tmp_path: Path) -> None:
    text = '{"data": {"rows": [{"text": "a"}]}, "data": {"rows": [{"text": "b"}]}}'
    with pytest.raises(MalformedFileError, match=r"the key 'data' of source\.options\.records stands twice"):
        read_rows(write(tmp_path, text), records="data.rows")


def test_a_list_is_found_by_its_path_through_objects_and_lists(tmp_path: Path) -> None:
    value = {"meta": {"rows": [1]}, "data": [{"rows": [{"text": "a"}]}, {"rows": [{"text": "b"}]}]}
    rows, _ = read_rows(write(tmp_path, json.dumps(value)), records="data.item.rows")
    assert [row["text"] for row in rows] == ["a", "b"]


json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=10,
)


@given(st.lists(st.dictionaries(st.text(max_size=3), json_values, max_size=3), min_size=1, max_size=6), st.booleans())
def test_whatever_a_json_writer_writes_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, records: list[dict[str, Any]], ascii_only: bool
) -> None:
    path = tmp_path_factory.mktemp("json") / "a.json"
    text = json.dumps({"x": [], "rows": records}, ensure_ascii=ascii_only)
    path.write_bytes(text.encode(errors="surrogatepass"))
    [file] = find_files([str(path)])
    read = [record.content for record in read_json_array(file, records="rows", encoding="utf-8", limits=Limits())]
    assert read == records
    assert not any(isinstance(content, Unreadable) for content in read)


def test_an_element_of_a_hundred_megabytes_is_never_held(tmp_path: Path) -> None:
    with (tmp_path / "notes.json").open("w") as stream:
        stream.write('[{"text": "fever"}, {"text": "')
        for _ in range(100):
            stream.write("a" * (1 << 20))
        stream.write('"}, {"text": "cough"}]')
    measured = measure_reading(tmp_path / "notes.json", limits={"record_characters": 1 << 20})
    assert (measured["rows"], measured["quarantined"]) == (2, ["longer than a record may be"])
    assert measured["mib"] < 60
