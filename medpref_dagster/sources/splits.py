"""Which split a patient is in: by a keyed hash, so that a new row moves no old patient, or as the source says."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from medpref_dagster.answering.answers import Labels, look_up_value
from medpref_dagster.declaration import Split
from medpref_dagster.schemas import SPLITS

_MANTISSA_BITS = 53

_RARE_FIRST = ("train", "test", "dev", "eval")
"""Who gets a patient with a label of which there are fewer patients than splits: what is not trained on cannot be
learned, what is not tested not be judged."""


@dataclass(frozen=True)
class PlacedRow:
    """What decides in which split a row is."""

    patient_id: str
    splits: tuple[str, ...] = SPLITS
    """Among which the row's patient is drawn; a single one where the source gives the split."""
    labels: Labels = ()


def hash_to_unit(text: str, seed: int) -> float:
    """Place a text in [0, 1), the same on every machine, independently for every seed.

    The first 53 bits of BLAKE2b keyed by the seed, over 2^53: every value is an exact double.
    """
    digest = hashlib.blake2b(text.encode(), digest_size=8, key=str(seed).encode()).digest()
    return (int.from_bytes(digest, "big") >> (64 - _MANTISSA_BITS)) / 2**_MANTISSA_BITS


def read_given_splits(record: Mapping[str, object], split: Split) -> tuple[str, ...]:
    """Among which splits a source row's patient is drawn, by the declared column; without one, among all.

    Raises
    ------
    MissingAnswer
        If the column is absent or empty in this row.
    UnknownLabel
        If its value is none of the declared ones.
    """
    given = split.given()
    if split.column is None:
        return SPLITS
    return given[look_up_value(split.column, {value: value for value in given}, record)]


def assign_split(patient_id: str, split: Split, among: Sequence[str] = SPLITS) -> str:
    """The split of a patient, one of `among`, in proportion to the shares.

    Depends on the patient, the seed and the shares only: not on other rows, nor on the order.
    """
    possible = [name for name in among if split.share(name) > 0] or list(among)
    whole = 1.0 if len(among) == len(SPLITS) else sum(split.share(name) for name in possible)
    position = hash_to_unit(patient_id, split.seed) * whole
    edge = 0.0
    for name in possible[:-1]:
        edge += split.share(name)
        if position < edge:
            return name
    return possible[-1]


def assign_splits(rows: Iterable[PlacedRow], split: Split) -> list[str | None]:
    """The split of each row; None where its patient has rows that the source gives to a later split.

    A patient is in one split. Where the source gives a patient's rows to several, it is in the last of them (test,
    dev, eval, train), so that a given test set stays whole; the rows that are given to another are in none.

    With `split.stratify` the patients of each label are dealt out by themselves, in the order of their hash and in
    proportion to the shares; a patient with several labels counts for the rarest. Every split gets one, where there
    are so many.
    """
    rows = list(rows)
    among: dict[str, tuple[str, ...]] = {}
    for row in rows:
        among[row.patient_id] = max(among.get(row.patient_id, row.splits), row.splits, key=_rank_splits)
    if split.stratify:
        placed = _deal_out(among, _find_rarest_labels(rows), split)
    else:
        placed = {patient: assign_split(patient, split, names) for patient, names in among.items()}
    return [placed[row.patient_id] if row.splits == among[row.patient_id] else None for row in rows]


def _rank_splits(names: Sequence[str]) -> list[int]:
    """Greatest for the latest split; among those that may end in the same one, for the fewest others."""
    ranks = sorted(map(SPLITS.index, names), reverse=True)
    return [ranks[0], ranks[-1], *ranks]


def _find_rarest_labels(rows: Sequence[PlacedRow]) -> dict[str, tuple[str, str] | None]:
    """Patient -> the one of its labels that fewest patients have."""
    labels: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in rows:
        labels[row.patient_id].update(row.labels)
    patients = Counter(label for own in labels.values() for label in own)
    return {
        patient: min(own, key=lambda label: (patients[label], label), default=None) for patient, own in labels.items()
    }


def _deal_out(
    among: Mapping[str, tuple[str, ...]], labels: Mapping[str, tuple[str, str] | None], split: Split
) -> dict[str, str]:
    """Patient -> split, each stratum dealt out in proportion."""
    strata: defaultdict[tuple[tuple[str, ...], tuple[str, str] | None], list[str]] = defaultdict(list)
    for patient, names in among.items():
        strata[names, labels[patient]].append(patient)
    placed: dict[str, str] = {}
    for (names, _), patients in strata.items():
        patients.sort(key=lambda patient: (hash_to_unit(patient, split.seed), patient))
        counts = _apportion(len(patients), names, split)
        order = [name for name in SPLITS for _ in range(counts.get(name, 0))]
        placed |= dict(zip(patients, order, strict=True))
    return placed


def _apportion(patients: int, names: Sequence[str], split: Split) -> dict[str, int]:
    """How many of so many patients each split gets: the largest remainders, and one at least while there are any."""
    possible = [name for name in _RARE_FIRST if name in names and split.share(name) > 0] or list(names)
    total = sum(split.share(name) for name in possible) or 1.0
    quotas = {name: patients * (split.share(name) or total) / total for name in possible}
    counts = {name: int(quota) for name, quota in quotas.items()}
    by_remainder = sorted(possible, key=lambda name: counts[name] - quotas[name])
    for name in by_remainder[: patients - sum(counts.values())]:
        counts[name] += 1
    for name in possible[:patients]:
        if not counts[name]:
            counts[max(counts, key=lambda other: counts[other])] -= 1
            counts[name] += 1
    return counts
