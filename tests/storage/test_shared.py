"""A store that machines share as an object store, on servers of two clouds, and what happens when one is not as it
should be."""

import base64
import os
import subprocess
import sys
import threading
from pathlib import Path

import pyarrow as pa
import pytest

from medpref_dagster.disclosure import Disclosure
from medpref_dagster.storage import documents, shelf
from medpref_dagster.storage.errors import DamagedError, MissingError, StoreError, UnreachableError
from medpref_dagster.storage.ledgers import TakenError
from medpref_dagster.storage.objects import Objects
from medpref_dagster.storage.store import Store
from tests.conftest import CHECKOUT
from tests.storage import azure_server
from tests.storage.azure_server import KEY
from tests.storage.gcs_server import write_account
from tests.storage.s3_server import ACCESS_KEY, SECRET_KEY, Server

SCHEMA = pa.schema([pa.field("n", pa.int64())])
ASSET = "uti/cases"


def table(store: Store, n: int):
    return store.write_table(pa.table({"n": [n]}), SCHEMA)


def at_once(*calls):
    """Call them side by side; what each gave or raised."""
    found = [None] * len(calls)

    def run(place, call):
        try:
            found[place] = call()
        except StoreError as error:
            found[place] = error

    threads = [threading.Thread(target=run, args=item) for item in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


only_s3 = pytest.mark.parametrize("url", ["s3_url"], indirect=True)
"""What is asked of a server that can be told to misbehave."""


@pytest.fixture(params=["s3_url", "azure_url", "gcs_url"])
def url(request) -> str:
    return request.getfixturevalue(request.param)


@pytest.fixture
def here(url: str, tmp_path: Path) -> Store:
    return Store(tmp_path / "here", url)


@pytest.fixture
def there(url: str, tmp_path: Path) -> Store:
    """Another machine's."""
    return Store(tmp_path / "there", url)


def test_the_server_keeps_conditions_also_when_many_ask_at_once(url):
    """What the other tests stand on: a server that only looks and then writes would pass them by luck."""
    objects = [Objects(url) for _ in range(4)]
    objects[0].create("n", b"0")
    made = at_once(*[lambda one=one: [one.create(f"k{k}", b"") is not None for k in range(10)] for one in objects])
    assert [sum(column) for column in zip(*made, strict=True)] == [1] * 10
    at_once(*[lambda one=one: [one.change("n", lambda n: b"%d" % (int(n) + 1)) for _ in range(10)] for one in objects])
    assert objects[0].read("n").content == b"40"


def test_what_one_machine_makes_another_finds(here, there):
    first, second = table(here, 1), table(here, 2)
    here.point(f"{ASSET}.parts", first, "tiny")
    here.point(ASSET, second, "tiny")
    here.remember("key", first)
    here.record_inputs(second, [first])
    here.record_disclosure(second, ASSET, Disclosure.SYNTHETIC)
    here.note("costs/uti", {"seconds": 1})
    here.append_to_ledger("champion/uti", {"model": "a"}, after=0)
    there.note("costs/uti", {"seconds": 2})

    assert there.current_version(ASSET, "tiny") == second.version
    assert there.read_table(there.current(f"{ASSET}.parts", "tiny")).to_pylist() == [{"n": 1}]
    assert there.recall("key").address == first.address
    assert (there.parents(second), there.children(first)) == ([first.address], [second.address])
    assert there.find_disclosure(second, ASSET) is Disclosure.SYNTHETIC
    assert here.read_notes("costs/uti") == [{"seconds": 1}, {"seconds": 2}]
    assert there.read_ledger("champion/uti") == [{"model": "a"}]
    assert there.list_artifacts() == sorted([first.address, second.address])


def test_the_same_content_made_on_two_machines_is_one_artifact(here, there):
    made = at_once(lambda: table(here, 1), lambda: table(there, 1))
    assert len({artifact.address for artifact in made}) == 1
    assert here.list_artifacts() == [made[0].address]


def test_a_copy_is_its_owners_alone_and_is_made_again_when_it_is_damaged(here, there):
    made = table(here, 1)
    copy = there.artifact(made.address).path
    assert {path.stat().st_mode & 0o077 for path in (copy, *copy.iterdir())} == {0}
    (copy / "rows.parquet").write_bytes(b"flipped")
    assert there.read_table(made.address).to_pylist() == [{"n": 1}]


def test_an_upload_that_breaks_off_leaves_nothing(here, there, monkeypatch):
    def break_off(folder):
        yield b"x" * (12 * 2**20)
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(shelf, "_pack", break_off)
    with pytest.raises((OSError, StoreError)):
        table(here, 1)
    assert there.list_artifacts() == []
    monkeypatch.undo()
    assert table(here, 1).address in there.list_artifacts()


_UPLOADS = """
import signal, sys, pyarrow as pa
from medpref_dagster.storage import shelf
from medpref_dagster.storage.store import Store

def pack(folder):
    yield b"x" * (12 * 2**20)
    print("half", flush=True)
    signal.pause()

shelf._pack = pack
Store(sys.argv[1], sys.argv[2]).write_table(pa.table({"n": [1]}), pa.schema([pa.field("n", pa.int64())]))
"""


def test_an_upload_in_whose_middle_its_process_is_killed_leaves_nothing_that_is_read(there, tmp_path):
    command = [sys.executable, "-c", _UPLOADS, str(tmp_path / "killed"), there.url]
    with subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(CHECKOUT)}, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"half\n"
        process.kill()
    assert there.list_artifacts() == []
    made = table(there, 1)
    assert Store(tmp_path / "third", there.url).read_table(made.address).to_pylist() == [{"n": 1}]


