"""What a challenger's report tells, as JSON values: what it won, on which pairs, and what it was trained on."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pyarrow as pa

from medpref_dagster.declaration.loop import LoopDeclaration
from medpref_dagster.disclosure import Disclosure
from medpref_dagster.feedback.quality import measure_lengths
from medpref_dagster.reports.signal_content import describe_interval
from medpref_dagster.rounds.pairs import count_by
from medpref_dagster.rounds.wins import Wins


@dataclass(frozen=True)
class Judged:
    """A round, after its challenger was scored."""

    name: str
    weeks: Sequence[str]
    """That it covers."""
    trained: pa.Table
    """ROUND_PAIRS: those of the train split that the challenger saw."""
    tested: pa.Table
    """ROUND_PAIRS: those of the test split that were scored."""
    quarantine: pa.Table
    """QUARANTINE"""
    label_noise: float | None
    """The mean share of wrong preferences, as reliability has it; None where no clinician is known."""
    looked_at: int
    """New pairs, before any was left out."""
    champion: str
    challenger: str
    """Addresses."""
    wins: Wins | None
    """None where there was nothing to test on."""


def describe_challenger(judged: Judged, loop: LoopDeclaration, *, disclosure: Disclosure) -> dict[str, Any]:
    """The report's content; numbers, names and addresses only, no text of a pair."""
    train = judged.trained.drop_columns(["prompt", "chosen", "rejected"]).to_pylist()
    tested = judged.tested.drop_columns(["prompt", "chosen", "rejected"]).to_pylist()
    return {
        "title": loop.title,
        "disclosure": disclosure.value,
        "round": judged.name,
        "weeks": list(judged.weeks),
        "task": loop.task,
        "base_model": loop.base_model,
        "champion": judged.champion,
        "challenger": judged.challenger,
        "confidence": loop.confidence,
        "use": loop.reliability.use,
        "label_noise": judged.label_noise,
        "holdout": loop.holdout.model_dump(mode="json"),
        "wins": None if judged.wins is None else judged.wins.to_json(),
        "train": _describe_side(train, judged.trained, loop.confidence)
        | {"replayed": sum(row["replayed"] for row in train), "weight": sum(row["weight"] for row in train)},
        "test": _describe_side(tested, judged.tested, loop.confidence)
        | {
            "held_out_by": count_by(tested, "held_out_by"),
            "by_champion": sum(row["rejected_source"] == judged.champion for row in tested),
            "rejected_by": count_by(tested, "rejected_source"),
        },
        "looked_at": judged.looked_at,
        "left_out": count_by(judged.quarantine.select(["reason"]).to_pylist(), "reason"),
    }


def _describe_side(rows: Sequence[Mapping[str, Any]], pairs: pa.Table, confidence: float) -> dict[str, Any]:
    """Of the pairs that are trained or tested on: how many, whose, by which rules, whether length gives them away."""
    by_rule = count_by(rows, "rule")
    lengths = measure_lengths(pairs, confidence)
    return {
        "pairs": len(rows),
        "patients": len({row["patient_id"] for row in rows}),
        "clinicians": len({row["clinician"] for row in rows if not row["synthetic"]}),
        "by_rule": {rule: {"pairs": number, "share": number / len(rows)} for rule, number in by_rule.items()},
        "lengths": lengths and {**asdict(lengths), "longer_chosen": describe_interval(lengths.longer_chosen)},
    }
