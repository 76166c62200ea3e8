"""Dagster's own databases and logs, as far as they lie in its home as SQLite and text.

No step writes a patient's text there, unless the source is made up; but a sentence of a check or of an error may name a
row, and what is shown of made-up rows is made-up patients' text. It is written over in place: events stay, and with
them what Dagster knows of versions.
"""

import json
import re
import sqlite3
import time
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

from medpref_dagster.forgetting.wanted import ForgettingError

REPLACEMENT = "forgotten"
_LEAST_CHARACTERS, _LEAST_DIGITS = 4, 6
_SQLITE = b"SQLite format 3\0"
_ATTEMPTS, _PAUSE_SECONDS = 30, 0.5


def can_be_told(one: str) -> bool:
    """Whether an id is long enough to be told from other words and numbers in a log."""
    return len(one) >= (_LEAST_DIGITS if one.isdigit() else _LEAST_CHARACTERS)


def scrub_instance(home: Path, ids: Collection[str], texts: Collection[str]) -> int:
    """Write over somebody's ids and texts in a Dagster home, and give the databases' pages back; how many files.

    Parameters
    ----------
    ids
        Those that `can_be_told`, as words of their own.
    texts
        As tables show them.

    Raises
    ------
    ForgettingError
        If other processes keep a database so busy that it cannot be.
    """
    scrub = _make_scrub({one for one in ids if can_be_told(one)}, texts)
    if scrub is None or not home.is_dir():
        return 0
    changed = 0
    for path in sorted(home.rglob("*")):
        if not path.is_file() or path.suffix in (".yaml", ".db-wal", ".db-shm"):
            continue
        with path.open("rb") as file:
            is_database = file.read(len(_SQLITE)) == _SQLITE
        changed += _scrub_database(path, scrub) if is_database else _scrub_text(path, scrub)
    return changed


class _Scrub:
    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._pattern = pattern

    def __call__(self, text: str) -> str:
        return self._pattern.sub(_replace, text)

    def finds(self, content: bytes) -> bool:
        """Whether it would change something in these bytes."""
        return self._pattern.search(content.decode("utf-8", "replace")) is not None


def _make_scrub(ids: Collection[str], texts: Collection[str]) -> _Scrub | None:
    """Ids as words; texts also as JSON writes them, once and twice."""
    written = {form for text in texts for form in _list_forms(text)}
    named = {form for one in ids for form in _list_forms(one)}
    parts = [re.escape(text) for text in sorted(written, key=len, reverse=True)]
    if named:
        listed = "|".join(re.escape(one) for one in sorted(named, key=len, reverse=True))
        parts.append(rf"(?<![\w.])(?:{listed})(?![\w]|\.\d)")
    return _Scrub(re.compile("|".join(parts))) if parts else None


def _list_forms(text: str) -> Iterator[str]:
    yield text
    for ascii_only in (True, False):
        once = json.dumps(text, ensure_ascii=ascii_only)[1:-1]
        yield once
        yield json.dumps(once, ensure_ascii=ascii_only)[1:-1]


def _replace(found: re.Match[str]) -> str:
    """A number stays a number of as many digits: it may stand in JSON without quotation marks."""
    return "9" * len(found[0]) if found[0].isdigit() else REPLACEMENT


def _scrub_text(path: Path, scrub: _Scrub) -> int:
    content = path.read_bytes()
    if not scrub.finds(content):
        return 0
    path.write_bytes(scrub(content.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape"))
    return 1


def _scrub_database(path: Path, scrub: _Scrub) -> int:
    wal = path.with_name(f"{path.name}-wal")
    if not any(scrub.finds(file.read_bytes()) for file in (path, wal) if file.is_file()):
        return 0
    connection = sqlite3.connect(path, timeout=5, isolation_level=None)
    try:
        _try_often(lambda: _write_over(connection, scrub), path)
        _try_often(lambda: _give_pages_back(connection), path)
    finally:
        connection.close()
    return 1


def _write_over(connection: sqlite3.Connection, scrub: _Scrub) -> None:
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("BEGIN IMMEDIATE")
    try:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            quoted = f'"{table}"'
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({quoted})")]
            for column in columns:
                _write_over_column(connection, quoted, f'"{column}"', scrub)
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _write_over_column(connection: sqlite3.Connection, table: str, column: str, scrub: _Scrub) -> None:
    # Names are those of the database itself; SQL has no parameters for them.
    query = f"SELECT rowid, {column} FROM {table} WHERE typeof({column}) = 'text'"  # noqa: S608
    for rowid, text in connection.execute(query).fetchall():
        if (clean := scrub(text)) != text:
            connection.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (clean, rowid))  # noqa: S608


def _give_pages_back(connection: sqlite3.Connection) -> None:
    connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _try_often(change: Callable[[], Any], path: Path) -> None:
    for _ in range(_ATTEMPTS):
        try:
            change()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise
            time.sleep(_PAUSE_SECONDS)
        else:
            return
    raise ForgettingError(f"{path} is busy: stop `medpref dev` for a moment, and call `medpref forget --resume`")
