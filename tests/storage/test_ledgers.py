"""Ledgers: whole or not at all, once, in order, and damage is noticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpref_dagster.storage.errors import StoreError
from medpref_dagster.storage.ledgers import LedgerError, TakenError
from medpref_dagster.storage.store import Store
from tests.storage.damage import DAMAGES

NAME = "gate/uti_loop"


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path)


def fill(store: Store, count: int = 3) -> None:
    for number in range(count):
        store.append_to_ledger(NAME, {"number": number}, after=number)


def test_records_are_kept_in_order(store):
    assert store.read_ledger(NAME) == []
    fill(store)
    assert store.read_ledger(NAME) == [{"number": 0}, {"number": 1}, {"number": 2}]
    assert Store(store.root).read_ledger(NAME) == store.read_ledger(NAME)


def test_who_read_less_than_there_is_adds_nothing(store):
    fill(store)
    with pytest.raises(TakenError, match="read it again"):
        store.append_to_ledger(NAME, {"number": 9}, after=2)
    assert len(store.read_ledger(NAME)) == 3


def test_two_that_write_the_same_number_at_once_are_told_apart(store, monkeypatch):
    """The second one passes the first look, as a process on another machine may."""
    fill(store, 1)
    monkeypatch.setattr(type(store.ledgers), "_read", lambda *_: [])
    with pytest.raises(TakenError):
        store.append_to_ledger(NAME, {"number": 9}, after=0)
    monkeypatch.undo()
    assert store.read_ledger(NAME) == [{"number": 0}]


def test_who_read_more_than_there_is_is_told(store):
    fill(store, 1)
    with pytest.raises(LedgerError, match="has 1 records, and 2 were read"):
        store.append_to_ledger(NAME, {}, after=2)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
@given(place=st.integers(1, 3), position=st.integers(0, 400), bit=st.integers(0, 7))
def test_damage_is_an_error_and_never_a_shorter_or_other_history(damage, place, position, bit, tmp_path_factory):
    store = Store(tmp_path_factory.mktemp("store"))
    fill(store)
    path = store.root / "ledgers" / NAME / f"{place:06d}.json"
    was = path.read_bytes()
    damage(path, position, bit)
    if path.exists() and path.read_bytes().strip() == was.strip():
        return
    if not path.exists() and place == 3:
        assert store.read_ledger(NAME) == [{"number": 0}, {"number": 1}]  # what the last one was, no other file knows
        return
    with pytest.raises(LedgerError):
        store.read_ledger(NAME)


def test_a_record_that_was_replaced_by_another_whole_one_is_noticed(store):
    fill(store)
    other = Store(store.root / "other")
    other.append_to_ledger(NAME, {"number": 7}, after=0)
    (store.root / "ledgers" / NAME / "000001.json").write_bytes(
        (other.root / "ledgers" / NAME / "000001.json").read_bytes()
    )
    with pytest.raises(LedgerError, match="does not follow"):
        store.read_ledger(NAME)


@pytest.mark.parametrize("name", ["../outside", "a//b", "", "/etc"])
def test_a_ledger_stays_in_its_folder(store, name):
    with pytest.raises(StoreError, match="no name for the store"):
        store.append_to_ledger(name, {}, after=0)
