"""Workbooks as Excel writes them, with shared strings, in parts that a test may change before they are packed."""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

SHEET = "xl/worksheets/sheet1.xml"
SHARED = "xl/sharedStrings.xml"
_INLINE = re.compile(r' t="inlineStr"><is><t(?: xml:space="preserve")?>([^<]*)</t></is></c>')
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"


def write_parts(rows: Sequence[Sequence[Any]], *, shared: bool = True) -> dict[str, str]:
    """Name -> text of each part of a workbook of one sheet; openpyxl itself writes no shared strings."""
    import openpyxl

    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.worksheets[0].append(list(row))
    stream = io.BytesIO()
    workbook.save(stream)
    with zipfile.ZipFile(stream) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    if not shared:
        return parts
    texts: list[str] = []

    def share(found: re.Match[str]) -> str:
        texts.append(found[1])
        return f' t="s"><v>{len(texts) - 1}</v></c>'

    parts[SHEET] = _INLINE.sub(share, parts[SHEET])
    strings = "".join(f'<si><t xml:space="preserve">{text}</t></si>' for text in texts)
    parts[SHARED] = f'<sst xmlns="{_MAIN}" count="{len(texts)}" uniqueCount="{len(texts)}">{strings}</sst>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        "</Types>", f'<Override PartName="/{SHARED}" ContentType="{_TYPE}"/></Types>'
    )
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
        "</Relationships>",
        f'<Relationship Id="rId77" Type="{_RELATION}" Target="/{SHARED}"/></Relationships>',
    )
    return parts


def pack(parts: Mapping[str, str]) -> bytes:
    """The workbook's bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return stream.getvalue()
