"""Forgetting in a store that machines share: nothing is left there, and the other machine knows."""

from pathlib import Path

import pyarrow as pa
import pytest

from medpref_dagster.audit.log import AuditLog
from medpref_dagster.disclosure import Disclosure
from medpref_dagster.forgetting.collecting import collect
from medpref_dagster.forgetting.forget import forget, resume
from medpref_dagster.forgetting.plan import Places, refuse_half_done
from medpref_dagster.forgetting.tombstones import read_tombstones, require_key
from medpref_dagster.forgetting.wanted import ForgettingError, want_patient
from medpref_dagster.schemas import SFT_EXAMPLES
from medpref_dagster.storage.pointers import Pointers
from medpref_dagster.storage.store import Store
from tests.forgetting.made_project import make_key
from tests.storage.conftest import (
    azure,
    azure_server,
    azure_url,
    azurite_program,
    gcs,
    gcs_server,
    gcs_url,
    s3,
    s3_server,
    s3_url,
)

__all__ = [
    "azure",
    "azure_server",
    "azure_url",
    "azurite_program",
    "gcs",
    "gcs_server",
    "gcs_url",
    "s3",
    "s3_server",
    "s3_url",
]

ASSET = "clinic/sft_examples"
PLACES = Places({"clinic": "patient_id"})
GONE, KEPT = "P-000017", "P-000018"


def row(patient: str) -> dict[str, str]:
    return {"case_id": f"case of {patient}", "patient_id": patient, "split": "train", "prompt": "p", "completion": "c"}


@pytest.fixture(params=["folder", "s3_url", "azure_url", "gcs_url"])
def machines(request, tmp_path: Path, monkeypatch) -> list[Store]:
    """Two machines' views of one store, in which an asset has a patient's row."""
    make_key(tmp_path, monkeypatch)
    if request.param == "folder":
        stores = [Store(tmp_path / "store") for _ in range(2)]
    else:
        place = request.getfixturevalue(request.param)
        stores = [Store(tmp_path / name, place, Disclosure.IDENTIFIABLE) for name in ("one", "other")]
    table = pa.Table.from_pylist([row(GONE), row(KEPT)], schema=SFT_EXAMPLES)
    made = stores[0].write_table(table, SFT_EXAMPLES)
    stores[0].point(ASSET, made)
    stores[0].remember("key", made)
    stores[0].note("uses/clinic", {"rows": [f"case of {GONE}"]})
    stores[0].note("uses/clinic", {"rows": [f"case of {KEPT}"]})
    assert stores[1].current(ASSET).address == made.address
    return stores


def forget_one(store: Store) -> None:
    audit = AuditLog(store.root / "audit")
    forget(store, audit, want_patient(GONE), "asked for it", PLACES, require_key())


def test_a_patients_rows_and_notes_are_gone_for_every_machine(machines):
    one, other = machines
    before = other.current(ASSET)
    forget_one(one)
    for store in machines:
        assert [found["patient_id"] for found in store.read_table(store.current(ASSET)).to_pylist()] == [KEPT]
        assert store.read_notes("uses/clinic") == [{"rows": [f"case of {KEPT}"]}]
        assert store.recall("key") is None
        assert read_tombstones(store).holds_patient(GONE)
        assert not store.has(before.address)
        assert store.find_rest(before.address) == store.current(ASSET).address
        assert store.find_disclosure(before) is None
    collect(other, dry_run=False)
    assert not before.path.exists()


def test_while_it_is_half_done_no_machine_begins_anything_and_the_call_that_finishes_it_ends_that(
    machines, monkeypatch
):
    one, _ = machines

    def die(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Pointers, "redirect", die)
        with pytest.raises(KeyboardInterrupt):
            forget_one(one)
    for store in machines:
        with pytest.raises(ForgettingError, match=r"a patient.s forgetting was cut off.*`medpref forget --resume`"):
            refuse_half_done(store)
    resume(one, AuditLog(one.root / "audit"), require_key())
    for store in machines:
        refuse_half_done(store)
        assert [found["patient_id"] for found in store.read_table(store.current(ASSET)).to_pylist()] == [KEPT]


def test_what_stands_in_the_object_store_meanwhile_names_nobody(machines, monkeypatch):
    one, _ = machines
    if one.url is None:
        pytest.skip("a folder's plan is in the folder, for its owner alone")
    with monkeypatch.context() as patched:
        patched.setattr(Pointers, "redirect", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            forget_one(one)
    for name in (*one.documents.list_names("forgetting"), *one.documents.list_names("tombstones")):
        assert GONE.encode() not in (one.documents.read(name) or b"") + name.encode()
