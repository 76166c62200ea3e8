"""Names in YAML lead to modules: ours, and those that an installed package offers by entry points."""

import sys
from pathlib import Path
from typing import Any

import pytest

from medpref_dagster import synthetic
from medpref_dagster.declaration import Columns, Source
from medpref_dagster.preferences import rejected
from medpref_dagster.registry import Registry, UnknownNameError
from medpref_dagster.sources import READERS, check_source, open_source
from tests.preferences.tasks import make_case, make_task

READER = """
import pyarrow as pa
from medpref_dagster.declaration import Declared
from medpref_dagster.disclosure import Disclosure
from medpref_dagster.sources.reading import Reading, add_row_ids, put_row_id_first

DISCLOSURE = Disclosure.DEIDENTIFIED

class Options(Declared):
    rows: int = 2

def columns(options):
    return ("note",)

def read(options, columns):
    batch = pa.record_batch({"note": [f"note {number}" for number in range(options.rows)]})
    places = [f"ward:{number}" for number in range(options.rows)]
    return Reading(put_row_id_first(batch.schema, columns), iter([add_row_ids(batch, columns, places)]))
"""
STRATEGY = """
from typing import ClassVar
from medpref_dagster.preferences.rejected import Proposal, StrategyOptions

class Options(StrategyOptions):
    SUITS: ClassVar = frozenset({"label"})

def propose(cases, task, options, sample):
    for case in cases:
        yield Proposal(case.case_id, "No idea.", "shrug:always")
"""
GENERATOR = """
COLUMNS = ("note", "note_id")

def generate(rows, seed):
    for number in range(rows):
        yield {"note": f"note {number} of {seed}", "note_id": str(number)}
"""


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package with a reader, a strategy and a generator, as pip installs it."""
    for name, text in (("ward_reader", READER), ("ward_strategy", STRATEGY), ("ward_generator", GENERATOR)):
        (tmp_path / f"{name}.py").write_text(text)
    metadata = tmp_path / "ward-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: ward\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text(
        "[medpref_dagster.readers]\nward = ward_reader\nfiles = ward_reader\n"
        "[medpref_dagster.strategies]\nshrug = ward_strategy\n"
        "[medpref_dagster.generators]\nward_notes = ward_generator\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    for registry in (READERS, rejected.STRATEGIES, synthetic.GENERATORS):
        monkeypatch.setattr(registry, "_offered", None)
    yield
    for name in ("ward_reader", "ward_strategy", "ward_generator"):
        sys.modules.pop(name, None)


def read_notes(reader: str, **options: Any) -> list[dict[str, Any]]:
    source = Source(reader=reader, options=options, columns=Columns(text="note"))
    check_source(source)
    return [row for batch in open_source(source, None).batches for row in batch.to_pylist()]


@pytest.mark.usefixtures("installed")
def test_a_reader_of_an_installed_package_serves_as_ours_do() -> None:
    assert read_notes("ward", rows=1) == [{"row_id": "ward:0", "note": "note 0"}]
    assert list(READERS)[-1] == "ward"
    assert "ward" not in READERS.ours


@pytest.mark.usefixtures("installed")
def test_a_name_of_ours_is_never_replaced() -> None:
    assert READERS.load("files").__name__ == "medpref_dagster.sources.files"


@pytest.mark.usefixtures("installed")
def test_a_strategy_of_an_installed_package_makes_rejected_answers() -> None:
    task = make_task(strategy="shrug")
    options = rejected.check_options(task)
    (proposal,) = rejected.load_strategy("shrug").propose([make_case()], task, options, None)
    assert proposal == rejected.Proposal("a", "No idea.", "shrug:always")
    with pytest.raises(rejected.StrategyError, match="shrug does not suit an answer of kind text"):
        rejected.check_options(make_task("text", "shrug"))


@pytest.mark.usefixtures("installed")
def test_a_generator_of_an_installed_package_makes_rows() -> None:
    rows = read_notes("synthetic", generator="ward_notes", rows=1, seed=3)
    assert rows == [{"row_id": "ward_notes:0", "note": "note 0 of 3", "note_id": "0"}]


def test_an_unknown_name_is_refused_with_the_nearest_and_with_all() -> None:
    registry = Registry("reader", "medpref_dagster.no_such_group", {"files": "json", "huggingface": "json"})
    with pytest.raises(UnknownNameError) as refused:
        registry.load("huggingfase")
    assert str(refused.value) == (
        "unknown reader 'huggingfase'; did you mean 'huggingface'? accepted: 'files', 'huggingface'"
    )
    assert "huggingfase" not in registry


def test_a_module_is_imported_when_it_is_asked_for_and_not_before() -> None:
    registry = Registry("reader", "medpref_dagster.no_such_group", {"broken": "no.such.module"})
    assert list(registry) == ["broken"]
    with pytest.raises(ModuleNotFoundError):
        registry.load("broken")
