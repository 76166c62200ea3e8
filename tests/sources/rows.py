"""Reading files in tests, here and in a process of its own whose memory is measured."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from medpref_dagster.declaration import Columns
from medpref_dagster.sources import files


def read_rows(
    path: Path | str, *, row: str | None = None, text: str = "text", **options: Any
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """(rows, quarantine)"""
    reading = files.read(files.Options(path=str(path), **options), Columns(text=text, row=row))
    rows = [item for batch in reading.batches for item in batch.to_pylist()]
    assert all(list(item) == reading.schema.names for item in rows)
    return rows, reading.quarantine


_PROGRAM = """
import json, resource, sys, time
from medpref_dagster.declaration import Columns
from medpref_dagster.sources import files
from medpref_dagster.sources.reading import SourceError
import defusedxml.ElementTree, fsspec.implementations.local, openpyxl, pyarrow.parquet, pyarrow.compute
pyarrow.set_cpu_count(1)
path, options = sys.argv[1], json.loads(sys.argv[2])
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
begin, rows, refused, quarantined = time.process_time(), 0, None, []
try:
    reading = files.read(files.Options(path=path, **options), Columns(text="text"))
    for batch in reading.batches:
        rows += batch.num_rows
    quarantined = [row["reason"] for row in reading.quarantine]
except SourceError as error:
    refused = f"{type(error).__name__}: {error}"
peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
print(json.dumps({"rows": rows, "quarantined": quarantined, "refused": refused, "mib": peak,
                  "seconds": time.process_time() - begin}))
"""


def measure_reading(path: Path, **options: Any) -> dict[str, Any]:
    """Rows, reasons of the quarantine, why it was refused, MiB above what the libraries take, seconds of the CPU."""
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(path), json.dumps(options)], capture_output=True, text=True, check=True
    )
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured
