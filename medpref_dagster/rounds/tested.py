"""Which held-out pairs a round tests on: those of the patients whose turn it is, and at most so many."""

from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from medpref_dagster.declaration.gate import Gate, RotatingHoldout
from medpref_dagster.declaration.loop import LoopDeclaration
from medpref_dagster.gate.rounds import find_decision, plan_look
from medpref_dagster.gate.spending import divide_patients
from medpref_dagster.sources.splits import hash_to_unit
from medpref_dagster.storage.store import Store

KeepPatient = Callable[[str], bool]


def find_part(store: Store, name: str, gate: Gate | None, of_round: str) -> int | None:
    """The part of held-out patients that a round tests on, where they rotate: as it was decided, else as is due.

    Parameters
    ----------
    name
        The loop's.
    """
    if gate is None or not isinstance(gate.error_control, RotatingHoldout):
        return None
    decision = find_decision(store, name, of_round)
    return plan_look(store, name, gate).part if decision is None else decision.part


def keep_part(gate: Gate | None, part: int | None) -> KeepPatient:
    """Who is tested on; everybody where patients do not rotate."""
    control = None if gate is None else gate.error_control
    if part is None or not isinstance(control, RotatingHoldout):
        return lambda _: True
    return lambda patient: divide_patients([patient], control)[patient] == part


def choose_tested(pairs: pa.Table, loop: LoopDeclaration, keep: KeepPatient) -> pa.Table:
    """The test pairs of these patients, at most `max_test_pairs` by a hash of their ids; in the order of the table.

    Parameters
    ----------
    pairs
        Columns in: ROUND_PAIRS.
    """
    test = pairs.filter(pc.field("split") == "test")
    test = test.filter(pa.array([keep(patient) for patient in test["patient_id"].to_pylist()], pa.bool_()))
    most = loop.max_test_pairs
    if most is None or test.num_rows <= most:
        return test
    ids: list[str] = test["pair_id"].to_pylist()
    places = sorted(range(len(ids)), key=lambda place: hash_to_unit(f"test {ids[place]}", loop.holdout.seed))[:most]
    return test.take(pa.array(sorted(places), pa.int64()))
