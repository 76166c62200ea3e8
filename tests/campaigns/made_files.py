"""Files for the readers' campaign: made by chance, then damaged by chance, with the number of rows that are there."""

import csv
import gzip
import io
import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree

from tests.sources.xlsx import SHARED, SHEET, pack, write_parts
from tests.sources.xpt import write_xpt

CANARY = "Quillfeather"
"""A patient's name in every note: it may stand in rows and in the quarantine, and in no message."""

_WORDS = (
    "fever",
    "cough",
    "38.4 °C",
    'he said "no"',
    "a;b",
    "x\ny",
    "tab\there",
    "1e5",
    "007",
    "Ödem",
    "腹痛",
    "🩺",
    "",
)
_TOKENS = (
    b'"', b"'", b",", b";", b"\t", b"\n", b"\r", b"\r\n", b"\x00", b"\xff", b"\xed\xa0\xbd", b"\xef\xbb\xbf",
    b"{", b"}", b"[", b"]", b":", b"\\", b"\\ud83d", b"\\u0000", b"NaN", b"-Infinity", b"1e999", b"9" * 30,
    b"null", b"true", b"undefined", b"[" * 80, b'{"a":' * 80, b"sep=;\n", b" " * 80, b"HEADER RECORD*******",
    b"9" * 5000, b"A" * 3000, b"PK\x03\x04", b"\x1f\x8b",
)  # fmt: skip


@dataclass
class Made:
    """A file and what is known of it."""

    kind: str
    name: str
    content: bytes
    rows: int | None
    """How many rows are there; `None` where the damage leaves it open."""
    options: dict[str, Any] = field(default_factory=dict[str, Any])
    damaged: bool = False


def make_file(rng: random.Random) -> Made:
    """One file of a random kind, damaged in three of four cases."""
    made = rng.choices(list(_MAKERS), weights=list(_MAKERS.values()))[0](rng)
    if made.kind in ("csv", "tsv", "jsonl", "json", "excel", "parquet") and rng.random() < 0.1:
        made.options["limits"] = {"record_characters": 120, "depth": 6, "columns": 6}
    if made.damaged or rng.random() < 0.25:
        return made
    return _damage(rng, made)


def _make_rows(rng: random.Random, most: int = 12) -> list[dict[str, Any]]:
    return [
        {
            "id": f"n{index}",
            "note": f"{CANARY} {' '.join(rng.choices(_WORDS, k=rng.randint(0, 5)))}",
            "label": rng.choice(["yes", "no", None]),
            "value": rng.choice([None, 0, 1, -2.5, 1e-5, 12345678901234567, float("nan")]),
        }
        for index in range(rng.randint(1, most))
    ]


def _make_delimited(rng: random.Random) -> Made:
    rows = _make_rows(rng)
    kind = rng.choice(["csv", "tsv"])
    delimiter = rng.choice([",", ";", "|"]) if kind == "csv" else "\t"
    stream = io.StringIO()
    writer = csv.writer(
        stream, delimiter=delimiter, quoting=rng.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]), lineterminator="\n"
    )
    writer.writerows(
        [["id", "note", "label", "value"], *([str(value or "") for value in row.values()] for row in rows)]
    )
    text = stream.getvalue()
    options: dict[str, Any] = {}
    if delimiter in ";|":
        if rng.random() < 0.5:
            text = f"sep={delimiter}\n{text}"
        else:
            options["delimiter"] = delimiter
    if rng.random() < 0.1:
        text = text.replace("\n", "\r\n")
    elif rng.random() < 0.1 and "x\ny" not in text:
        text = text.replace("\n", "\r")
    return Made(kind, f"a.{kind}", text.encode("utf-8-sig" if rng.random() < 0.1 else "utf-8"), len(rows), options)


def _make_json_lines(rng: random.Random) -> Made:
    rows = _make_rows(rng)
    text = "\n".join(json.dumps(row, ensure_ascii=rng.random() < 0.5) for row in rows)
    return Made("jsonl", "a.jsonl", text.encode(), len(rows))


def _make_json(rng: random.Random) -> Made:
    rows = _make_rows(rng)
    value: Any = rows
    options: dict[str, Any] = {}
    if rng.random() < 0.3:
        value, options = {"meta": {"n": [1, {"a": "]"}]}, "data": {"rows": rows}}, {"records": "data.rows"}
    text = json.dumps(value, ensure_ascii=rng.random() < 0.5, indent=rng.choice([None, 1]))
    return Made("json", "a.json", text.encode(), len(rows), options)


def _make_parquet(rng: random.Random) -> Made:
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = _make_rows(rng)
    stream = io.BytesIO()
    pq.write_table(
        pa.Table.from_pylist(
            [{**row, "value": None if row["value"] is None else float(row["value"])} for row in rows],
            schema=pa.schema(
                [("id", pa.string()), ("note", pa.string()), ("label", pa.string()), ("value", pa.float64())]
            ),
        ),
        stream,
        compression=rng.choice(["none", "snappy", "zstd", "gzip"]),
        row_group_size=rng.choice([3, 100]),
        use_dictionary=rng.random() < 0.5,
        write_page_checksum=False,
    )
    return Made("parquet", "a.parquet", stream.getvalue(), len(rows))


