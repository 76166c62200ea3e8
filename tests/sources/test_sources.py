import json
import subprocess
import sys

import pytest

from medpref_dagster.declaration import Columns, Source
from medpref_dagster.disclosure import Disclosure
from medpref_dagster.sources import SourceDeclarationError, check_source, find_disclosure, open_source, source_columns
from medpref_dagster.synthetic import uti


def make_source(reader: str = "synthetic", **options: object) -> Source:
    return Source(reader=reader, options=options, columns=Columns(text="note", row="note_id", patient="patient_id"))


def test_an_unknown_reader_is_refused_with_the_accepted_ones() -> None:
    with pytest.raises(
        SourceDeclarationError,
        match=r"unknown reader 'fils'; did you mean 'files'\? accepted: 'duckdb', 'export', 'files', 'huggingface'",
    ):
        check_source(make_source("fils"))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"generator": "uti", "rowz": 3},
            r"source\.options\.rowz: .*did you mean 'rows'.*accepts the options generator, rows, seed",
        ),
        ({"generator": "uti", "rows": "many"}, r"source\.options\.rows"),
        ({"generator": "uti", "rows": 0}, r"source\.options\.rows"),
        (
            {"generator": "uty"},
            r"unknown generator 'uty'; did you mean 'uti'\? accepted: 'dosing', 'feedback_quarter', 'feedback_year'",
        ),
        ({}, r"source\.options\.generator: Field required"),
    ],
)
def test_wrong_options_are_refused_with_their_place_and_the_accepted_ones(
    options: dict[str, object], message: str
) -> None:
    with pytest.raises(SourceDeclarationError, match=message):
        check_source(make_source(**options))


def test_the_columns_of_a_synthetic_source_are_known_without_reading() -> None:
    source = make_source(generator="uti")
    assert source_columns(source) == uti.COLUMNS
    assert find_disclosure(source) is Disclosure.SYNTHETIC


def test_a_synthetic_source_is_read_in_batches_behind_its_row_ids() -> None:
    reading = open_source(make_source(generator="uti", rows=1500, seed=4), None)
    batches = list(reading.batches)
    assert len(batches) > 1
    assert {batch.schema for batch in batches} == {reading.schema}
    assert reading.schema.names == ["row_id", *uti.COLUMNS]
    rows = [row for batch in batches for row in batch.to_pylist()]
    assert rows == [{"row_id": row["note_id"], **row} for row in uti.generate(1500, 4)]
    assert reading.quarantine == []


def test_a_synthetic_source_without_declared_ids_numbers_its_rows() -> None:
    source = Source(reader="synthetic", options={"generator": "uti", "rows": 1030}, columns=Columns(text="note"))
    ids = [row_id for batch in open_source(source, None).batches for row_id in batch.column("row_id").to_pylist()]
    assert ids == [f"uti:{index}" for index in range(1030)]


def test_declarations_are_checked_without_loading_heavy_libraries() -> None:
    program = (
        "import sys; from medpref_dagster.declaration import Columns, Source; from medpref_dagster import sources; "
        "source = Source(reader='synthetic', options={'generator': 'uti'}, columns=Columns(text='note')); "
        "sources.check_source(source); sources.source_columns(source); sources.find_disclosure(source); "
        "print(sorted({'pyarrow', 'pandas', 'numpy', 'scipy', 'torch', 'duckdb'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_reader_is_declared_without_loading_heavy_libraries() -> None:
    sources = {
        "duckdb": {"query": "select 1"},
        "files": {"path": "a.csv", "columns": {"text": "Text"}},
        "huggingface": {"dataset": "ward/notes"},
        "medqa": {"path": "a.jsonl"},
        "mimic_iv_note": {"path": "discharge.csv.gz"},
    }
    program = (
        "import json, sys\n"
        "from medpref_dagster import sources\n"
        "from medpref_dagster.declaration import Columns, Source\n"
        f"for reader, options in json.loads({json.dumps(sources)!r}).items():\n"
        "    source = Source(reader=reader, options=options, columns=Columns(text='text'))\n"
        "    sources.check_source(source); sources.source_columns(source)\n"
        "    assert sources.find_disclosure(source).value == 'identifiable'\n"
        "heavy = {'pyarrow', 'pandas', 'numpy', 'duckdb', 'datasets', 'huggingface_hub', 'fsspec', 'openpyxl'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
