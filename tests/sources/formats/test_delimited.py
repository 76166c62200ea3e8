import json
from pathlib import Path

import pytest

from medpref_dagster.sources.limits import LimitError
from medpref_dagster.sources.opening import MalformedFileError
from tests.sources.rows import measure_reading, read_rows


def write(folder: Path, content: str | bytes) -> Path:
    path = folder / "notes.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_lines_that_end_in_carriage_returns_alone_are_lines(tmp_path: Path) -> None:
    rows, quarantine = read_rows(write(tmp_path, "text,label\rfever,yes\rcough,no\r"))
    assert [(row["row_id"], row["text"]) for row in rows] == [("notes.csv:2", "fever"), ("notes.csv:3", "cough")]
    assert quarantine == []


def test_a_carriage_return_inside_a_field_costs_its_row_and_is_called_that(tmp_path: Path) -> None:
    rows, quarantine = read_rows(write(tmp_path, "text,label\nfever\rchills,yes\ncough,no\n"))
    assert [row["text"] for row in rows] == ["cough"]
    assert [(row["row_id"], row["reason"]) for row in quarantine] == [("notes.csv:2", "carriage return inside a field")]


def test_a_first_line_that_names_the_delimiter_is_believed_where_none_is_declared(tmp_path: Path) -> None:
    path = write(tmp_path, "sep=;\ntext;label\nfever, chills;yes\n")
    assert [(row["row_id"], row["text"]) for row in read_rows(path)[0]] == [("notes.csv:3", "fever, chills")]
    assert len(read_rows(path, delimiter=";")[0]) == 1
    with pytest.raises(MalformedFileError, match=r"notes\.csv:1 says that ';' .* read with ','.*options\.delimiter"):
        read_rows(path, delimiter=",")


def test_another_delimiter_than_a_comma_is_named_with_the_cure(tmp_path: Path) -> None:
    path = write(tmp_path, "text;label\nfever;yes\n")
    with pytest.raises(MalformedFileError, match=r'no comma, but .;.: declare source\.options\.delimiter: ";"'):
        read_rows(path)
    assert read_rows(path, delimiter=",", text="text;label")[0][0]["text;label"] == "fever;yes"


@pytest.mark.parametrize(
    ("broken", "rest"),
    [
        ('"fever"x,yes', ["cough", "rash"]),
        ('"he said "no" twice",yes', ["cough", "rash"]),
        ('1,"height 5" tall, fever",yes', ["cough", "rash"]),
    ],
)
def test_misused_quotes_cost_one_row(tmp_path: Path, broken: str, rest: list[str]) -> None:
    rows, quarantine = read_rows(write(tmp_path, f"text,label\n{broken}\ncough,no\nrash,no\n"))
    assert [row["text"] for row in rows] == rest
    assert [(row["row_id"], row["record"]) for row in quarantine] == [("notes.csv:2", broken + "\n")]


def test_quotes_after_which_nobody_can_say_where_a_row_begins_refuse_the_file(tmp_path: Path) -> None:
    # The second line is the rest of the note, and would read as a row of two columns.
    path = write(tmp_path, 'text,label\n"fever"x,"long\nnote",yes\ncough,no\n')
    with pytest.raises(MalformedFileError, match=r"notes\.csv:2: .*where the next row begins.*quotes: false"):
        read_rows(path)


def test_a_record_longer_than_allowed_costs_itself(tmp_path: Path) -> None:
    path = write(tmp_path, f"text,label\n{'a' * 300},yes\ncough,no\n")
    rows, quarantine = read_rows(path, limits={"record_characters": 100})
    assert [row["text"] for row in rows] == ["cough"]
    assert [(row["row_id"], row["reason"]) for row in quarantine] == [("notes.csv:2", "longer than a record may be")]
    quoted = write(tmp_path, 'text,label\n"' + "line\n" * 100 + '",yes\n')
    with pytest.raises(MalformedFileError, match=r"notes\.csv:2: a quote is opened here"):
        read_rows(quoted, limits={"record_characters": 100})


def test_more_columns_than_allowed_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path, ",".join(["text", *(f"c{i}" for i in range(30))]) + "\nfever\n")
    with pytest.raises(LimitError, match=r"notes\.csv has 31 columns, more than the 20 allowed"):
        read_rows(path, limits={"columns": 20})


def test_a_field_of_a_hundred_megabytes_is_never_held(tmp_path: Path) -> None:
    with (tmp_path / "notes.csv").open("w") as stream:
        stream.write("text,label\nfever,yes\n")
        for _ in range(100):
            stream.write("a" * (1 << 20))
        stream.write(",no\ncough,no\n")
    measured = measure_reading(tmp_path / "notes.csv", limits={"record_characters": 1 << 20})
    assert (measured["rows"], measured["quarantined"]) == (2, ["longer than a record may be"])
    assert measured["mib"] < 60


def test_a_headers_faults_show_no_cell(tmp_path: Path) -> None:
    with pytest.raises(MalformedFileError, match=r"columns 1 and 3 have one name") as caught:
        read_rows(write(tmp_path, "Mary Smith,x,Mary Smith\n"))
    assert "Mary" not in str(caught.value)


def test_a_row_of_the_wrong_width_keeps_its_values(tmp_path: Path) -> None:
    _, quarantine = read_rows(write(tmp_path, "text,label\nfever,yes\na,b,c\n"))
    assert json.loads(quarantine[0]["record"]) == ["a", "b", "c"]
