"""Which split a patient belongs to: a keyed hash, so that a new row never moves an old patient."""

import hashlib
from collections.abc import Iterable

from medpref_dagster.declaration import Split
from medpref_dagster.schemas import SPLITS

_MANTISSA_BITS = 53


def hash_to_unit(text: str, seed: int) -> float:
    """Place a text in [0, 1), the same on every machine, independently for every seed.

    The first 53 bits of BLAKE2b keyed by the seed, over 2^53: every value is an exact double.
    """
    digest = hashlib.blake2b(text.encode(), digest_size=8, key=str(seed).encode()).digest()
    return (int.from_bytes(digest, "big") >> (64 - _MANTISSA_BITS)) / 2**_MANTISSA_BITS


def assign_split(patient_id: str, split: Split) -> str:
    """The split of a patient, one of `schemas.SPLITS`.

    Depends on the patient, the seed and the shares only: not on other rows, nor on the order.
    """
    position = hash_to_unit(patient_id, split.seed)
    edge = 0.0
    for name in SPLITS[:-1]:
        edge += getattr(split, name)
        if position < edge:
            return name
    return SPLITS[-1]


def assign_splits(patient_ids: Iterable[str], split: Split) -> dict[str, str]:
    """Patient -> split, each patient once."""
    return {patient: assign_split(patient, split) for patient in dict.fromkeys(patient_ids)}
