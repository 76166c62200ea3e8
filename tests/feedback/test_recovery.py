"""What is planted in a simulated quarter comes out again: by the rules, and by who is reliable."""

import pyarrow as pa
import pytest

from medpref_dagster.declaration.signal import ReliabilityRules
from medpref_dagster.feedback.edits import EditRules
from medpref_dagster.feedback.events import dump_event
from medpref_dagster.feedback.judgements import list_judgements
from medpref_dagster.feedback.reliability import measure_reliability, weigh_pairs
from medpref_dagster.schemas import FEEDBACK_PAIRS, REACTIONS
from medpref_dagster.synthetic.feedback_quarter import ADVERSARIAL, CARELESS, Reacted, Shown, simulate_quarter
from tests.feedback.made_weeks import Made, make_all

_UNKNOWN = 9
"""Mistakes of a text that nobody planted: what the adversarial clinician made of an answer."""


@pytest.fixture(scope="module")
def quarter(tmp_path_factory: pytest.TempPathFactory) -> tuple[Made, dict[tuple[str, str], int]]:
    """The quarter's tables, and (prompt, text) -> planted mistakes."""
    once = {item.event.id: item for item in simulate_quarter(3000, seed=5)}
    shown = {name: item for name, item in once.items() if isinstance(item, Shown)}
    events = [
        dump_event(item.event) | {"kind": item.event.kind, "schema_version": 1}
        for item in once.values()
        if not isinstance(item, Reacted) or item.event.generation in shown
    ]
    mistakes = {(item.event.prompt, item.planted.gold): 0 for item in shown.values()}
    mistakes |= {(item.event.prompt, item.event.answer): len(item.planted.mistakes) for item in shown.values()}
    return make_all(tmp_path_factory.mktemp("weeks"), events), mistakes


def gather(made: Made, name: str, schema: pa.Schema) -> pa.Table:
    return pa.Table.from_pylist([row for tables in made.tables.values() for row in tables[name]], schema=schema)


def test_pairs_prefer_what_has_fewer_mistakes(quarter: tuple[Made, dict[tuple[str, str], int]]) -> None:
    made, mistakes = quarter
    retracted = {row["pair_id"] for tables in made.tables.values() for row in tables["retracted"]}
    reactions, pairs = gather(made, "reactions", REACTIONS), gather(made, "pairs", FEEDBACK_PAIRS)
    rules = ReliabilityRules(samples=50)
    clinicians = measure_reliability(reactions, list_judgements(reactions, EditRules()), rules, 8.0)
    right, weights = [], []
    for row, weight in zip(pairs.to_pylist(), weigh_pairs(pairs, clinicians, rules), strict=True):
        if row["pair_id"] not in retracted:
            chosen, rejected = (mistakes.get((row["prompt"], row[side]), _UNKNOWN) for side in ("chosen", "rejected"))
            right.append(float(chosen < rejected))
            weights.append(weight)
    plain = sum(right) / len(right)
    weighted = sum(hit * weight for hit, weight in zip(right, weights, strict=True)) / sum(weights)
    assert len(right) > 300
    assert plain > 0.93
    assert weighted > 0.97
    assert weighted > plain


def test_every_mistake_that_a_good_clinician_mends_or_refuses_becomes_a_pair(
    quarter: tuple[Made, dict[tuple[str, str], int]],
) -> None:
    made, mistakes = quarter
    reactions, pairs = gather(made, "reactions", REACTIONS), gather(made, "pairs", FEEDBACK_PAIRS)
    mended = [
        row
        for row in reactions.to_pylist()
        if row["kind"] in ("edited", "rejected", "regenerated")
        and row["clinician"] not in (CARELESS, ADVERSARIAL)
        and mistakes[row["prompt"], row["answer"]]
    ]
    paired = {(row["prompt"], row["rejected"]) for row in pairs.to_pylist()}
    found = sum((row["prompt"], row["answer"]) in paired for row in mended)
    assert len(mended) > 100
    assert found / len(mended) > 0.95
