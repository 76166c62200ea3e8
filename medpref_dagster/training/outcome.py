"""What became of a grid: each candidate's row, the one model that is kept, and what is said of it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pyarrow as pa

from medpref_dagster.answering import METRICS
from medpref_dagster.stages import find_stage
from medpref_dagster.storage.store import Artifact
from medpref_dagster.training.dev import DevAnswers, DevScore
from medpref_dagster.training.grid import Candidate, Grid

CHOSEN, FALLBACK = "chosen", "fallback"
KEPT = frozenset({CHOSEN, FALLBACK})
"""The statuses in CANDIDATES of the one model that is kept: a candidate, or the model that training started from."""


@dataclass(frozen=True)
class Outcome:
    """A grid after its trainings."""

    grid: Grid
    metric: str
    """That chose on dev."""
    reference: DevAnswers | None
    """Of the parent on dev; None without a parent or dev cases."""
    finished: Sequence[Candidate]
    """Those that may be chosen, best first."""
    scores: Mapping[str, DevScore]
    """Candidate -> its last dev score."""

    @cached_property
    def fallback(self) -> str | None:
        """Why the parent itself is kept; None where it is not."""
        if not self.grid.fallback or self.grid.parent is None:
            return None
        if not self.finished:
            return "every candidate diverged or collapsed"
        best = self.scores[self.finished[0].name].score
        if self.reference is None or self.reference.score is None:
            return None
        is_gain = best is not None and is_better(self.metric, best, self.reference.score)
        return None if is_gain else "no candidate is better on dev"

    def describe(self, candidate: Candidate, model: Artifact | None) -> dict[str, Any]:
        """A candidate's row of CANDIDATES."""
        score = self.scores[candidate.name]
        return {
            "candidate": candidate.name,
            "arguments": json.dumps(dict(candidate.arguments), sort_keys=True),
            "metric": self.metric,
            "dev_score": score.score,
            "dev_reference": None if self.reference is None else self.reference.score,
            "dev_unreadable": score.unreadable,
            "steps": score.step,
            "status": self._describe_status(candidate, score),
            "reason": score.failed,
            "model": None if model is None else model.address,
        }

    def _describe_status(self, candidate: Candidate, score: DevScore) -> str:
        if score.failed:
            return "diverged" if score.diverged else "collapsed"
        if candidate not in self.finished:
            return "stopped early"
        return CHOSEN if candidate is self.finished[0] and self.fallback is None else "finished"

    def describe_fallback(self, reason: str) -> dict[str, Any]:
        """The parent's row of CANDIDATES."""
        reference, parent = self.reference, self.grid.parent
        return {
            "candidate": self._name_parent(),
            "arguments": json.dumps({"epochs": 0.0}),
            "metric": self.metric,
            "dev_score": None if reference is None else reference.score,
            "dev_reference": None if reference is None else reference.score,
            "dev_unreadable": None if reference is None else reference.unreadable,
            "steps": 0,
            "status": FALLBACK,
            "reason": reason,
            "model": None if parent is None else parent.address,
        }

    def explain_failure(self) -> str:
        """Why no model is left, and what to change."""
        stage = self.grid.stage
        reasons = "; ".join(score.failed for score in self.scores.values() if score.failed)
        if not any(score.collapsed for score in self.scores.values()):
            return f"every candidate of the {stage} grid diverged ({reasons}); declare a lower learning_rate"
        return (
            f"every candidate of the {stage} grid collapsed or diverged ({reasons}); declare a lower learning_rate, a "
            f"greater beta or an sft_weight, look at what the check telling says of the pairs, or declare "
            f"{stage}.fallback: {self._name_parent()} to keep the {self._name_parent()} model then"
        )

    def _name_parent(self) -> str:
        return find_stage(self.grid.stage).parent or "parent"


def find_kept(candidates: pa.Table) -> dict[str, Any]:
    """The row of the model that is kept; columns in: `schemas.CANDIDATES`."""
    [kept] = [row for row in candidates.to_pylist() if row["status"] in KEPT]
    return kept


def find_no_gain(candidates: pa.Table) -> list[str]:
    """What a person should know of the kept model's dev score beside its parent's, as sentences.

    Columns in: `schemas.CANDIDATES`. Nothing where the parent has no score (no dev cases).
    """
    kept = find_kept(candidates)
    score, reference, metric = kept["dev_score"], kept.get("dev_reference"), kept["metric"]
    if kept["status"] == FALLBACK:
        shown = "" if score is None else f" ({metric} {score:.3f})"
        return [f"The SFT model itself is kept{shown}, as dpo.fallback says: {kept['reason']}."]
    if reference is None or (score is not None and is_better(metric, score, reference)):
        return []
    shown = "none" if score is None else f"{score:.3f}"
    return [
        f"The chosen candidate is no better than the SFT model on dev: {metric} {shown}, the SFT model's "
        f"{reference:.3f}; `dpo.fallback: sft` would keep the SFT model."
    ]


def is_better(metric: str, score: float, than: float) -> bool:
    """Whether a score is better than another one by a registered metric."""
    return score > than if METRICS[metric.rpartition(".")[2]].higher_is_better else score < than