def _make_excel(rng: random.Random) -> Made:
    rows = _make_rows(rng, most=6)
    values = [[None if value != value else value for value in row.values()] for row in rows]
    parts = write_parts([list(rows[0]), *values], shared=rng.random() < 0.7)
    if rng.random() < 0.4:
        return Made("excel", "a.xlsx", pack(parts), len(rows))
    part = rng.choice([SHEET, SHEET, SHARED, rng.choice(list(parts))])
    for _ in range(rng.choice([1, 1, 3])):
        parts[part] = _damage_xml(rng, parts.get(part, ""))
    if rng.random() < 0.1:
        del parts[rng.choice(list(parts))]
    known = _count_sheet_rows(parts.get(SHEET, "")) if part in (SHEET, SHARED) else len(rows)
    return Made("excel", "a.xlsx", pack(parts), known, damaged=True)


def _make_xpt(rng: random.Random) -> Made:
    columns = [(f"C{index}", rng.choice([0, 0, 1, 3, 8, 16, 40, 120])) for index in range(rng.choice([1, 2, 2, 3, 4]))]
    columns.append(("NOTE", rng.choice([12, 20, 40, 200])))
    rows = [
        tuple(
            rng.choice([0.0, None, 1.0, -2.5, 1e-5, 134.6])
            if not width
            else rng.choice([CANARY.encode(), b"fever", b"", b"x"])[:width]
            for _, width in columns
        )
        for _ in range(rng.randint(1, 14))
    ]
    content = write_xpt(columns, rows)
    if rng.random() < 0.2:
        at = len(content) - rng.randint(1, len(content) // 4)
        content = content[:at] + bytes([rng.randrange(33, 127)]) + content[at + 1 :]
        return Made("xpt", "a.xpt", content, None, {"columns": {"note": "NOTE"}}, damaged=True)
    return Made("xpt", "a.xpt", content, len(rows), {"columns": {"note": "NOTE"}})


def _make_medqa(rng: random.Random) -> Made:
    lines = []
    for index in range(rng.randint(1, 8)):
        options = {letter: f"{CANARY} {letter}" for letter in "ABCD"}
        line: dict[str, Any] = {
            "question": f"{CANARY} has {rng.choice(_WORDS)} {index}",
            "options": options,
            "answer_idx": "B",
            "answer": options["B"],
            "meta_info": "step1",
        }
        if rng.random() < 0.2:
            line[rng.choice(list(line))] = rng.choice([None, 3, ["A"], {"A": 1}, "E", True, "", [[]]])
        lines.append(json.dumps(line))
    return Made("medqa", "a.jsonl", "\n".join(lines).encode(), len(lines))


def _make_mimic(rng: random.Random) -> Made:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["note_id", "subject_id", "hadm_id", "note_type", "note_seq", "charttime", "storetime", "text"])
    count = rng.randint(1, 5)
    for index in range(count):
        text = f"Chief Complaint:\n{CANARY} fever\n\nBrief Hospital Course:\n{'was well ' * rng.randint(0, 20)}\n"
        writer.writerow([f"{index}-DS-1", index, index, "DS", 1, "2150-01-01", "", text])
    content = gzip.compress(stream.getvalue().encode(), mtime=0)
    return Made("mimic_iv_note", "discharge.csv.gz", content, count)


def _make_duckdb(rng: random.Random) -> Made:
    made = rng.choice([_make_delimited, _make_json_lines, _make_parquet])(rng)
    how = {"csv": "read_csv", "tsv": "read_csv", "jsonl": "read_json", "parquet": "read_parquet"}[made.kind]
    # What DuckDB's sniffer takes a file for is its own affair; only a Parquet file says itself.
    return Made("duckdb", made.name, made.content, made.rows if made.kind == "parquet" else None, {"how": how})


def _make_dataset(rng: random.Random) -> Made:
    made = rng.choice([_make_json_lines, _make_parquet])(rng)
    return Made("huggingface", made.name, made.content, made.rows)


_MAKERS: dict[Callable[[random.Random], Made], float] = {
    _make_delimited: 26,
    _make_json_lines: 18,
    _make_json: 18,
    _make_parquet: 12,
    _make_excel: 8,
    _make_xpt: 8,
    _make_medqa: 4,
    _make_mimic: 3,
    _make_duckdb: 2.5,
    _make_dataset: 0.25,
}


def _damage(rng: random.Random, made: Made) -> Made:
    content, name = made.content, made.name
    if made.kind in ("csv", "tsv", "jsonl", "json") and rng.random() < 0.1:
        content, name = gzip.compress(content, mtime=0), f"{name}.gz"
    for _ in range(rng.choice([1, 1, 1, 2, 4])):
        content = _damage_bytes(rng, content)
    rows = _count_rows(made, content) if name == made.name else None
    if made.kind in ("parquet", "huggingface") and name.endswith(".parquet"):
        rows = made.rows  # the count is in the data pages and twice in the footer
    return Made(made.kind, name, content, rows, made.options, damaged=True)


