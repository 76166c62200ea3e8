import csv
import gzip
import io
import json
import traceback
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from medpref_dagster.declaration import Columns
from medpref_dagster.sources import files
from medpref_dagster.sources.opening import (
    MalformedFileError,
    NoSuchFileError,
    TruncatedFileError,
    UnreadableEncodingError,
)
from medpref_dagster.sources.reading import DifferentColumnsError, MissingColumnError
from tests.sources.rows import read_rows
from tests.sources.xpt import write_xpt

NOTES = "note_id,patient,text\nn1,p1,Dysuria since Monday\nn2,p2,No complaints\n"


def test_a_csv_file_gives_its_columns_behind_the_row_id(tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_text(NOTES)
    rows, quarantine = read_rows(tmp_path / "notes.csv", row="note_id")
    assert rows[0] == {"row_id": "n1", "note_id": "n1", "patient": "p1", "text": "Dysuria since Monday"}
    assert (len(rows), quarantine) == (2, [])


def test_without_a_row_column_a_row_is_named_by_file_and_the_line_where_it_begins(tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_text('text,label\n"first\nover two lines",yes\nsecond,no\n')
    rows, _ = read_rows(tmp_path / "notes.csv")
    assert [row["row_id"] for row in rows] == ["notes.csv:2", "notes.csv:4"]
    assert rows[0]["text"] == "first\nover two lines"


def test_tsv_delimiters_byte_order_marks_blank_lines_and_empty_values(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_bytes(b"\xef\xbb\xbftext\tlabel\r\nfever\t\r\n\r\ncough\tno\r\n")
    assert [(r["text"], r["label"]) for r in read_rows(tmp_path / "a.tsv")[0]] == [("fever", None), ("cough", "no")]
    (tmp_path / "b.csv").write_text('text;label\nthe "odd" note;no\n"unclosed;yes\n')
    rows, _ = read_rows(tmp_path / "b.csv", delimiter=";", quotes=False)
    assert [row["text"] for row in rows] == ['the "odd" note', '"unclosed']


def test_a_row_of_the_wrong_width_is_quarantined_with_its_line_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_text("text,label\nfever,yes\ncough,no,secret\nrash\npain,no\n")
    rows, quarantine = read_rows(tmp_path / "notes.csv")
    assert [row["text"] for row in rows] == ["fever", "pain"]
    assert [(item["row_id"], item["reason"]) for item in quarantine] == [
        ("notes.csv:3", "row of the wrong width"),
        ("notes.csv:4", "row of the wrong width"),
    ]
    assert "3 values for 2 columns" in quarantine[0]["detail"]
    assert "secret" not in quarantine[0]["detail"]
    assert json.loads(quarantine[0]["record"]) == ["cough", "no", "secret"]


def test_a_quote_that_is_never_closed_is_an_error_at_its_line(tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_text('text,label\nfever,yes\n"cough,no\nrash,no\n')
    with pytest.raises(MalformedFileError, match=r"notes\.csv:3.*never closed"):
        read_rows(tmp_path / "notes.csv")


def test_a_row_with_misused_quotes_is_quarantined(tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_text('text,label\n"fever"x,yes\ncough,no\n')
    rows, quarantine = read_rows(tmp_path / "notes.csv")
    assert [row["text"] for row in rows] == ["cough"]
    assert [(item["row_id"], item["reason"], item["record"]) for item in quarantine] == [
        ("notes.csv:2", "unreadable quotes", '"fever"x,yes\n')
    ]


@pytest.mark.parametrize("content", ["", "text,text\na,b\n", "text,\na,b\n"])
def test_a_csv_header_that_is_missing_or_ambiguous_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "notes.csv").write_text(content)
    with pytest.raises(MalformedFileError, match=r"notes\.csv"):
        read_rows(tmp_path / "notes.csv")


def test_an_unreadable_encoding_names_the_file_and_the_byte(tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_bytes(b"text\n" + b"Fieber\n" * 60_000 + "38 \u00b0C\n".encode("latin-1"))
    with pytest.raises(UnreadableEncodingError, match=r"notes\.csv: byte 420008 .*not utf-8") as caught:
        read_rows(tmp_path / "notes.csv")
    assert caught.value.offset == 5 + 7 * 60_000 + 3
    rows, _ = read_rows(tmp_path / "notes.csv", encoding="latin-1")
    assert rows[-1]["text"] == "38 \u00b0C"


def test_an_unknown_encoding_is_refused_at_the_declaration() -> None:
    with pytest.raises(ValidationError, match="unknown encoding"):
        files.Options(path="a.csv", encoding="utf-9")  # type: ignore[arg-type]


def test_gzip_is_unpacked_and_a_truncated_one_is_an_error_that_names_it(tmp_path: Path) -> None:
    packed = gzip.compress(b"text,label\n" + b"".join(b"note %d,yes\n" % i for i in range(50_000)), mtime=0)
    (tmp_path / "whole.csv.gz").write_bytes(packed)
    assert len(read_rows(tmp_path / "whole.csv.gz")[0]) == 50_000
    (tmp_path / "cut.csv.gz").write_bytes(packed[: len(packed) // 2])
    with pytest.raises(TruncatedFileError, match=r"cut\.csv\.gz"):
        read_rows(tmp_path / "cut.csv.gz")
    (tmp_path / "changed.csv.gz").write_bytes(packed[:-6] + b"\x00\x00" + packed[-4:])
    with pytest.raises(TruncatedFileError, match=r"changed\.csv\.gz"):
        read_rows(tmp_path / "changed.csv.gz")
    (tmp_path / "plain.csv.gz").write_text(NOTES)
    with pytest.raises(TruncatedFileError, match=r"plain\.csv\.gz"):
        read_rows(tmp_path / "plain.csv.gz")


def test_a_missing_column_is_named_beside_those_that_are_there(tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_text(NOTES)
    with pytest.raises(MissingColumnError, match=r"'nota'.*note_id, patient, text"):
        read_rows(tmp_path / "notes.csv", columns={"text": "nota"})
    with pytest.raises(MissingColumnError, match=r"'nota'.*note_id, patient, text"):
        read_rows(tmp_path / "notes.csv", row="nota")


def test_declared_columns_are_chosen_renamed_and_known_without_reading(tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_text("Text ID,Corrected Text,Other\n7,Fever.,x\n")
    options = {"columns": {"id": "Text ID", "text": "Corrected Text"}}
    assert read_rows(tmp_path / "notes.csv", row="id", **options)[0] == [{"row_id": "7", "id": "7", "text": "Fever."}]
    assert files.columns(files.Options(path="x.csv", **options)) == ("id", "text")  # type: ignore[arg-type]
    assert files.columns(files.Options(path="x.csv")) is None  # type: ignore[arg-type]


def test_globs_read_all_files_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b/part.csv", "a/part.csv"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(f"text,label\nfrom {name},yes\n")
    rows, _ = read_rows(tmp_path / "*" / "part.csv")
    assert [(row["row_id"], row["text"]) for row in rows] == [
        ("a/part.csv:2", "from a/part.csv"),
        ("b/part.csv:2", "from b/part.csv"),
    ]


def test_files_without_rows_are_passed_over_but_no_row_at_all_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("text,label\n")
    with pytest.raises(MalformedFileError, match=r"no row of a\.csv could be read: there is none"):
        read_rows(tmp_path / "a.csv")
    (tmp_path / "b.csv").write_text("text,label\nfever,yes\n")
    assert [row["row_id"] for row in read_rows(tmp_path / "*.csv")[0]] == ["b.csv:2"]
    (tmp_path / "wrong.csv").write_text("text,label\nfever\n")
    with pytest.raises(MalformedFileError, match=r"first problem: wrong\.csv:2: 1 values for 2 columns"):
        read_rows(tmp_path / "wrong.csv")


def test_files_with_different_columns_are_not_one_source(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("text,label\nfever,yes\n")
    (tmp_path / "b.csv").write_text("text,gold\nfever,yes\n")
    with pytest.raises(files.DifferentColumnsError, match=r"b\.csv has the columns text, gold"):
        read_rows(tmp_path / "*.csv")


@pytest.mark.parametrize("path", ["missing.csv", "*.csv", "folder"])
def test_a_path_without_a_file_is_an_error_that_names_it(tmp_path: Path, path: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(NoSuchFileError, match="no file matches"):
        read_rows(tmp_path / path)


def test_any_fsspec_url_is_read() -> None:
    import fsspec

    with fsspec.open("memory://ward/notes.csv", "wb") as stream:
        stream.write(NOTES.encode())
    assert [row["note_id"] for row in read_rows("memory://ward/*.csv")[0]] == ["n1", "n2"]


def test_a_format_that_the_name_does_not_say_must_be_declared(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text(NOTES)
    with pytest.raises(files.UnknownFormatError, match=r"source\.options\.format"):
        read_rows(tmp_path / "notes.txt")
    assert len(read_rows(tmp_path / "notes.txt", format="csv")[0]) == 2


def test_json_lines_keep_what_can_be_read_and_quarantine_the_rest(tmp_path: Path) -> None:
    lines = ['{"text": "fever", "n": 1}', "", "not json", "[1]", '{"text": "cough", "n": null}']
    (tmp_path / "notes.jsonl").write_text("\n".join(lines))
    rows, quarantine = read_rows(tmp_path / "notes.jsonl")
    assert [(row["row_id"], row["text"], row["n"]) for row in rows] == [
        ("notes.jsonl:1", "fever", "1"),
        ("notes.jsonl:5", "cough", None),
    ]
    assert [(item["row_id"], item["reason"], item["record"]) for item in quarantine] == [
        ("notes.jsonl:3", "not valid JSON", "not json"),
        ("notes.jsonl:4", "not a JSON object", "[1]"),
    ]


def test_values_of_json_become_text(tmp_path: Path) -> None:
    record = {"text": "x", "whole": 2.0, "share": 0.5, "flag": True, "list": ["a", 1], "none": None, "empty": ""}
    (tmp_path / "notes.jsonl").write_text(json.dumps(record))
    row = read_rows(tmp_path / "notes.jsonl")[0][0]
    assert row == {
        "row_id": "notes.jsonl:1",
        "text": "x",
        "whole": "2",
        "share": "0.5",
        "flag": "true",
        "list": '["a", 1]',
        "none": None,
        "empty": None,
    }


def test_nested_fields_are_reached_by_paths(tmp_path: Path) -> None:
    record = {"input": {"age": 62, "a.b": "dotted"}, "answers": [{"text": "first"}, {"text": "second"}]}
    (tmp_path / "notes.jsonl").write_text(json.dumps(record) + "\n" + json.dumps({"input": {}}))
    paths = {"age": "input.age", "text": "answers.1.text", "dotted": "input.a.b"}
    rows, _ = read_rows(tmp_path / "notes.jsonl", columns=paths)
    assert rows[0] == {"row_id": "notes.jsonl:1", "age": "62", "text": "second", "dotted": "dotted"}
    assert rows[1]["age"] is None
    with pytest.raises(MissingColumnError, match=r"input\.sex.*input\.age"):
        read_rows(tmp_path / "notes.jsonl", columns={"text": "input.sex"})


def test_a_record_with_a_field_that_the_first_ones_lack_is_quarantined(tmp_path: Path) -> None:
    lines = [json.dumps({"text": str(i)}) for i in range(2000)]
    (tmp_path / "notes.jsonl").write_text("\n".join([*lines, json.dumps({"text": "x", "late": 1})]))
    rows, quarantine = read_rows(tmp_path / "notes.jsonl")
    assert len(rows) == 2000
    assert [(item["row_id"], item["reason"]) for item in quarantine] == [("notes.jsonl:2001", "unexpected field")]


def test_a_json_list_is_read_at_the_top_or_at_a_path(tmp_path: Path) -> None:
    (tmp_path / "top.json").write_text('[{"text": "fever"}, 3, {"text": "cough"}]')
    rows, quarantine = read_rows(tmp_path / "top.json")
    assert [(row["row_id"], row["text"]) for row in rows] == [("top.json:1", "fever"), ("top.json:3", "cough")]
    assert [item["reason"] for item in quarantine] == ["not a JSON object"]
    (tmp_path / "deep.json").write_text('{"data": {"items": [{"text": "fever"}]}, "n": 1}')
    assert len(read_rows(tmp_path / "deep.json", records="data.items")[0]) == 1
    with pytest.raises(MalformedFileError, match=r"source\.options\.records"):
        read_rows(tmp_path / "deep.json")


def test_broken_json_is_an_error_without_its_text(tmp_path: Path) -> None:
    (tmp_path / "cut.json").write_text('[{"text": "Mary Smith"}, {"text": "Mary')
    with pytest.raises(TruncatedFileError, match=r"cut\.json.*after element 1") as caught:
        read_rows(tmp_path / "cut.json")
    assert "Mary" not in str(caught.value)
    (tmp_path / "lines.json").write_text('{"text": "a"}\n{"text": "b"}\n')
    with pytest.raises((MalformedFileError, TruncatedFileError), match="jsonl"):
        read_rows(tmp_path / "lines.json")
    (tmp_path / "latin.json").write_bytes('[{"text": "38 \u00b0C"}]'.encode("latin-1"))
    with pytest.raises(UnreadableEncodingError, match=r"latin\.json: byte 14"):
        read_rows(tmp_path / "latin.json")


def test_parquet_keeps_its_types(tmp_path: Path) -> None:
    pq.write_table(pa.table({"text": ["a", "b"], "sodium": [131.0, 140.0]}), tmp_path / "labs.parquet")
    reading = files.read(files.Options(path=str(tmp_path / "labs.parquet")), Columns(text="text"))  # type: ignore[arg-type]
    assert reading.schema.field("sodium").type == pa.float64()
    assert [batch.to_pylist() for batch in reading.batches] == [
        [
            {"row_id": "labs.parquet:1", "text": "a", "sodium": 131.0},
            {"row_id": "labs.parquet:2", "text": "b", "sodium": 140.0},
        ]
    ]
    rows, _ = read_rows(tmp_path / "labs.parquet", columns={"value": "sodium", "text": "text"})
    assert rows[1] == {"row_id": "labs.parquet:2", "value": 140.0, "text": "b"}
    with pytest.raises(MissingColumnError, match="potassium"):
        read_rows(tmp_path / "labs.parquet", columns={"text": "potassium"})


def test_a_cut_parquet_file_is_an_error(tmp_path: Path) -> None:
    pq.write_table(pa.table({"text": ["a"] * 100}), tmp_path / "labs.parquet")
    whole = (tmp_path / "labs.parquet").read_bytes()
    (tmp_path / "labs.parquet").write_bytes(whole[:-20])
    with pytest.raises(MalformedFileError, match=r"labs\.parquet"):
        read_rows(tmp_path / "labs.parquet")


def write_workbook(path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in (["text", "n", "flag"], ["fever", 3, True], [], ["cough", 2.5, None], ["rash", 1, False, "extra"]):
        sheet.append(row)
    workbook.create_sheet("other").append(["nothing"])
    workbook.save(path)


def test_excel_rows_become_text_and_too_wide_ones_are_quarantined(tmp_path: Path) -> None:
    write_workbook(tmp_path / "notes.xlsx")
    rows, quarantine = read_rows(tmp_path / "notes.xlsx")
    assert rows == [
        {"row_id": "notes.xlsx:2", "text": "fever", "n": "3", "flag": "true"},
        {"row_id": "notes.xlsx:4", "text": "cough", "n": "2.5", "flag": None},
    ]
    assert [(item["row_id"], item["reason"]) for item in quarantine] == [("notes.xlsx:5", "row of the wrong width")]
    with pytest.raises(MissingColumnError, match=r"'third'.*Sheet, other"):
        read_rows(tmp_path / "notes.xlsx", sheet="third")
    (tmp_path / "fake.xlsx").write_text("text\nfever\n")
    with pytest.raises(MalformedFileError, match=r"fake\.xlsx"):
        read_rows(tmp_path / "fake.xlsx")


def test_sas_transport_files_give_numbers_and_text(tmp_path: Path) -> None:
    content = write_xpt(
        [("SEQN", 0), ("TEXT", 12), ("LBXSNASI", 0)],
        [(1.0, b"fever", 134.0), (2.0, b"no fever", None), (3.0, "38 \u00b0C".encode("latin-1"), 140.5)],
    )
    (tmp_path / "biopro.xpt").write_bytes(content)
    columns = {"text": "TEXT", "id": "SEQN", "sodium": "LBXSNASI"}
    rows, _ = read_rows(tmp_path / "biopro.xpt", encoding="latin-1", columns=columns)
    assert [(row["row_id"], row["id"], row["text"], row["sodium"]) for row in rows] == [
        ("biopro.xpt:1", "1", "fever", "134"),
        ("biopro.xpt:2", "2", "no fever", None),
        ("biopro.xpt:3", "3", "38 \u00b0C", "140.5"),
    ]
    with pytest.raises(UnreadableEncodingError, match=r"biopro\.xpt, record 3, column 'TEXT'"):
        read_rows(tmp_path / "biopro.xpt")


def test_an_xpt_that_is_none_or_is_cut_off_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "fake.xpt").write_text(NOTES)
    with pytest.raises(MalformedFileError, match=r"fake\.xpt is no SAS transport"):
        read_rows(tmp_path / "fake.xpt")
    whole = write_xpt([("TEXT", 40)], [(b"fever",), (b"cough",), (b"rash",)])
    (tmp_path / "cut.xpt").write_bytes(whole[:-30])
    with pytest.raises(TruncatedFileError, match=r"cut\.xpt"):
        read_rows(tmp_path / "cut.xpt")
    (tmp_path / "header.xpt").write_bytes(whole[:160])
    with pytest.raises(MalformedFileError, match=r"header\.xpt"):
        read_rows(tmp_path / "header.xpt")


field_text = st.text(st.characters(codec="utf-8", exclude_characters="\r\x00"), max_size=20)


@given(st.lists(st.tuples(field_text, field_text), min_size=1, max_size=20), st.booleans())
def test_whatever_a_csv_writer_writes_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]], packed: bool
) -> None:
    buffer = io.StringIO()
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL)
    writer.writerows([("text", "label"), *rows])
    path = tmp_path_factory.mktemp("csv") / ("a.csv.gz" if packed else "a.csv")
    content = buffer.getvalue().encode()
    path.write_bytes(gzip.compress(content) if packed else content)
    read, quarantine = read_rows(path)
    assert [(row["text"] or "", row["label"] or "") for row in read] == rows
    assert quarantine == []


def test_a_large_gzip_is_read_in_bounded_memory(tmp_path: Path) -> None:
    import tracemalloc

    note = "The patient reports dysuria, frequency and a temperature of 38.4. " * 30
    with gzip.open(tmp_path / "large.csv.gz", "wt", compresslevel=1) as stream:
        stream.write("id,text\n")
        for index in range(20_000):
            stream.write(f'{index},"{note}\n{index}"\n')
    reading = files.read(files.Options(path=str(tmp_path / "large.csv.gz")), Columns(text="text", row="id"))  # type: ignore[arg-type]
    allocated = pa.total_allocated_bytes()
    tracemalloc.start()
    rows = arrow_peak = 0
    for batch in reading.batches:
        rows += batch.num_rows
        arrow_peak = max(arrow_peak, pa.total_allocated_bytes() - allocated)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert rows == 20_000
    # 40 MB unpacked; a batch of 1,024 rows is 2 MB.
    assert peak < 16e6
    assert arrow_peak < 16e6


def test_a_path_leads_into_the_lists_of_a_parquet_file(tmp_path: Path) -> None:
    table = pa.table({"text": ["a"], "choices": [["x", "y"]], "talk": [[{"role": "user", "content": "z"}]]})
    pq.write_table(table, tmp_path / "a.parquet")
    columns = {"text": "text", "second": "choices.1", "said": "talk.0.content"}
    rows, _ = read_rows(tmp_path / "a.parquet", columns=columns)
    assert rows == [{"row_id": "a.parquet:1", "text": "a", "second": "y", "said": "z"}]
    with pytest.raises(MissingColumnError, match=r"'choices\.b'.*text, choices\.0, talk\.0\.role"):
        read_rows(tmp_path / "a.parquet", columns={"text": "choices.b"})


@pytest.mark.parametrize("column", ["id", "text"])
@pytest.mark.parametrize("value", [[1, 2], {"a": 1}, ["fever"]])
def test_an_id_or_a_text_that_is_a_list_or_an_object_costs_its_own_row(
    tmp_path: Path, column: str, value: object
) -> None:
    path = tmp_path / "notes.jsonl"
    good = {"id": "7", "text": "fever"}
    path.write_text("\n".join(json.dumps(row) for row in (good | {column: value}, good)))
    rows, quarantine = read_rows(path, row="id")
    assert rows == [{"row_id": "7", "id": "7", "text": "fever"}]
    assert [(row["row_id"], row["reason"], row["detail"]) for row in quarantine] == [
        ("notes.jsonl:1", "list, object or bytes where text is needed", f"notes.jsonl:1: {column}")
    ]


@pytest.mark.parametrize(
    ("header", "rows", "shown"),
    [
        ("Quillfeather,male,surgery", ["Oakes,female,surgery", "Lund,male,medicine"], False),  # no header row
        ("Quillfeather,label", ["Mrs. Quillfeather has a fever.,yes"], False),  # a damaged one
        ("remark,label", ["Mrs. Quillfeather has a fever.,yes"], True),
    ],
)
def test_column_names_that_are_cells_or_words_of_the_rows_are_not_shown(
    tmp_path: Path, header: str, rows: list[str], shown: bool
) -> None:
    (tmp_path / "a.csv").write_text("\n".join((header, *rows)))
    with pytest.raises(MissingColumnError, match=r"source\.columns\.text") as caught:
        read_rows(tmp_path / "a.csv")
    with pytest.raises(MissingColumnError, match=r"source\.options\.columns\.text") as by_path:
        read_rows(tmp_path / "a.csv", columns={"text": "note"})
    for error in (caught, by_path):
        assert ("remark" in str(error.value)) == shown
        assert "Quillfeather" not in "".join(traceback.format_exception(error.value))


def test_the_columns_of_another_file_are_not_shown_where_they_are_cells(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("text,label\nfever,yes")
    (tmp_path / "b.csv").write_text("Quillfeather,yes\nMrs. Quillfeather,no")
    with pytest.raises(DifferentColumnsError, match="not shown") as caught:
        read_rows(tmp_path / "*.csv")
    assert "Quillfeather" not in str(caught.value)
