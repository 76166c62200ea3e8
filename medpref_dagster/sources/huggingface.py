"""Reader `huggingface`: a dataset of the Hugging Face hub, or a folder of the same layout.

By default its files are downloaded once into the hub's cache (`HF_HOME`) and streamed from there; without a network, or
with `HF_HUB_OFFLINE=1`, what is in the cache serves. `streaming: true` reads over the network and keeps nothing. Only
data files are read: no code of a dataset ever runs. The token of a gated set comes from the environment (`HF_TOKEN`).
"""

from __future__ import annotations

import logging
import re
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from pydantic import Field, field_validator

from medpref_dagster.declaration import Columns, Declared
from medpref_dagster.sources import fields, typed_rows
from medpref_dagster.sources.fields import choose_fields, simplify_types, take_fields
from medpref_dagster.sources.limits import DEFAULT_LIMITS, Limits
from medpref_dagster.sources.reading import Reading, SourceError, add_row_ids, put_row_id_first
from medpref_dagster.sources.records import BATCH_ROWS
from medpref_dagster.sources.typed_rows import cut_batch

if TYPE_CHECKING:
    import pyarrow as pa


_DATA_FILES = [
    f"*{suffix}{packed}"
    for suffix in (".parquet", ".arrow", ".csv", ".tsv", ".json", ".jsonl", ".txt", ".zip")
    for packed in ("", ".gz", ".zst")
]


class HubError(SourceError):
    """A dataset cannot be had."""


class GatedDatasetError(HubError):
    """A dataset may only be read by those whom its owners let in."""


class UnreachableHubError(HubError):
    """The hub does not answer, and the cache does not have the dataset."""


class UnknownDatasetError(HubError):
    """There is no such dataset, revision, configuration or split."""


class DamagedDatasetError(HubError):
    """A dataset's files cannot be read, or not as one table."""


class Options(Declared):
    """What `source.options` of the reader `huggingface` may say."""

    dataset: str = Field(description="Hub id (owner/name), or a local folder of the same layout.", min_length=1)
    revision: str | None = Field(
        default=None, description="Commit, tag or branch. Give a commit, so that every run reads the same rows."
    )
    name: str | None = Field(default=None, description="Configuration, where the dataset has several.")
    split: str = Field(default="train", description="One split; slices such as train[:10%] are not taken.")
    streaming: bool = Field(default=False, description="Read over the network, keep nothing on disk.")
    limits: Limits = Field(default=DEFAULT_LIMITS, description="What one row may ask of the machine.")
    columns: dict[str, str] | None = Field(
        default=None,
        min_length=1,
        description="Column -> column of the dataset, or a dotted path into one (choices.0, chosen.1.content). Only "
        "these are read. Without it, every column.",
    )

    @field_validator("split")
    @classmethod
    def _whole_split(cls, split: str) -> str:
        if not split.replace("_", "").replace(".", "").replace("-", "").isalnum():
            raise ValueError(f"{split!r} is no name of one split; a task's own split shares divide it")
        return split


def code_modules(options: Options) -> tuple[ModuleType, ...]:  # noqa: ARG001  every reader is called alike
    """What makes the rows beside this module: other code makes them stale."""
    return (fields, typed_rows)


def columns(options: Options) -> tuple[str, ...] | None:
    """The declared columns; `None` where only the dataset says them."""
    return tuple(options.columns) if options.columns is not None else None


def read(options: Options, columns: Columns) -> Reading:
    """Read one split as a stream.

    Returns
    -------
    Reading
        Columns out: `row_id` (without `columns.row`, `<split>:<number>`), then the declared or the dataset's own
        columns with their types; a class label is its name. In the quarantine: rows with text that is not UTF-8, and
        rows longer than allowed.

    Raises
    ------
    GatedDatasetError, UnreachableHubError, UnknownDatasetError, DamagedDatasetError
        Each saying what to do; also while the batches are consumed.
    MissingColumnError
        If a declared column is not in the dataset.
    """
    import itertools

    where = _find_files(options)
    with _explained(options, where):
        dataset = _open_split(where, options)
        class_names: dict[str, list[str]] = {
            name: list(feature.names)
            for name, feature in (dataset.features or {}).items()
            if type(feature).__name__ == "ClassLabel"
        }
        tables: Iterator[pa.Table] = iter(dataset.with_format("arrow").iter(BATCH_ROWS))
        first = next(tables, None)
    if first is None:
        raise UnknownDatasetError(f"{options.dataset}: the split {options.split!r} has no rows")
    with _explained(options, where):
        whole_schema = simplify_types(_name_classes(first, class_names).schema)
    own_schema = simplify_types(choose_fields(whole_schema, options.columns, "source.options.columns"))

    def batches() -> Iterator[pa.RecordBatch]:
        number = 1
        with _explained(options, where):
            for table in itertools.chain([first], tables):
                named = _name_classes(table, class_names).cast(whole_schema)
                for whole in named.combine_chunks().to_batches():
                    places = [f"{options.split}:{number + index}" for index in range(whole.num_rows)]
                    number += whole.num_rows
                    pieces = cut_batch(whole, places, whole_schema, options.limits, reading.quarantine)
                    for rows, their_places in pieces:
                        yield add_row_ids(take_fields(rows, options.columns, own_schema), columns, their_places)

    reading = Reading(put_row_id_first(own_schema, columns), batches())
    return reading