def _damage_bytes(rng: random.Random, content: bytes) -> bytes:
    at = rng.randrange(len(content) + 1)
    to = min(len(content), at + rng.choice([1, 1, 4, 20, 100]))
    way = rng.randrange(6)
    if way == 0:
        return content[:at]
    if way == 1:
        return content[:at] + content[to:]
    if way == 2:
        return content[:at] + content[at:to] * 2 + content[to:]
    if way == 3 and at < len(content):
        return content[:at] + bytes([content[at] ^ (1 << rng.randrange(8))]) + content[at + 1 :]
    if way == 4:
        return content[:at] + rng.randbytes(to - at) + content[to:]
    return content[:at] + rng.choice(_TOKENS) + content[at:]


def _damage_xml(rng: random.Random, text: str) -> str:
    ways: list[tuple[str, str]] = [
        (r'<row r="\d+"', f'<row r="{rng.choice(["999999999", "1048576", "-1", "x", "1.5", "2", "0"])}"'),
        (r'<c r="[A-Z]+\d+"', f'<c r="{rng.choice(["XFD1", "ZZZZZZZ9", "A1", "1", "é", ""])}"'),
        (r' t="\w+"', f' t="{rng.choice(["s", "n", "b", "d", "e", "str", "inlineStr", "x"])}"'),
        (r"<v>[^<]*</v>", f"<v>{rng.choice(['99999', '-5', 'x', '1e999', '9' * 5000, 'NaN', '', '2024-01-01'])}</v>"),
        (r"<dimension[^>]*>", rng.choice(['<dimension ref="A1"/>', '<dimension ref="A1:XFD1048576"/>'])),
        (r' s="\d+"', f' s="{rng.choice(["1", "99", "x"])}"'),
        (r"<sheetData>", "<sheetData><row><c><v>1</v></c></row>"),
        (r"[<>/\"=]", rng.choice(["", "<", "&", "&x;", "\x00"])),
        (r"\d+", rng.choice(["", "-1", "99999999999", "x"])),
        (r'"[^"]*"', rng.choice(['""', '"x"', '"../../x"'])),
    ]
    pattern, replacement = rng.choice(ways)
    found = list(re.finditer(pattern, text))
    if not found:
        return text
    one = rng.choice(found)
    return text[: one.start()] + replacement + text[one.end() :]


def _count_sheet_rows(text: str) -> int | None:
    """Rows with a value after the first such row; `None` where the sheet is no XML, or has no rows."""
    try:
        root = ElementTree.fromstring(text)  # noqa: S314  made above
    except ElementTree.ParseError:
        return None
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

    def has_value(cell: ElementTree.Element) -> bool:
        if cell.get("t") == "inlineStr":
            return any(text.text for text in cell.iterfind(f"{space}is//{space}t"))
        return bool(cell.findtext(f"{space}v"))

    rows = [row for row in root.iter(f"{space}row") if any(map(has_value, row))]
    return len(rows) - 1 if rows else None


def _count_rows(made: Made, content: bytes) -> int | None:
    """Rows of a damaged text file by other code than the readers'; `None` where nobody can say."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    if made.kind in ("jsonl", "medqa"):
        end = "\r" if "\r" in text and "\n" not in text else "\n"
        return sum(bool(line.strip()) for line in text.split(end))
    if made.kind == "json":
        return _count_elements(text, made.options.get("records", ""))
    if made.kind in ("csv", "tsv"):
        return _count_records(text, made.options.get("delimiter", "\t" if made.kind == "tsv" else None))
    return None


def _count_elements(text: str, path: str) -> int | None:
    try:
        value = json.loads(text)
        for name in filter(None, path.split(".")):
            value = value[name]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return len(value) if isinstance(value, list) else None


def _count_records(text: str, delimiter: str | None) -> int | None:
    """Records after the header, by the rules of RFC 4180; `None` where quotes or carriage returns break them."""
    end = "\r" if "\r" in text and "\n" not in text else "\n"
    separator = re.match(r"""["']?sep=([,;|:^~\t])["']?\s*""", text)
    if separator is not None and text[: separator.end()].endswith(end):
        delimiter = separator[1]
        text = text.split(end, 1)[1]
    delimiter = delimiter or ","
    records, length, state = 0, 0, "start"
    for index, sign in enumerate(text):
        if state == "quoted":
            state = "closing" if sign == '"' else "quoted"
            length += 1
        elif sign == end or (sign == "\r" and text[index + 1 : index + 2] == "\n"):
            if sign == end:
                records, length, state = records + bool(length), 0, "start"
        elif sign in "\r\n":
            return None
        elif sign == delimiter:
            length, state = length + 1, "start"
        elif sign == '"' and state == "start":
            length, state = length + 1, "quoted"
        elif sign == '"' and state == "closing":
            state = "quoted"
        elif state == "closing":
            return None
        else:
            length, state = length + 1, "plain"
    if state == "quoted":
        return None
    return max(0, records + bool(length) - 1)
