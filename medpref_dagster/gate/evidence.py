"""What a round's decision rests on: scores, each with the model that gave them, and what else was measured."""

import hashlib
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from medpref_dagster.answering.metrics import CaseTotals
from medpref_dagster.gate.errors import GateError
from medpref_dagster.hashing import content_key
from medpref_dagster.storage.artifacts import is_address
from medpref_dagster.verdict.intervals import Floats
from medpref_dagster.verdict.results import Estimate, Number, Result

WIN_RATE = "win rate"
_SPACE = "models/"


@dataclass(frozen=True)
class Scored:
    """What one model gave, case by case."""

    model: str
    """Address of the model whose bytes answered; it holds their hash."""
    totals: CaseTotals
    """Higher is better."""


@dataclass(frozen=True)
class Comparison:
    """Two models on the same cases."""

    name: str
    """`NonInferiority.name` of the metric and slice, or `WIN_RATE`."""
    first: Scored
    """The champion, or the first champion."""
    second: Scored
    """The challenger."""
    patients: Sequence[Hashable]
    """Of each case."""
    kinds: Floats | None = None
    """For a metric without scores: what a case of each kind would contribute in both models (`bound_difference`)."""

    def hash_scores(self) -> str:
        """Over everything that its bounds depend on."""
        digest = hashlib.sha256()
        for scored in (self.first, self.second):
            array = np.ascontiguousarray(scored.totals.contributions, np.float64)
            digest.update(f"{scored.model}\0{array.shape}\0".encode() + array.tobytes())
        digest.update("\0".join(map(str, self.patients)).encode())
        return digest.hexdigest()


class Collapse(Result):
    """What the challenger's answers to the test cases of the loop's task look like; None where it was not measured."""

    length_ratio: Number = None
    """Mean characters of an answer, as a share of the champion's."""
    repetition: Number = None
    """Share of answers that say the same four words at least three times."""
    label_share: Number = None
    """The greatest share of one label among readable answers."""
    unreadable: Number = None
    """Share of answers."""
    divergence: Number = None
    """Mean log pi/ref of its own answers, in nats a token."""
    chosen_logp_fall: Number = None
    """By how much held-out chosen answers are less probable than under the reference, in nats a token."""
    not_applicable: Mapping[str, str] = {}
    """Field -> why it cannot be measured for this kind of answer."""


class IdentifierFinding(Result):
    """Whether the challenger's answers hold anything that identifies a patient."""

    answers: int
    """How many were looked through."""
    with_identifiers: int
    """In how many some were found."""
    rules: str
    """Hash of the rules by which they were looked for."""


@dataclass(frozen=True)
class RoundEvidence:
    """All that was measured of a round."""

    round: str
    """As its partition is called."""
    challenger: str
    """Address of the model artifact."""
    champion: str
    """Which was champion when the round was evaluated."""
    first_champion: str
    """Which was champion first, to which all small falls are held."""
    wins: Comparison
    """Champion and challenger on held-out pairs: 1 for a preference of the chosen answer, 1/2 for a tie, else 0."""
    metrics: tuple[Comparison, ...]
    """Every declared metric and slice, against the champion and, where it is another one, the first champion."""
    collapse: Collapse
    identifiers: IdentifierFinding | None
    """None where nobody looked."""
    agreement: Estimate | None
    """Clinicians' agreement on the round's feedback; None where too few judged the same answers."""
    sources: Mapping[str, str] = field(default_factory=dict[str, str])
    """Name -> address of the tables and reports that this was read from."""
    part: int | None = None
    """The part of held-out patients that was used, where they rotate."""

    def hash_all(self) -> str:
        """The hash of everything a decision depends on."""
        return content_key(
            round=self.round,
            models=[self.challenger, self.champion, self.first_champion],
            wins=self.wins.hash_scores(),
            metrics=sorted((item.name, item.first.model, item.hash_scores()) for item in self.metrics),
            collapse=self.collapse.to_json(),
            identifiers=None if self.identifiers is None else self.identifiers.to_json(),
            agreement=None if self.agreement is None else self.agreement.to_json(),
            sources=dict(self.sources),
            part=self.part,
        )

    def to_json(self) -> dict[str, Any]:
        """What a decision keeps of it."""
        return {"evidence": self.hash_all(), "sources": dict(self.sources)}


def require_consistent(evidence: RoundEvidence) -> None:
    """Refuse scores of another model than is said, above all the champion's in the challenger's place.

    Raises
    ------
    GateError
        With the two models' hashes.
    """
    for what in ("challenger", "champion", "first_champion"):
        address: str = getattr(evidence, what)
        if not (is_address(address) and address.startswith(_SPACE)):
            raise GateError(f"round {evidence.round}: {address!r} is no address of a model; the {what} has none")
    if evidence.challenger == evidence.champion:
        raise GateError(
            f"round {evidence.round}: challenger and champion are the same bytes ({evidence.champion}), so that there "
            f"is nothing to decide; was the champion taken for the challenger?"
        )
    firsts = {evidence.champion, evidence.first_champion}
    for item in (evidence.wins, *evidence.metrics):
        allowed = {evidence.champion} if item is evidence.wins else firsts
        if item.second.model != evidence.challenger:
            who = ", which is the champion" if item.second.model == evidence.champion else ""
            raise GateError(
                f"round {evidence.round}, {item.name}: the challenger's scores are of {item.second.model}{who}, and "
                f"the challenger is {evidence.challenger}; evaluate the challenger"
            )
        if item.first.model not in allowed:
            raise GateError(
                f"round {evidence.round}, {item.name}: the scores to compare with are of {item.first.model}, and the "
                f"champion is {evidence.champion}; evaluate the champion again"
            )
        cases = {len(item.first.totals.contributions), len(item.second.totals.contributions), len(item.patients)}
        if len(cases) > 1:
            raise GateError(f"round {evidence.round}, {item.name}: the two models did not answer the same cases")