def _find_files(options: Options) -> str:
    """The folder with the dataset's files, or the hub id where they are streamed."""
    import huggingface_hub

    if (folder := _find_folder(options)) is not None:
        return str(folder)
    if options.streaming:
        return options.dataset
    with _explained(options):
        return huggingface_hub.snapshot_download(
            options.dataset,
            repo_type="dataset",
            revision=options.revision,
            allow_patterns=[*_DATA_FILES, "README.md", "dataset_infos.json"],
        )


def _find_folder(options: Options) -> Path | None:
    """The local folder that is declared; None where it is a dataset of the hub.

    Raises
    ------
    UnknownDatasetError
        If it can only be a path, and no folder is there.
    """
    path = Path(options.dataset).expanduser()
    if path.is_dir():
        return path
    if path.is_file():
        raise UnknownDatasetError(
            f"{options.dataset} is a file: name its folder in source.options.dataset, or read it with the reader files"
        )
    if options.dataset.startswith(("/", ".", "~")) or options.dataset.count("/") > 1:
        raise UnknownDatasetError(
            f"{options.dataset}: there is no such folder (looked for at {path.resolve()}); correct "
            "source.options.dataset, which is a folder or the hub's owner/name"
        )
    return None


def _open_split(where: str, options: Options) -> Any:
    """An iterable dataset, read from its files without a copy in the datasets library's own cache."""
    import datasets

    revision = None if Path(where).is_dir() else options.revision
    return datasets.load_dataset(where, options.name, split=options.split, revision=revision, streaming=True)


def _name_classes(table: pa.Table, class_names: Mapping[str, list[str]]) -> pa.Table:
    """A table with class labels' numbers as their names; -1 means that there is none."""
    import pyarrow as pa

    for column, names in class_names.items():
        numbers = table.column(column).to_pylist()
        if any(number is not None and number >= len(names) for number in numbers):
            raise DamagedDatasetError(f"the column {column!r} has a class number for which the dataset has no name")
        named = [None if number is None or number < 0 else names[number] for number in numbers]
        table = table.set_column(table.schema.get_field_index(column), column, pa.array(named, pa.string()))
    return table


class _FailedFiles(logging.Filter):
    """Takes the datasets library's lines about files that it cannot read: they quote values. The file is kept."""

    _LINE = re.compile(r"(?:Failed to|Skipping bad) .*?'([^']+)'")

    def __init__(self) -> None:
        super().__init__()
        self.named: str | None = None

    def filter(self, record: logging.LogRecord) -> bool:
        found = self._LINE.match(record.getMessage())
        if found is not None:
            self.named = Path(found[1]).name
        return found is None


@contextmanager
def _quiet_about_data() -> Generator[_FailedFiles]:
    failed = _FailedFiles()
    library = logging.getLogger("datasets")
    handlers, propagate = list(library.handlers), library.propagate
    for handler in handlers:
        handler.addFilter(failed)
    library.propagate = False  # handlers of whoever runs us have no filter
    try:
        yield failed
    finally:
        library.propagate = propagate
        for handler in handlers:
            handler.removeFilter(failed)


