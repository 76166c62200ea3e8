"""Raw records to cases; one module a reader.

Light at import: it is imported while definitions load. A reader's module is imported when the reader is used, and
its heavy libraries when it reads.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from pydantic import ValidationError

from medpref_dagster.declaration import Declared, Records
from medpref_dagster.declaration.feedback import EventSource
from medpref_dagster.disclosure import DEFAULT, Disclosure, without_identifiers
from medpref_dagster.hashing import hash_file
from medpref_dagster.names import suggest_name
from medpref_dagster.registry import Registry, UnknownNameError
from medpref_dagster.sources.outside import require_outside
from medpref_dagster.sources.reading import SourceError

if TYPE_CHECKING:
    from medpref_dagster.sources.reading import Reading

READERS = Registry(
    "reader",
    "medpref_dagster.readers",
    {
        "duckdb": "medpref_dagster.sources.duckdb",
        "export": "medpref_dagster.sources.export",
        "files": "medpref_dagster.sources.files",
        "huggingface": "medpref_dagster.sources.huggingface",
        "medqa": "medpref_dagster.sources.medqa",
        "mimic_iv_note": "medpref_dagster.sources.mimic_iv_note",
        "synthetic": "medpref_dagster.synthetic",
    },
)
"""Name in `source.reader` -> module with the reader protocol of `medpref_dagster.sources.reading`."""


class SourceDeclarationError(SourceError, ValueError):
    """`source` in a task's YAML names no reader, or options that its reader does not take."""


def check_source(source: Records) -> None:
    """Refuse an unknown reader or options that it does not take; touches no data.

    Raises
    ------
    SourceDeclarationError
        Saying what is wrong and what is accepted.
    """
    _options(source)


def source_columns(source: Records) -> tuple[str, ...] | None:
    """The source's columns where they are known without reading, else `None`. Without `row_id`."""
    columns: tuple[str, ...] | None = _reader(source).columns(_options(source))
    return columns


def find_disclosure(source: Records | EventSource) -> Disclosure:
    """What a source's text tells of patients: as declared, else as of its reader."""
    return find_reader_disclosure(source) if source.disclosure is None else source.disclosure


def find_case_disclosure(source: Records | EventSource) -> Disclosure:
    """What is told by what is made of a source's rows, once what is declared to be taken out is taken out."""
    disclosure = find_disclosure(source)
    return disclosure if getattr(source, "deidentify", None) is None else without_identifiers(disclosure)


def find_reader_disclosure(source: Records | EventSource) -> Disclosure:
    """What it tells where nothing is declared: identifiable, unless the reader makes its rows up."""
    reader = None if source.reader is None else READERS.load(source.reader)
    found: Disclosure = getattr(reader, "DISCLOSURE", DEFAULT)
    return found


def is_generated(source: Records | EventSource) -> bool:
    """Whether declaration and code alone make its rows, so that reading it again would tell nothing new."""
    generated: bool = source.reader is not None and getattr(READERS.load(source.reader), "GENERATED", False)
    return generated


def open_source(source: Records, store: Path | None) -> Reading:
    """Start reading a source: the one door to every reader's rows.

    Parameters
    ----------
    store
        The store's root, from which nothing is read; None where there is none.

    Returns
    -------
    Reading
        Columns out: `row_id`, then the source's own.

    Raises
    ------
    SourceError
        If it lies in the store or reaches into it (`outside.require_outside`), or cannot be read; also while the
        batches are consumed.
    """
    if store is not None:
        require_outside(source, store)
    reading: Reading = _reader(source).read(_options(source), source.columns)
    return reading


def _reader(source: Records) -> ModuleType:
    try:
        return READERS.load(source.reader)
    except UnknownNameError as error:
        raise SourceDeclarationError(f"source.reader: {error}") from None


def _options(source: Records) -> Declared:
    accepted: type[Declared] = _reader(source).Options
    try:
        return accepted.model_validate(source.options)
    except ValidationError as error:
        problems = "; ".join(
            f"{'.'.join(['source.options', *map(str, problem['loc'])])}: {problem['msg']}"
            + (_suggest_option(problem["loc"], accepted) if problem["type"] == "extra_forbidden" else "")
            for problem in error.errors(include_url=False, include_input=False)
        )
        raise SourceDeclarationError(
            f"{problems}. Reader {source.reader!r} accepts the options {', '.join(accepted.model_fields) or '(none)'}"
        ) from None


def _suggest_option(place: tuple[int | str, ...], accepted: type[Declared]) -> str:
    nearest = suggest_name(str(place[0]), list(accepted.model_fields)) if len(place) == 1 else ""
    return f";{nearest}" if nearest else ""


def hash_source_code(source: Records) -> str:
    """The sha256 of the code that makes a source's rows, so that other code makes its assets stale."""
    reader = _reader(source)
    modules = [reader, *(reader.code_modules(_options(source)) if hasattr(reader, "code_modules") else ())]
    return hashlib.sha256("".join(hash_file(Path(str(module.__file__))) for module in modules).encode()).hexdigest()
