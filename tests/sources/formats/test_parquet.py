from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from medpref_dagster.sources.limits import LimitError
from medpref_dagster.sources.opening import MalformedFileError
from medpref_dagster.sources.reading import SourceError
from tests.sources.rows import measure_reading, read_rows


def write_broken_text(path: Path) -> None:
    """Three rows, the second with a byte that is no UTF-8 in a column that says that it is text."""
    broken = pa.array([b"fever", b"38 \xb0C", b"cough"], pa.binary())
    text = pa.StringArray.from_buffers(len(broken), broken.buffers()[1], broken.buffers()[2])
    pq.write_table(pa.table({"text": text, "n": [1, 2, 3]}), path)


def test_text_that_is_not_utf_8_costs_its_row(tmp_path: Path) -> None:
    write_broken_text(tmp_path / "a.parquet")
    rows, quarantine = read_rows(tmp_path / "a.parquet")
    assert [(row["row_id"], row["text"]) for row in rows] == [("a.parquet:1", "fever"), ("a.parquet:3", "cough")]
    assert [(row["row_id"], row["reason"]) for row in quarantine] == [("a.parquet:2", "text that is not UTF-8")]
    assert "38 \\\\xb0C" in quarantine[0]["record"]


def test_a_row_longer_than_allowed_costs_itself(tmp_path: Path) -> None:
    pq.write_table(pa.table({"text": ["fever", "a" * 500, "cough", None]}), tmp_path / "a.parquet")
    rows, quarantine = read_rows(tmp_path / "a.parquet", limits={"record_characters": 100})
    assert [row["text"] for row in rows] == ["fever", "cough", None]
    assert [(row["row_id"], row["reason"]) for row in quarantine] == [("a.parquet:2", "longer than a record may be")]


def test_a_text_that_many_rows_share_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    # 8 GB of text in a file of a few hundred KB.
    shared = pa.DictionaryArray.from_arrays(pa.array([0] * 2000, pa.int32()), pa.array(["a" * (4 << 20)]))
    pq.write_table(pa.table({"text": shared.cast(pa.dictionary(pa.int32(), pa.string()))}), tmp_path / "a.parquet")
    table = pq.ParquetFile(tmp_path / "a.parquet")
    assert table.metadata.num_rows == 2000
    assert (tmp_path / "a.parquet").stat().st_size < 1 << 20
    measured = measure_reading(tmp_path / "a.parquet")
    assert measured["refused"].startswith("LimitError: a.parquet unpacks to more than 200 times")
    assert measured["mib"] < 200


def test_texts_of_many_megabytes_come_in_batches_of_bounded_size(tmp_path: Path) -> None:
    texts = [chr(97 + index % 26) * (1 << 20) for index in range(60)]
    pq.write_table(pa.table({"text": texts}), tmp_path / "a.parquet", compression="none", use_dictionary=False)
    measured = measure_reading(tmp_path / "a.parquet")
    assert measured["rows"] == 60
    assert measured["refused"] is None


def test_a_count_of_rows_in_the_footer_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": [f"note {index}" for index in range(77)]}), path, compression="none")
    content = path.read_bytes()
    footer = content[-8 - int.from_bytes(content[-8:-4], "little") :]
    # 77 as Thrift's zigzag varint is 154, 1: in the footer as the file's and the row group's number.
    at = len(content) - len(footer) + footer.index(bytes([0x16, 154, 1]))
    path.write_bytes(content[: at + 1] + bytes([156, 1]) + content[at + 3 :])
    assert pq.ParquetFile(path).metadata.num_rows == 78
    with pytest.raises(SourceError, match=r"a\.parquet says that it has 78 rows, and holds 77"):
        read_rows(path)


def test_columns_of_one_name_and_more_than_allowed_are_refused(tmp_path: Path) -> None:
    table = pa.table([["a"], ["b"]], names=["text", "text"])
    pq.write_table(table, tmp_path / "a.parquet")
    with pytest.raises(MalformedFileError, match="two columns"):
        read_rows(tmp_path / "a.parquet")
    with pytest.raises(LimitError, match="2 columns"):
        read_rows(tmp_path / "a.parquet", limits={"columns": 1})


def test_an_id_that_is_a_list_is_refused_by_its_columns_name(tmp_path: Path) -> None:
    pq.write_table(pa.table({"text": ["a"], "key": [["x"]]}), tmp_path / "a.parquet")
    with pytest.raises(SourceError, match=r"source\.columns\.row names the column 'key', which is of the type list<"):
        read_rows(tmp_path / "a.parquet", row="key")