@contextmanager
def _explained(options: Options, where: str | None = None) -> Generator[None]:
    """Turn what the two libraries raise into what a person can do about it. Their own messages may quote values.

    `where` is the folder with the files, once it is known.
    """
    from datasets import exceptions as dataset_errors
    from huggingface_hub import errors as hub_errors

    at = f"{options.dataset}" + (f" at revision {options.revision}" if options.revision else "")
    with _quiet_about_data() as failed:
        try:
            yield
        except SourceError:
            raise
        except hub_errors.GatedRepoError:
            raise GatedDatasetError(_explain_gate(options)) from None
        except (hub_errors.RepositoryNotFoundError, hub_errors.HFValidationError):
            raise UnknownDatasetError(
                f"{at}: there is no folder of that name, and the hub has no such dataset, or it is private. "
                f"Check source.options.dataset (owner/name); for "
                f"a private set put a token with access into HF_TOKEN."
            ) from None
        except hub_errors.RevisionNotFoundError:
            raise UnknownDatasetError(f"{options.dataset} has no revision {options.revision!r}") from None
        except dataset_errors.DatasetNotFoundError as error:
            if "gated" in str(error):
                raise GatedDatasetError(_explain_gate(options)) from None
            raise UnknownDatasetError(
                f"{at}: no such dataset, or it is private. Check source.options.dataset."
            ) from None
        except (dataset_errors.DataFilesNotFoundError, FileNotFoundError) as error:
            if isinstance(error, hub_errors.LocalEntryNotFoundError):
                raise UnreachableHubError(_explain_network(at)) from None
            if _find_folder(options) is not None:
                raise UnknownDatasetError(
                    f"the folder {options.dataset} has no data files (Parquet, CSV, JSON, text) where the datasets "
                    "library looks for them; correct source.options.dataset, or read them with the reader files"
                ) from None
            raise UnknownDatasetError(
                f"{at} has no data files that can be read without its own code (Parquet, CSV, JSON, text); use the "
                f"branch refs/convert/parquet as source.options.revision where it has one"
            ) from None
        except Exception as error:
            raise _explain_failure(error, options, at, failed.named, _describe_differing_columns(where)) from None


_UNKNOWN_PART = re.compile(r"(?:Unknown split|Bad split|BuilderConfig|Config name is missing).{0,500}", re.DOTALL)
"""What datasets says about splits and configurations; it names no value of the data."""


def _explain_failure(error: Exception, options: Options, at: str, file: str | None, differing: str) -> HubError:
    import httpx
    from huggingface_hub import errors as hub_errors

    if isinstance(error, hub_errors.OfflineModeIsEnabled | hub_errors.HfHubHTTPError):
        return UnreachableHubError(_explain_network(at))
    # Arrow's own OSError has no number: it is about a file's content.
    is_network = isinstance(error, ConnectionError | TimeoutError | httpx.HTTPError) or (
        isinstance(error, OSError) and error.errno is not None
    )
    if is_network and _find_folder(options) is None:
        return UnreachableHubError(_explain_network(at))
    about = _UNKNOWN_PART.match(str(error))
    if type(error) is ValueError and about is not None:
        option = "split" if "split" in about[0].lower() else "name"
        return UnknownDatasetError(f"{at}: {about[0]}. Give one of them as source.options.{option}")
    named = f"the file {file}" if file else "its files"
    return DamagedDatasetError(
        f"{at}: {named} cannot be read, or not as one table with the others ({type(error).__name__}; its message is "
        f"withheld, since it may quote a patient's data){differing}. Read the files with the reader files, which names "
        f"the row and joins columns of several types."
    )


def _describe_differing_columns(where: str | None) -> str:
    """The columns whose type is not the same in all Parquet files of a folder, with the types."""
    import pyarrow.parquet as pq

    kinds: dict[str, dict[str, None]] = {}
    for path in sorted(Path(where).rglob("*.parquet")) if where is not None and Path(where).is_dir() else ():
        try:
            schema = pq.read_schema(path)
        except (OSError, ValueError):  # that file is named otherwise
            continue
        for field in schema:
            kinds.setdefault(field.name, {})[str(field.type)] = None
    told = [
        f"the column {name!r} is {' here and '.join(types)} there" for name, types in kinds.items() if len(types) > 1
    ]
    return f": {', '.join(told)}" if told else ""


def _explain_gate(options: Options) -> str:
    return (
        f"{options.dataset} is gated: ask for access at https://huggingface.co/datasets/{options.dataset}, then put "
        f"your token into HF_TOKEN"
    )


def _explain_network(at: str) -> str:
    return (
        f"{at}: there is no folder of that name, the hub cannot be reached, and the cache does not have the dataset. "
        f"Run once with a network, or copy "
        f"the cache (HF_HOME) from a machine that has it, or name a local folder in source.options.dataset."
    )