@only_s3
def test_a_full_store_says_so_and_what_was_there_stays(here, there, s3: Server):
    before = table(here, 1)
    here.point(ASSET, before)
    s3.behave("full")
    with pytest.raises(StoreError, match=r"is full .*make room there"):
        here.point(ASSET, table(here, 2))
    s3.behave()
    assert there.current(ASSET).address == before.address
    assert there.list_artifacts() == [before.address]
    after = table(here, 2)
    here.point(ASSET, after)
    assert there.current(ASSET).address == after.address


@only_s3
@pytest.mark.parametrize(
    ("how", "changed", "said"),
    [
        ("strangers", {"AWS_ACCESS_KEY_ID": "somebody"}, "refuses to write .*credentials .* are wrong"),
        ("", {"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None}, "no credentials for s3://"),
        ("skewed", {}, "its clock is wrong"),
        ("careless", {}, "does not keep conditions"),
        ("", {"AWS_ENDPOINT_URL": "http://127.0.0.1:9"}, "cannot be reached"),
        ("busy", {}, r"does not answer \(SlowDown, status 503\): try it again later"),
        ("expired", {}, r"refuses to write \(ExpiredToken.* have expired"),
        ("over-quota", {}, r"is full \(QuotaExceeded"),
        ("elsewhere", {}, "lies in another region .*set AWS_REGION"),
        ("other-region", {}, "lies in another region .*set AWS_REGION"),
        ("", {"AWS_SECRET_ACCESS_KEY": None}, "credentials for s3://.* are not whole"),
        ("", {"AWS_ACCESS_KEY_ID": None}, "credentials for s3://.* are not whole"),
        ("", {"AWS_ENDPOINT_URL": "127.0.0.1:9"}, "AWS_ENDPOINT_URL is no address of a server"),
        ("", {"AWS_ENDPOINT_URL": "http://somebody:somebody@127.0.0.1:9"}, "is no address of a server.*without a user"),
        ("", {"AWS_ALLOW_HTTP": None}, "without TLS.*AWS_ALLOW_HTTP=true"),
    ],
)
def test_a_store_that_cannot_be_had_is_told_in_a_sentence_without_keys(
    how, changed, said, url, s3: Server, monkeypatch, tmp_path
):
    s3.behave(how)
    for name, value in changed.items():
        monkeypatch.delenv(name) if value is None else monkeypatch.setenv(name, value)
    with pytest.raises(StoreError, match=said) as raised:
        Store(tmp_path, url)
    told = str(raised.value)
    assert not any(word in told for word in (ACCESS_KEY, SECRET_KEY, "somebody", "the key of who asked"))
    assert raised.value.__cause__ is None


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            {"AZURE_STORAGE_ACCOUNT_KEY": base64.b64encode(b"somebody's").decode()},
            r"refuses to write \(Auth.*, status 403\)",
        ),
        ({"AZURE_STORAGE_ACCOUNT_NAME": "somebody"}, "refuses to write .*credentials .* are wrong"),
        ({"AZURE_STORAGE_ACCOUNT_KEY": "somebody: no base64"}, r"are not whole \(InvalidAccessKey"),
        ({"AZURE_STORAGE_ACCOUNT_NAME": None}, r"are not whole \(MissingAccount"),
        ({"AZURE_STORAGE_ENDPOINT": "http://127.0.0.1:9/testaccount"}, "cannot be reached"),
        ({"AZURE_STORAGE_ENDPOINT": "127.0.0.1:9"}, "AZURE_STORAGE_ENDPOINT is no address of a server"),
        ({"AZURE_ALLOW_HTTP": None}, "without TLS.*AZURE_ALLOW_HTTP=true"),
    ],
)
def test_of_azure_too_it_is_told_in_a_sentence_without_keys(changed, said, azure_url, monkeypatch, tmp_path):
    for name, value in changed.items():
        monkeypatch.delenv(name) if value is None else monkeypatch.setenv(name, value)
    with pytest.raises(StoreError, match=said) as raised:
        Store(tmp_path, azure_url)
    assert not any(word in str(raised.value) for word in (KEY, changed.get("AZURE_STORAGE_ACCOUNT_KEY") or KEY))
    assert raised.value.__cause__ is None


