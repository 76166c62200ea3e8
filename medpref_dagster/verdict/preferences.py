"""How often the trained policy prefers the chosen answer of a held-out pair more than its reference model does."""

import math
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from medpref_dagster.declaration import Evaluation
from medpref_dagster.stages import DPO, SFT
from medpref_dagster.verdict.errors import VerdictError
from medpref_dagster.verdict.estimates import Sampling, average_scores, estimate_metric
from medpref_dagster.verdict.results import Estimate, Result

_HISTOGRAM_BINS = 24


@dataclass(frozen=True)
class PairScores:
    """What the held-out win rate is computed from."""

    pairs: pa.Table
    """PREFERENCE_PAIRS; those of the test split count."""
    policy: pa.Table
    """PAIR_LOGPS under the policy."""
    reference: pa.Table
    """PAIR_LOGPS under its reference model."""
    beta: float
    policy_name: str = DPO.name
    """Which model the policy is."""
    reference_name: str = SFT.name


class Histogram(Result):
    """How many values lie between each edge and the next."""

    edges: tuple[float, ...]
    counts: tuple[int, ...]


class Preferences(Result):
    """Implicit rewards of a policy on held-out pairs."""

    policy: str | None = None
    """The model's name."""
    reference: str | None = None
    pairs: int
    beta: float
    win_rate: Estimate
    """The share of pairs with a positive margin."""
    margin: Estimate
    """The mean."""
    ties: int
    """Pairs whose margin is 0; they count as lost."""
    histogram: Histogram


def judge_preferences(scores: PairScores, evaluation: Evaluation) -> Preferences:
    """Implicit reward accuracy and margin, beta ((log pi/ref)(chosen) - (log pi/ref)(rejected)), on test pairs.

    Raises
    ------
    VerdictError
        If there are no test pairs, or any has no log-probabilities.
    """
    patients = {
        row["pair_id"]: row["patient_id"]
        for row in scores.pairs.select(["pair_id", "patient_id", "split"]).to_pylist()
        if row["split"] == "test"
    }
    if not patients:
        raise VerdictError("there are no preference pairs in the test split, so no win rate")
    policy, reference = (_read_log_ratios(table, patients.keys()) for table in (scores.policy, scores.reference))
    margins = np.array([scores.beta * (policy[pair] - reference[pair]) for pair in sorted(patients)])
    counts, edges = _count_margins(margins)
    sampling = Sampling(evaluation, [patients[pair] for pair in sorted(patients)])
    return Preferences(
        policy=scores.policy_name,
        reference=scores.reference_name,
        pairs=len(margins),
        beta=scores.beta,
        win_rate=estimate_metric(average_scores((margins > 0).astype(np.float64)), sampling),
        margin=estimate_metric(average_scores(margins), sampling, scale=None),
        ties=int((margins == 0).sum()),
        histogram=Histogram(edges=tuple(edges.tolist()), counts=tuple(counts.tolist())),
    )


def _count_margins(margins: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """A histogram with an edge at 0, so that each bin is won or lost as a whole."""
    width = float(np.ptp(margins)) / _HISTOGRAM_BINS or max(1.0, float(np.abs(margins).max()))
    first, last = math.floor(float(margins.min()) / width), math.floor(float(margins.max()) / width) + 1
    edges = np.arange(first, last + 1, dtype=np.float64) * width
    return np.histogram(margins, bins=edges)[0].astype(np.int64), edges


def _read_log_ratios(table: pa.Table, pairs: Collection[str]) -> dict[str, float]:
    """pair_id -> chosen minus rejected log-probability, in nats."""
    ratios = {
        row["pair_id"]: row["chosen_logp"] - row["rejected_logp"]
        for row in table.to_pylist()
        if row["pair_id"] in pairs
    }
    if missing := set(pairs) - ratios.keys():
        raise VerdictError(
            f"{len(missing)} test pairs have no log-probabilities, e.g. {min(missing)}; materialize them again"
        )
    return ratios
