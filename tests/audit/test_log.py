"""The audit log: concurrent writers do not fork it, a full disk does not break it, and what was changed is named."""

import errno
import json
import os
import subprocess
import sys

import pytest

from medpref_dagster.audit import log as log_module
from medpref_dagster.audit.entries import AuditError
from medpref_dagster.audit.log import REPAIRED, AuditLog
from tests.conftest import CHECKOUT

_APPEND = """
import sys
from medpref_dagster.audit.log import AuditLog
log = AuditLog(sys.argv[1], sys.argv[2])
for number in range(int(sys.argv[4])):
    log.append("model.trained", f"{sys.argv[3]}-{number}", "a test")
"""


@pytest.fixture
def log(tmp_path):
    return AuditLog(tmp_path / "store" / "audit", tmp_path / "anchor.jsonl")


def fill(log, number=4):
    for place in range(1, number + 1):
        log.append("model.trained", f"models/{place}", "a test", details={"rows": place})


def lines(log):
    return log.path.read_bytes().splitlines(keepends=True)


def rewrite(log, *kept):
    log.path.write_bytes(b"".join(kept))


def problems(log):
    return [str(problem) for problem in log.verify().problems]


def test_an_entry_says_who_did_what_to_what_and_why(log):
    fill(log)
    log.append("token.created", "token 17", "for ward 3", "token admin")
    *_, first, last = log.entries()
    assert (first.action, first.subject, first.why, first.details) == (
        "model.trained",
        "models/4",
        "a test",
        {"rows": 4},
    )
    assert "@" in first.actor
    assert (last.actor, last.previous, last.sequence) == ("token admin", first.hash, 5)
    found = log.verify()
    assert (found.passed, found.entries, found.head, found.anchored) == (True, 5, last.hash, 5)


def test_writers_side_by_side_do_not_fork_it(log):
    started = [
        subprocess.Popen(
            [sys.executable, "-c", _APPEND, str(log.folder), str(log.anchor.path), str(writer), "40"],
            env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        )
        for writer in range(4)
    ]
    assert [process.wait(120) for process in started] == [0] * 4
    assert log.verify().passed
    assert [entry.sequence for entry in log.entries()] == list(range(1, 161))
    assert len({entry.subject for entry in log.entries()}) == 160


def test_a_changed_line_is_named(log):
    fill(log)
    first, second, *rest = lines(log)
    rewrite(log, first, second.replace(b"models/2", b"models/9"), *rest)
    assert problems(log) == ["line 2: entry 2 was changed: it has not its hash"]


def test_a_changed_line_with_a_hash_of_its_own_does_not_fit_the_next_one(log):
    fill(log)
    first, second, *rest = lines(log)
    entry = log_module.read_entry(second.rstrip(b"\n"))
    other = type(entry)(**{**entry.__dict__, "why": "another reason"})
    forged = type(entry)(**{**other.__dict__, "hash": other.compute_hash()})
    rewrite(log, first, forged.write() + b"\n", *rest)
    assert problems(log)[0].startswith("line 3: entry 3 stands where 3 should")
    assert "entry 2 is not the one that was anchored" in problems(log)[-1]


def test_another_spelling_of_the_same_line_is_a_change(log):
    fill(log)
    first, *rest = lines(log)
    rewrite(log, json.dumps(json.loads(first)).encode() + b"\n", *rest)
    assert problems(log)[0] == "line 1: is no entry: it was changed or cut"


def test_lines_that_changed_places_or_are_missing_are_named(log):
    fill(log)
    first, second, third, fourth = lines(log)
    rewrite(log, first, third, second, fourth)
    assert problems(log)[0] == "line 2: entry 3 stands where 2 should: a line was taken out, put in or moved"
    rewrite(log, first, third, fourth)
    assert problems(log)[0].startswith("line 2: entry 3 stands where 2 should")
    rewrite(log, first, second, second, third, fourth)
    assert problems(log)[0].startswith("line 3: entry 2 stands where 3 should")


