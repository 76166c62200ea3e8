"""SAS transport files (XPT, version 5)."""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterator

from medpref_dagster.sources.opening import (
    MalformedFileError,
    SourceFile,
    TruncatedFileError,
    UnreadableEncodingError,
    open_bytes,
)
from medpref_dagster.sources.records import BATCH_ROWS, Record

_XPT_BEGIN = b"HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!"


def read_xpt(file: SourceFile, encoding: str) -> Iterator[Record]:
    """Records of a SAS transport file (version 5), as the FDA and CDC publish data."""
    import pandas as pd

    with open_bytes(file) as stream:
        if stream.read(len(_XPT_BEGIN)) != _XPT_BEGIN:
            raise MalformedFileError(
                f"{file.name} is no SAS transport (XPT, version 5) file; export it with PROC COPY and the XPORT "
                f"engine, or as CSV"
            )
        if (size := stream.seek(0, io.SEEK_END)) % 80:
            raise TruncatedFileError(
                f"{file.name} has {size} bytes, which is no multiple of 80 as in every SAS transport file: it is cut "
                f"off. Fetch it again."
            )
        stream.seek(0)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                frames = pd.read_sas(stream, format="xport", chunksize=BATCH_ROWS, encoding=None)
        except (ValueError, KeyError, IndexError, struct.error, Warning) as error:
            raise MalformedFileError(f"{file.name}: the header of this SAS transport file is damaged") from error
        number = 0
        for frame in frames:
            names = [str(name) for name in frame.columns]
            for values in zip(*(frame[name].tolist() for name in frame.columns), strict=True):
                number += 1
                yield Record(
                    file,
                    number,
                    {
                        name: _decode_cell(value, encoding, file, number, name)
                        for name, value in zip(names, values, strict=True)
                    },
                )


def _decode_cell(value: object, encoding: str, file: SourceFile, number: int, name: str) -> object:
    if not isinstance(value, bytes):
        return value
    try:
        return value.decode(encoding).rstrip()
    except UnicodeDecodeError as error:
        raise UnreadableEncodingError(
            f"{file.name}, record {number}, column {name!r} of the value", encoding, error.start
        ) from None
