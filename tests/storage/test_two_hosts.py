"""Two hosts share one store while one is killed: no artifact is lost, and the other finishes."""

import time
from pathlib import Path

import pyarrow as pa
import pytest

from medpref_dagster.storage.store import Store
from tests.storage.hosts import QUICK, can_make_hosts, start_on_host

SCHEMA = pa.schema([pa.field("n", pa.int64())])
MOST = 12

_WORK = (
    QUICK
    + f"""
import sys, pyarrow as pa
from medpref_dagster.locks import ignore
from medpref_dagster.storage.store import Store
root, url, dies_at = sys.argv[1], sys.argv[2] or None, int(sys.argv[3])
schema = pa.schema([pa.field("n", pa.int64())])
store = Store(root, url)
with store.hold_work("ab", "makes all of them", ignore):
    for n in range({MOST}):
        if store.recall(f"key-{{n}}") is not None:
            continue
        if n == dies_at:
            with store.new_folder("tables") as pending:
                (pending.path / "rows.parquet").write_bytes(b"half of it")
                print("half", flush=True)
                import signal
                signal.pause()
        made = store.write_table(pa.table({{"n": [n]}}), schema)
        store.point(f"uti/cases.part{{n}}", made)
        store.remember(f"key-{{n}}", made)
print("done", flush=True)
"""
)


@pytest.mark.skipif(not can_make_hosts(), reason="needs the right to make namespaces")
@pytest.mark.parametrize("kind", ["folder", "s3_url", "azure_url", "gcs_url"])
def test_what_a_host_made_before_it_was_killed_is_kept_and_the_other_makes_the_rest(
    kind, request: pytest.FixtureRequest, tmp_path: Path
):
    shared = kind != "folder"
    roots = [tmp_path / name if shared else tmp_path / "store" for name in ("one", "other")]
    place = request.getfixturevalue(kind) if shared else ""
    log, made = tmp_path / "one.log", range(MOST // 2)
    one = start_on_host("one", _WORK, str(roots[0]), place, str(MOST // 2), environment={}, log=log)
    _wait_for(log, "half", one)
    other_log = tmp_path / "other.log"
    other = start_on_host("other", _WORK, str(roots[1]), place, "-1", environment={}, log=other_log)
    try:
        before = {n: _open(roots[0], place).recall(f"key-{n}").address for n in made}
        assert other.poll() is None
        one.kill()
        one.wait()
        assert other.wait(120) == 0, other_log.read_text()
    finally:
        for process in (one, other):
            process.kill()
            process.wait()
    store = _open(tmp_path / "third" if shared else roots[0], place)
    assert {n: store.recall(f"key-{n}").address for n in made} == before
    found = [store.read_table(store.current(f"uti/cases.part{n}")).to_pylist() for n in range(MOST)]
    assert found == [[{"n": n}] for n in range(MOST)]
    assert len(store.list_artifacts()) == MOST


def _open(root: Path, place: str) -> Store:
    return Store(root, place or None)


def _wait_for(log: Path, word: str, process) -> None:
    until = time.monotonic() + 120
    while word not in (log.read_text() if log.exists() else ""):
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < until
        time.sleep(0.05)