@pytest.mark.parametrize("kept", [0, 2])
def test_a_log_that_was_cut_short_is_known_by_its_anchor_and_takes_nothing_more(log, kept):
    fill(log)
    rewrite(log, *lines(log)[:kept])
    assert problems(log) == [f"the log ends with entry {kept}, its anchor knows entry 4: the end was cut off"]
    with pytest.raises(AuditError, match="shorter than its anchor knows"):
        log.append("model.trained", "models/5", "a test")
    assert len(lines(log)) == kept


def test_a_log_that_was_written_anew_is_known_by_its_anchor(log):
    fill(log)
    log.path.unlink()
    forged = AuditLog(log.folder)
    fill(forged, 5)
    assert forged.verify().passed
    assert problems(log) == ["entry 1 is not the one that was anchored: the log was written anew"]


def test_a_line_that_was_cut_is_moved_aside_and_told_and_the_chain_goes_on(log):
    fill(log)
    cut = lines(log)[-1][:50]
    with log.path.open("ab") as file:
        file.write(cut)
    assert problems(log) == ["line 5: was cut by a full disk or a kill; the next entry moves it aside and says so"]
    log.append("model.trained", "models/5", "a test")
    *_, repair, last = log.entries()
    assert (repair.action, repair.details["bytes"]) == (REPAIRED, 50)
    assert last.subject == "models/5"
    kept = log.folder / repair.details["kept"]
    assert kept.read_bytes() == cut
    assert log.verify().passed
    kept.write_bytes(b"something else")
    assert "was changed" in problems(log)[0]


@pytest.mark.parametrize("dies_at", ["truncate", "_add", "rename"])
def test_a_repair_that_is_killed_is_finished_by_the_next_append(log, dies_at, monkeypatch):
    fill(log)
    with log.path.open("ab") as file:
        file.write(b'{"action":"model.tra')

    def die(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        if dies_at == "truncate":
            patched.setattr(os, "truncate", die)
        elif dies_at == "_add":
            patched.setattr(AuditLog, "_add", die)
        else:
            patched.setattr("pathlib.Path.rename", die)
        with pytest.raises(KeyboardInterrupt):
            log.append("model.trained", "models/5", "a test")
    log.append("model.trained", "models/5", "a test")
    assert log.verify().passed
    assert [entry.action for entry in log.entries()].count(REPAIRED) == 1
    assert [path.suffix for path in log.folder.glob("*.cut*")] == [".cut"]


def test_a_full_disk_adds_nothing_and_says_what_to_do(log, monkeypatch):
    fill(log)
    before, write = lines(log), os.write
    free = [70]

    def write_until_full(descriptor, data):
        if not free[0]:
            raise OSError(errno.ENOSPC, "No space left on device")
        written = write(descriptor, data[: free[0]])
        free[0] -= written
        return written

    with monkeypatch.context() as patched:
        patched.setattr(log_module.os, "write", write_until_full)
        patched.setattr(log_module, "hold_lock", lambda *_: log_module.suppress())
        with pytest.raises(AuditError, match=r"No space left.*make room"):
            log.append("model.trained", "models/5", "a test")
    assert lines(log) == before
    assert log.verify().passed


def test_an_anchor_in_the_store_is_refused(tmp_path):
    with pytest.raises(AuditError, match="lies in the store"):
        AuditLog(tmp_path / "store" / "audit", tmp_path / "store" / "anchor.jsonl")


def test_stores_share_a_folder_of_anchors(tmp_path):
    (tmp_path / "anchors").mkdir()
    logs = [AuditLog(tmp_path / name / "audit", tmp_path / "anchors") for name in ("one", "two")]
    for log in logs:
        fill(log)
    assert [log.verify().anchored for log in logs] == [4, 4]
    assert len(list((tmp_path / "anchors").iterdir())) == 2


def test_an_anchor_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "place").mkdir()
    log = AuditLog(tmp_path / "store" / "audit", tmp_path / "place" / "anchor.jsonl")
    log.append("model.trained", "models/1", "a test")
    log.anchor.path.unlink()
    log.anchor.path.mkdir()
    with pytest.raises(AuditError, match=r"cannot be (read|written)"):
        log.append("model.trained", "models/2", "a test")


def test_an_entry_without_a_reason_is_refused(log):
    with pytest.raises(AuditError, match="why has 1 to"):
        log.append("model.trained", "models/1", " ")
