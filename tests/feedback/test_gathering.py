"""Texts in a wanted order: whatever fits in memory, the rows are those that were asked for."""

import threading
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medpref_dagster.feedback import gathering
from medpref_dagster.feedback.gathering import gather_rows, run_ahead


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two files of 30 and 25 rows in groups of 7, with a text, a list and nulls."""
    folder = tmp_path_factory.mktemp("files")
    paths = []
    for name, numbers in (("a", range(30)), ("b", range(30, 55))):
        rows = [{"id": n, "text": "x" * n if n % 5 else None, "many": [str(n)] * (n % 3)} for n in numbers]
        pq.write_table(pa.Table.from_pylist(rows), folder / f"{name}.parquet", row_group_size=7)
        paths.append(folder / f"{name}.parquet")
    return paths


@settings(deadline=None, max_examples=60)
@given(rows=st.lists(st.integers(-1, 54), max_size=60), run_bytes=st.sampled_from([1, 400, 1 << 20]))
def test_rows_come_in_the_wanted_order_however_they_are_cut(files: list[Path], rows: list[int], run_bytes: int) -> None:
    source = [row for path in files for row in pq.read_table(path, columns=["text", "many"]).to_pylist()]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gathering, "ROWS", 8)
        patch.setattr(gathering, "_BUCKET_ROWS", 16)
        wanted = np.array(rows, dtype=np.int64)
        batches = [*gather_rows(files[0].parent, files, ["text", "many"], wanted, run_bytes)]
    assert [batch.num_rows for batch in batches[:-1]] == [8] * (len(batches) - 1)
    found = [row for batch in batches for row in batch.to_pylist()]
    assert found == [source[row] if row >= 0 else {"text": None, "many": None} for row in rows]
    assert sorted(path.name for path in files[0].parent.iterdir()) == ["a.parquet", "b.parquet"]


def test_who_makes_batches_is_ahead_by_few_and_its_error_is_the_readers() -> None:
    made: list[int] = []
    passed = threading.Event()

    def make():
        for number in range(100):
            made.append(number)
            if number == 3:
                passed.set()
            yield pa.record_batch({"n": [number]})
        raise ValueError("the last one")

    ahead = run_ahead(make())
    assert next(ahead).to_pydict() == {"n": [0]}
    assert passed.wait(30)
    assert len(made) <= 5
    with pytest.raises(ValueError, match="the last one"):
        list(ahead)
    stopped = run_ahead(make())
    next(stopped)
    stopped.close()
    assert [thread.name for thread in threading.enumerate() if thread.name == "medpref-batches"] == []
