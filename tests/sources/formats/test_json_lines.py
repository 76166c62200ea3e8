import json
from pathlib import Path

import pytest

from tests.sources.rows import measure_reading, read_rows


def write(folder: Path, *lines: str) -> Path:
    path = folder / "notes.jsonl"
    path.write_text("\n".join(lines))
    return path


def test_half_an_emoji_costs_its_row_and_names_its_line(tmp_path: Path) -> None:
    lines = [json.dumps({"text": f"note {index} \U0001f600"}) for index in range(60)]
    lines[7] = '{"text": "cut \\ud83d"}'
    rows, quarantine = read_rows(write(tmp_path, *lines))
    assert len(rows) == 59
    assert rows[0]["text"] == "note 0 \U0001f600"
    assert [(row["row_id"], row["reason"], row["record"]) for row in quarantine] == [
        ("notes.jsonl:8", "half a character", '{"text": "cut \\ud83d"}')
    ]


def test_a_number_too_large_for_a_float_stays_as_it_is_written(tmp_path: Path) -> None:
    rows, quarantine = read_rows(write(tmp_path, '{"text": 1e999}', '{"text": 1e3}'))
    assert [row["text"] for row in rows] == ["1e999", "1000"]
    assert not quarantine


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"\\udc00": 1, "text": "x"}', "half a character"),
        ('{"text": ["a", {"b": "\\ud83d"}]}', "half a character"),
        ('{"text": "not json', "not valid JSON"),
        ('{"text": ' + "9" * 5000 + "}", "not valid JSON"),
        ('{"text": 1, "text": 2}', "a key stands twice"),
        ('{"text": ' + "[" * 100_000 + "]" * 100_000 + "}", "nested deeper than a record may be"),
        ('{"text": ' + '{"a":' * 80 + "1" + "}" * 80 + "}", "nested deeper than a record may be"),
        ('{"text": "' + "a" * 5000 + '"}', "longer than a record may be"),
    ],
)
def test_one_bad_row_costs_one_row(tmp_path: Path, line: str, reason: str) -> None:
    limits = {"record_characters": 2000} if reason.startswith("longer") else {}
    rows, quarantine = read_rows(write(tmp_path, '{"text": "fever"}', line, '{"text": "cough"}'), limits=limits)
    assert [row["text"] for row in rows] == ["fever", "cough"]
    assert [(row["row_id"], row["reason"]) for row in quarantine] == [("notes.jsonl:2", reason)]


def test_brackets_inside_text_are_no_depth(tmp_path: Path) -> None:
    line = json.dumps({"text": "[" * 500 + '\\"' + "{" * 500})
    rows, _ = read_rows(write(tmp_path, line))
    assert rows[0]["text"] == "[" * 500 + '\\"' + "{" * 500


def test_numbers_beyond_64_bits_and_nan_are_read(tmp_path: Path) -> None:
    rows, quarantine = read_rows(write(tmp_path, '{"text": "a", "n": 12345678901234567890123, "crp": NaN}'))
    assert (rows[0]["n"], rows[0]["crp"], quarantine) == ("12345678901234567890123", None, [])


def test_a_line_of_a_hundred_megabytes_is_never_held(tmp_path: Path) -> None:
    with (tmp_path / "notes.jsonl").open("w") as stream:
        stream.write('{"text": "fever"}\n{"text": "')
        for _ in range(100):
            stream.write("a" * (1 << 20))
        stream.write('"}\n{"text": "cough"}\n')
    measured = measure_reading(tmp_path / "notes.jsonl", limits={"record_characters": 1 << 20})
    assert (measured["rows"], measured["quarantined"]) == (2, ["longer than a record may be"])
    assert measured["mib"] < 60
