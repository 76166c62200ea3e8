"""Made-up rounds: models in a store, and evidence of two models' wins and metrics on the same patients."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from medpref_dagster.declaration import Gate
from medpref_dagster.gate.evidence import WIN_RATE, Collapse, Comparison, IdentifierFinding, RoundEvidence, Scored
from medpref_dagster.storage.store import Artifact, Store
from medpref_dagster.verdict.estimates import average_scores
from medpref_dagster.verdict.results import Estimate

RULE = {"task": "uti", "metric": "accuracy", "margin": 0.1}
CALM = Collapse(
    length_ratio=1.1, repetition=0.0, label_share=0.6, unreadable=0.01, divergence=0.1, chosen_logp_fall=0.2
)


def declare(**fields: Any) -> Gate:
    return Gate.model_validate({"non_inferiority": [RULE], "approval": "automatic", **fields})


def make_model(store: Store, content: str) -> Artifact:
    with store.new_folder("models") as pending:
        Path(pending.path / "weights").write_text(content)
    return pending.finished


def address(name: str) -> str:
    """A model's address without a store."""
    return f"models/{name.encode().hex():0<64}"[: len("models/") + 64]


def compare(
    name: str, first: str, second: str, before: Sequence[float], after: Sequence[float], per_patient: int = 1
) -> Comparison:
    patients = [f"p{place // per_patient}" for place in range(len(before))]
    scored = (
        Scored(model, average_scores(np.asarray(values, float))) for model, values in ((first, before), (second, after))
    )
    return Comparison(name, *scored, patients)


def flip(values: np.ndarray, up: int, down: int) -> np.ndarray:
    """The first `up` zeros become ones, the first `down` ones become zeros."""
    changed = values.copy()
    changed[np.flatnonzero(values == 0)[:up]] = 1
    changed[np.flatnonzero(values == 1)[:down]] = 0
    return changed


def make_evidence(
    champion: str,
    challenger: str,
    *,
    of_round: str = "2026-06-01",
    cases: int = 400,
    gains: tuple[int, int] = (90, 20),
    change: tuple[int, int] = (8, 8),
    first_champion: str | None = None,
    change_since_first: tuple[int, int] = (8, 8),
    **fields: Any,
) -> RoundEvidence:
    """Evidence in which a challenger wins `gains[0]` pairs more and `gains[1]` less, and changes answers so."""
    half = np.tile([0.0, 1.0], cases // 2)
    first_champion = first_champion or champion
    metrics = [compare("uti: accuracy", champion, challenger, half, flip(half, *change))]
    if first_champion != champion:
        metrics.append(compare("uti: accuracy", first_champion, challenger, half, flip(half, *change_since_first)))
    given = {
        "wins": compare(WIN_RATE, champion, challenger, half, flip(half, *gains)),
        "metrics": tuple(metrics),
        "collapse": CALM,
        "identifiers": IdentifierFinding(answers=cases, with_identifiers=0, rules="0" * 64),
        "agreement": Estimate(estimate=0.7, low=0.6, high=0.8, n=90),
        **fields,
    }
    return RoundEvidence(
        round=of_round, challenger=challenger, champion=champion, first_champion=first_champion, **given
    )