def test_a_full_store_of_azure_says_so_however_it_is_written(azure, azurite_program, monkeypatch, tmp_path):
    """Azure answers a conditional write with the status of "it is there", for whatever reason it does not write."""
    with azure_server.run_server(azurite_program, room_mib=1) as small:
        monkeypatch.setenv("AZURE_STORAGE_ENDPOINT", small.environment["AZURE_STORAGE_ENDPOINT"])
        objects = Objects(f"az://{azure_server.CONTAINER}/full")
        much = os.urandom(2 * 2**20)
        for write in (objects.write, objects.create):
            with pytest.raises(StoreError, match=r"is full .*make room there"):
                write("much", much)
        with pytest.raises(StoreError, match=r"is full .*make room there"):
            objects.change("much", lambda _: much)
        assert objects.read("much") is None


def test_a_container_that_is_not_there_is_told(azure, tmp_path):
    with pytest.raises(StoreError, match="make the container 'elsewhere' first"):
        Store(tmp_path, "az://elsewhere/store")


def test_a_bucket_that_is_not_there_is_told(s3, tmp_path):
    with pytest.raises(StoreError, match="make the bucket 'elsewhere' first"):
        Store(tmp_path, "s3://elsewhere/store")


def test_a_server_that_goes_away_is_no_reason_to_compute_again(here, monkeypatch, tmp_path):
    here.remember("key", table(here, 1))
    for name in ("AWS_ENDPOINT_URL", "AZURE_STORAGE_ENDPOINT"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("GOOGLE_SERVICE_ACCOUNT", str(write_account(tmp_path, "http://127.0.0.1:9")))
    monkeypatch.setattr(Objects, "_require_conditions", lambda self: None)
    with pytest.raises(UnreachableError, match="cannot be reached"):
        Store(here.root, here.url).recall("key")


def test_a_server_that_goes_away_is_no_reason_to_call_an_asset_stale(here, monkeypatch):
    here.point(ASSET, table(here, 1))

    def fall_silent(*_):
        raise UnreachableError("gone")

    monkeypatch.setattr(Objects, "read", fall_silent)
    with pytest.raises(UnreachableError):
        here.current_version(ASSET)


def test_of_two_that_change_one_pointer_neither_undoes_the_other(here, there):
    made = table(here, 1)
    names = [f"{ASSET}.part{number}" for number in range(6)]
    at_once(*[lambda name=name, store=store: store.point(name, made)
              for name, store in zip(names, [here, there] * 3, strict=True)])  # fmt: skip
    assert [here.current(name).address for name in names] == [made.address] * 6


def test_of_two_that_decide_at_once_one_is_told_to_decide_anew(here, there):
    found = at_once(*[lambda store=store: store.append_to_ledger("champion/uti", {"model": "a"}, after=0)
                      for store in (here, there)])  # fmt: skip
    assert sum(isinstance(one, TakenError) for one in found) == 1
    assert here.read_ledger("champion/uti") == [{"model": "a"}]


def test_a_write_whose_answer_got_lost_is_known_for_ones_own(url, monkeypatch):
    import obstore
    from obstore.exceptions import AlreadyExistsError

    objects, put = Objects(url), obstore.put

    def put_and_lose_the_answer(*given, **named):
        put(*given, **named)
        raise AlreadyExistsError("it was sent again")

    monkeypatch.setattr(obstore, "put", put_and_lose_the_answer)
    version = objects.create("mine", b"1")
    monkeypatch.undo()
    assert version is not None
    assert objects.replace("mine", b"2", version) is not None
    assert objects.create("mine", b"3") is None


def test_a_long_journal_is_kept_in_parts_in_order_and_is_cleaned_in_all_of_them(here, there, monkeypatch):
    monkeypatch.setattr(documents, "_PART_BYTES", 100)
    for number in range(12):
        (here if number % 2 else there).note("judged/uti", {"n": number})
    assert len(Objects(here.url).list_folder("journals/judged/uti.jsonl")) > 2
    assert [record["n"] for record in here.read_notes("judged/uti")] == list(range(12))
    assert here.journals.list_names() == ["judged/uti"]
    assert there.journals.rewrite("judged/uti", lambda record: record if record["n"] % 3 else None) == 4
    assert [record["n"] for record in here.read_notes("judged/uti")] == [n for n in range(12) if n % 3]


@pytest.mark.parametrize("damage", [b"", b"no archive", "cut"])
def test_what_is_damaged_there_counts_as_absent_and_is_replaced(damage, here, there, url):
    made, objects = table(here, 1), Objects(url)
    here.remember("key", made)
    whole = objects.read(f"{made.address}.tar").content
    objects.write(f"{made.address}.tar", whole[:600] if damage == "cut" else damage)
    with pytest.raises(DamagedError, match="materialize the asset that made it"):
        there.artifact(made.address)
    assert there.recall("key") is None
    assert list((there.root / "tables").iterdir()) == []
    table(there, 1)
    assert objects.read(f"{made.address}.tar").content == whole


def test_what_one_machine_removes_is_nowhere_any_more(here, there):
    made, other = table(here, 1), table(here, 2)
    for address in (made.address, other.address):
        there.artifact(address)
    here.remove_artifact(made.address)
    with pytest.raises(MissingError):
        there.artifact(made.address)
    assert not (there.root / made.address).exists()
    here.remove_artifact(other.address)
    there.sweep_abandoned()
    assert list((there.root / "tables").iterdir()) == []


def test_what_another_machine_is_writing_is_not_swept(here, there):
    with here.new_folder("tables") as pending:
        (pending.path / "rows.parquet").write_bytes(b"half")
        there.sweep_abandoned()
        with there.new_folder("tables") as other:
            (other.path / "rows.parquet").write_bytes(b"other")
    assert here.list_artifacts() == sorted([pending.finished.address, other.finished.address])


@pytest.mark.parametrize(
    ("may_hold", "disclosure", "allowed"),
    [
        (None, Disclosure.SYNTHETIC, True),
        (None, Disclosure.DEIDENTIFIED, False),
        (Disclosure.DEIDENTIFIED, Disclosure.DEIDENTIFIED, True),
        (Disclosure.DEIDENTIFIED, Disclosure.IDENTIFIABLE, False),
        (Disclosure.IDENTIFIABLE, Disclosure.IDENTIFIABLE, True),
    ],
)
def test_only_text_that_the_profile_allows_goes_there(may_hold, disclosure, allowed, url, tmp_path):
    store = Store(tmp_path, url, may_hold)
    if allowed:
        store.require_may_hold(disclosure, ASSET)
    else:
        with pytest.raises(StoreError, match=f"{ASSET} is {disclosure.value}, and {url} may hold .*nothing of it"):
            store.require_may_hold(disclosure, ASSET)


def test_a_folder_holds_whatever_it_is_given(tmp_path):
    store, held = Store(tmp_path), list[Disclosure]()
    for disclosure in Disclosure:
        store.require_may_hold(disclosure, ASSET)
        held.append(disclosure)
    assert Disclosure.IDENTIFIABLE in held
