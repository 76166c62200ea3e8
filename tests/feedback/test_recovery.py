"""What is planted in a simulated quarter comes out again: by the rules, and by who is reliable."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from medpref_dagster.declaration.feedback import PairRules
from medpref_dagster.declaration.signal import ReliabilityRules
from medpref_dagster.feedback.edits import EditRules
from medpref_dagster.feedback.events import dump_event
from medpref_dagster.feedback.judgements import list_judgements
from medpref_dagster.feedback.reliability import measure_reliability, weigh_pairs
from medpref_dagster.schemas import FEEDBACK_PAIRS, REACTIONS
from medpref_dagster.synthetic.feedback_quarter import ADVERSARIAL, CARELESS, Reacted, Shown, simulate_quarter
from tests.feedback.made_weeks import Made, make_all

_FAMILIES = {"rejected": "signed", "regenerated": "signed", "accepted": "signed", "edited": "signed"}
_UNKNOWN = 9
"""Mistakes of a text that nobody planted: what the adversarial clinician made of an answer."""


Mistakes = dict[tuple[str, str], int]
"""(prompt, text) -> planted mistakes."""


@pytest.fixture(scope="module")
def planted() -> tuple[list[dict[str, Any]], Mistakes]:
    """The quarter's events, and what is true of them."""
    once = {item.event.id: item for item in simulate_quarter(3000, seed=5)}
    shown = {name: item for name, item in once.items() if isinstance(item, Shown)}
    events = [
        dump_event(item.event) | {"kind": item.event.kind, "schema_version": 1}
        for item in once.values()
        if not isinstance(item, Reacted) or item.event.generation in shown
    ]
    mistakes = {(item.event.prompt, item.planted.gold): 0 for item in shown.values()}
    mistakes |= {(item.event.prompt, item.event.answer): len(item.planted.mistakes) for item in shown.values()}
    return events, mistakes


@pytest.fixture(scope="module")
def quarter(
    planted: tuple[list[dict[str, Any]], Mistakes], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Made, Mistakes]:
    """The quarter's tables by the default rules, and what is true of its texts."""
    events, mistakes = planted
    return make_all(tmp_path_factory.mktemp("weeks"), events), mistakes


def gather(made: Made, name: str, schema: pa.Schema) -> pa.Table:
    return pa.Table.from_pylist([row for tables in made.tables.values() for row in tables[name]], schema=schema)


def list_retracted(made: Made) -> set[str]:
    return {row["pair_id"] for tables in made.tables.values() for row in tables["retracted"]}


def list_told(reactions: Iterable[Mapping[str, Any]], mistakes: Mistakes) -> set[tuple[str, str, str]]:
    """(prompt, better, worse) of what a clinician who means it told apart rightly; told from the reactions alone."""
    answers = {row["generation_id"]: row["answer"] for row in reactions}
    liked: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    disliked: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    for row in reactions:
        if row["clinician"] in (CARELESS, ADVERSARIAL):
            continue
        kind = str(row["kind"])
        place = (row["prompt"], row["clinician"], _FAMILIES.get(kind, kind))
        if row["kind"] in ("accepted", "edited") or row["up"] or (row["rating"] or 0) >= 4:
            liked[place].add(row["text"] or row["answer"])
        if row["kind"] in ("edited", "rejected", "regenerated") or row["up"] is False or (row["rating"] or 5) <= 2:
            disliked[place].add(row["answer"])
        if row["kind"] == "chosen" and not row["tie"]:
            liked[place].add(row["answer"])
            disliked[place] |= {answers[other] for other in row["over"] if other in answers}
    return {
        (place[0], better, worse)
        for place, texts in liked.items()
        for better in texts
        for worse in disliked[place]
        if mistakes.get((place[0], better), _UNKNOWN) < mistakes.get((place[0], worse), _UNKNOWN)
    }


def test_a_majority_weighted_by_reliability_recovers_what_was_planted(
    planted: tuple[list[dict[str, Any]], Mistakes], quarter: tuple[Made, Mistakes], tmp_path: Path
) -> None:
    events, mistakes = planted
    weighed = make_all(tmp_path, events, PairRules(opposite="weighted_majority"))
    precision, recall = {}, {}
    for name, made in (("drop_both", quarter[0]), ("weighted_majority", weighed)):
        retracted = list_retracted(made)
        pairs = gather(made, "pairs", FEEDBACK_PAIRS).to_pylist()
        stand = {(row["prompt"], row["chosen"], row["rejected"]) for row in pairs if row["pair_id"] not in retracted}
        told = list_told(gather(made, "reactions", REACTIONS).to_pylist(), mistakes)
        assert len(told) > 300
        right = [
            mistakes.get((prompt, better), _UNKNOWN) < mistakes.get((prompt, worse), _UNKNOWN)
            for prompt, better, worse in stand
        ]
        precision[name], recall[name] = sum(right) / len(right), len(told & stand) / len(told)
    assert precision["weighted_majority"] > 0.95
    assert recall["weighted_majority"] > 0.95
    assert precision["weighted_majority"] > precision["drop_both"]
    assert recall["weighted_majority"] > recall["drop_both"]


def test_pairs_prefer_what_has_fewer_mistakes(quarter: tuple[Made, Mistakes]) -> None:
    made, mistakes = quarter
    retracted = list_retracted(made)
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
    quarter: tuple[Made, Mistakes],
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
