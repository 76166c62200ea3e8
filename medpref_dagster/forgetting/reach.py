"""What is current: what assets point to, what that stands on, and whose it is."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from medpref_dagster.forgetting.named import list_named
from medpref_dagster.forgetting.taint import is_tainted
from medpref_dagster.gate.rounds import read_decisions
from medpref_dagster.promotion.history import read_moves
from medpref_dagster.storage.store import Store


@dataclass(frozen=True)
class Pointer:
    """A document of `refs/`."""

    asset: str
    partition: str | None
    """As its file is named."""
    address: str | None
    parts: dict[str, str]

    @property
    def owner(self) -> str:
        """The task, study, ablation or feedback."""
        return self.asset.partition("/")[0]

    @property
    def addresses(self) -> list[str]:
        """Everything that it names."""
        return [*([self.address] if self.address else []), *self.parts.values()]

    def __str__(self) -> str:
        """As a person reads it."""
        return self.asset if self.partition is None else f"{self.asset} for {self.partition}"


@dataclass(frozen=True)
class Reach:
    """The current artifacts of a store."""

    pointers: tuple[Pointer, ...]
    owners: dict[str, frozenset[str]]
    """Address of each -> who has it. What is in the store and not here is superseded."""

    def owners_of(self, address: str) -> frozenset[str]:
        """Who has an artifact; nobody, if it is superseded."""
        return self.owners.get(address, frozenset())

    def pointers_to(self, address: str) -> list[Pointer]:
        """The assets that point to it, now."""
        return [pointer for pointer in self.pointers if address in pointer.addresses]


def find_reach(store: Store, without: Collection[str] = ()) -> Reach:
    """Follow every pointer to what it names, models to what they stand on, and trials to what they are of.

    A loop's former champions and the models that its gate decided on are its own, too: it may go back to them.

    Parameters
    ----------
    without
        Addresses that are not followed, as if no pointer had them.
    """
    pointers = tuple(list_pointers(store))
    owners: dict[str, set[str]] = {}
    waiting = [(address, pointer.owner) for pointer in pointers for address in pointer.addresses]
    waiting += list_decided(store)
    while waiting:
        address, owner = waiting.pop()
        if address in without or owner in owners.get(address, ()):
            continue
        owners.setdefault(address, set()).add(owner)
        waiting += [(other, name or owner) for other, name in list_named(store, address)]
    return Reach(pointers, {address: frozenset(names) for address, names in owners.items()})


def list_pointers(store: Store) -> Iterator[Pointer]:
    """Every pointer that can be read: `refs/<owner>/<asset>.json` and `refs/<owner>/<asset>/<partition>.json`."""
    # A partition before what has none, and that before the next asset, as files are sorted.
    for name, pointer in sorted(store.pointers.read_all(), key=lambda item: f"{item[0]}.json".split("/")):
        names = name.split("/")
        partition = names[2] if len(names) > 2 else None
        yield Pointer("/".join(names[:2]), partition, pointer.get("address"), dict(pointer.get("parts", {})))


def list_decided(store: Store) -> list[tuple[str, str]]:
    """The models that the ledgers of champions and of decisions name, where they are now, each with its loop.

    Not those that are gone, and none that is tainted: no loop goes back to it.

    Raises
    ------
    StoreError
        If a ledger is damaged: what must be kept is not known then.
    """
    found: list[tuple[str, str]] = []
    for loop in list_loops(store):
        found += [(move.model, loop) for move in read_moves(store, loop)]
        found += [(store.find_rest(item.challenger), loop) for item in read_decisions(store, loop)]
    return [
        (address, loop)
        for address, loop in dict.fromkeys(found)
        if store.has(address) and not is_tainted(store, address)
    ]


def list_loops(store: Store) -> list[str]:
    """The loops that have champions or decisions; a loop's name is an identifier, which a folder's may be as it is."""
    names = (name.partition("/") for name in store.ledgers.list_names())
    return sorted({loop.partition("/")[0] for kind, _, loop in names if kind in ("champion", "gate")})


def list_champions(store: Store) -> dict[str, list[str]]:
    """Address of each model that is or was a loop's champion -> what it is, as a person reads it."""
    found: dict[str, dict[str, None]] = {}
    for loop in list_loops(store):
        *former, last = read_moves(store, loop) or [None]
        if last is not None:
            found.setdefault(last.model, {})[f"champion of {loop}"] = None
        for move in former:
            if move is not None and move.model != getattr(last, "model", None):
                found.setdefault(move.model, {})[f"former champion of {loop}"] = None
    return {address: list(told) for address, told in found.items()}


def list_tainted(store: Store) -> Iterator[str]:
    """What assets point to now and is tainted: each model that must be trained again, as a person reads it."""
    for pointer in list_pointers(store):
        address = pointer.address
        if address is not None and address.startswith("models/") and is_tainted(store, address):
            yield str(pointer)
