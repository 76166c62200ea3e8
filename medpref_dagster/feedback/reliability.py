"""How reliable each clinician's feedback is, who is careless or prefers the worse, and what that does to pairs.

Reliability is the chance that a judgement is right, where good and bad answers count alike: the mean of the diagonal
of the clinician's confusion matrix by Dawid's and Skene's model, 1/2 for who answers without looking. Who calls
everything good is right about all good answers and wrong about all bad ones: that most answers are good is no merit.
"""

import math
import statistics
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy import stats

from medpref_dagster.declaration.signal import ReliabilityRules
from medpref_dagster.feedback.dawid_skene import Indices, Labels, fit_dawid_skene, index_labels
from medpref_dagster.feedback.judgements import Judgement, group_judgements
from medpref_dagster.verdict.agreement import compute_krippendorff_alpha
from medpref_dagster.verdict.intervals import Floats, Interval, compute_wilson_interval
from medpref_dagster.verdict.significance import adjust_holm

Standing = Literal["reliable", "careless", "adversarial", "undecided"]

_CHANCE = 0.5
_PSEUDO_COUNT = 1.0
"""Of each cell of a confusion matrix: who judged little is drawn to chance. Laplace's rule."""


@dataclass(frozen=True)
class ClinicianReliability:
    """What a clinician's feedback is worth."""

    clinician: str
    reactions: int
    judgements: int
    """On items that others judged, too, and that say which way."""
    reliability: Interval
    """NaN with no judgement."""
    p_below_chance: float
    """Of being no worse than chance; adjusted over clinicians by Holm's method."""
    alpha: float
    """Krippendorff's, between this clinician and the majority of the others."""
    accepted: int
    """Acceptances that say when the answer was shown."""
    rubber_stamps: int
    """Of these, those faster than it can be read."""
    median_seconds: float | None
    """From shown to signed, of acceptances, edits and rejections."""
    standing: Standing
    evidence: tuple[str, ...]
    """Why, in sentences; numbers only."""


def measure_reliability(
    reactions: pa.Table, judgements: Sequence[Judgement], rules: ReliabilityRules, words_per_second: float
) -> list[ClinicianReliability]:
    """Each clinician's reliability, by name.

    An interval is the bootstrap's over items (percentiles). Named adversarial is who is below chance by a one-sided
    test (normal, the bootstrap's standard error; Holm over clinicians). Named careless is whose share of rubber stamps
    is above `careless_share` by Wilson's interval, or whose reliability is below `near_chance` with its whole interval.

    Columns in: REACTIONS.

    Parameters
    ----------
    judgements
        Of `list_judgements`.
    words_per_second
        Accepted faster than that, an answer was not read: a rubber stamp.
    """
    paces = measure_paces(reactions, words_per_second)
    decided = [item for item in judgements if item.label is not None]
    estimates = _estimate(decided, rules)
    counts = Counter(item.clinician for item in decided)
    alphas = {name: _compare_with_others(name, decided) for name in counts}
    judged = sorted(name for name in estimates if counts[name] >= rules.min_judgements)
    p_values = dict(zip(judged, adjust_holm([_test_chance(*estimates[name]) for name in judged]), strict=True))
    found: list[ClinicianReliability] = []
    for name, pace in sorted(paces.items()):
        interval = estimates[name][0] if name in estimates else Interval(math.nan, math.nan, math.nan)
        p, alpha = p_values.get(name, math.nan), alphas.get(name, math.nan)
        standing, evidence = _judge_standing(interval, p, alpha, counts[name], pace, rules)
        found.append(
            ClinicianReliability(
                clinician=name,
                reactions=pace.reactions,
                judgements=counts[name],
                reliability=interval,
                p_below_chance=p,
                alpha=alpha,
                accepted=pace.accepted,
                rubber_stamps=pace.rubber_stamps,
                median_seconds=pace.median_seconds,
                standing=standing,
                evidence=tuple(evidence),
            )
        )
    return found


@dataclass(frozen=True)
class Pace:
    """How much a clinician did, and how fast."""

    reactions: int
    accepted: int
    rubber_stamps: int
    median_seconds: float | None
    words_per_second: float
    """Beyond which an acceptance is a rubber stamp."""


def measure_paces(reactions: pa.Table, words_per_second: float) -> dict[str, Pace]:
    """Clinician -> pace. Columns in, of REACTIONS: clinician, kind, answer, seconds."""
    stamps: Counter[str] = Counter()
    timed: Counter[str] = Counter()
    seconds: defaultdict[str, list[float]] = defaultdict(list)
    signed = reactions.filter(pc.field("kind").isin(["accepted", "edited", "rejected"]))
    for batch in signed.select(["clinician", "kind", "answer", "seconds"]).to_batches():
        for row in batch.to_pylist():
            if row["seconds"] is None:
                continue
            seconds[row["clinician"]].append(row["seconds"])
            if row["kind"] == "accepted":
                timed[row["clinician"]] += 1
                # Runs without blanks, as the rules count what was accepted unread.
                stamps[row["clinician"]] += len(row["answer"].split()) > words_per_second * row["seconds"]
    return {
        str(name): Pace(
            reactions=int(count),
            accepted=timed[name],
            rubber_stamps=stamps[name],
            median_seconds=statistics.median(seconds[name]) if seconds[name] else None,
            words_per_second=words_per_second,
        )
        for name, count in Counter(reactions["clinician"].to_pylist()).items()
    }


def estimate_reliability(judgements: Sequence[Judgement], min_judgements: int) -> dict[str, float]:
    """Clinician -> the estimate of `measure_reliability`, without its interval; of those with enough judgements.

    Parameters
    ----------
    judgements
        Of `list_judgements`.
    min_judgements
        Who has fewer that decide something is left out.
    """
    decided = [item for item in judgements if item.label is not None]
    counts = Counter(item.clinician for item in decided)
    return {
        name: float(values[0])
        for name, values in sorted(_draw_reliability(decided, samples=0, seed=0).items())
        if counts[name] >= min_judgements
    }


def _estimate(judgements: Sequence[Judgement], rules: ReliabilityRules) -> dict[str, tuple[Interval, float]]:
    """Clinician -> reliability with its interval, and its standard error."""
    found: dict[str, tuple[Interval, float]] = {}
    for name, values in _draw_reliability(judgements, rules.samples, rules.seed).items():
        low, high = np.quantile(values[1:], [(1 - rules.confidence) / 2, (1 + rules.confidence) / 2])
        found[name] = (Interval(float(values[0]), float(low), float(high)), float(values[1:].std(ddof=1)))
    return found


def _draw_reliability(judgements: Sequence[Judgement], samples: int, seed: int) -> dict[str, Floats]:
    """Clinician -> reliability, then that of each resample; families are averaged by their counts."""
    sums: defaultdict[str, Floats] = defaultdict(lambda: np.zeros(samples + 1))
    counts: Counter[str] = Counter()
    for _, family in sorted(group_judgements(judgements, lambda item: item.family).items()):
        data, names = index_labels([(item.item, item.clinician, item.label or 0) for item in family], 2)
        drawn = _resample(data, samples, seed)
        for place, name in enumerate(names):
            own = int((data.observers == place).sum())
            sums[name] = sums[name] + own * drawn[:, place]
            counts[name] += own
    return {name: summed / counts[name] for name, summed in sums.items()}


def _resample(data: Labels, samples: int, seed: int) -> Floats:
    """1 + samples x observers: reliability on the items, then on each resample of them."""
    fitted = fit_dawid_skene(data, pseudo_count=_PSEUDO_COUNT)
    drawn = [_average_diagonal(fitted.confusion)]
    rng = np.random.default_rng(seed)
    for _ in range(samples):
        picked: Indices = rng.integers(0, data.item_count, data.item_count)
        weights = np.bincount(picked, minlength=data.item_count).astype(np.float64)
        again = fit_dawid_skene(
            data, weights=weights, pseudo_count=_PSEUDO_COUNT, start=fitted, iterations=30, tolerance=1e-5
        )
        drawn.append(_average_diagonal(again.confusion))
    return np.array(drawn)


def _average_diagonal(confusion: Floats) -> Floats:
    return np.einsum("kjj->kj", confusion).mean(axis=1)


def _test_chance(interval: Interval, error: float) -> float:
    """One-sided p of being at chance or above."""
    return float(stats.norm.cdf((interval.estimate - _CHANCE) / error)) if error > 0 else 1.0


def _compare_with_others(name: str, judgements: Sequence[Judgement]) -> float:
    """Alpha of one clinician's labels and what most of the others said; items on which they are split are left out."""
    own: list[float | None] = []
    others: list[float | None] = []
    for group in group_judgements(judgements, lambda item: f"{item.family} {item.item}").values():
        labels = [item.label or 0 for item in group if item.clinician == name]
        rest = [item.label or 0 for item in group if item.clinician != name]
        if labels and rest and 2 * sum(rest) != len(rest):
            own.append(labels[-1])
            others.append(int(2 * sum(rest) > len(rest)))
    return compute_krippendorff_alpha([own, others], "nominal") if own else math.nan


def _judge_standing(
    interval: Interval, p: float, alpha: float, judgements: int, pace: Pace, rules: ReliabilityRules
) -> tuple[Standing, list[str]]:
    evidence: list[str] = []
    is_judged = judgements >= rules.min_judgements
    if is_judged:
        evidence.append(
            f"right in {interval.estimate:.0%} ({interval.low:.0%} to {interval.high:.0%}) of {judgements} judgements "
            f"that others made, too, where chance gives 50%"
        )
        if not math.isnan(alpha):
            evidence.append(f"agreement with the majority of the others {alpha:.2f} (1 is perfect, 0 is chance)")
    stamps = compute_wilson_interval(pace.rubber_stamps, pace.accepted, rules.confidence) if pace.accepted else None
    is_stamping = stamps is not None and stamps.low > rules.careless_share
    if stamps is not None and pace.rubber_stamps:
        evidence.append(
            f"{pace.rubber_stamps} of {pace.accepted} acceptances faster than {pace.words_per_second:g} words a second"
        )
    if is_judged and p < 1 - rules.confidence:
        return "adversarial", evidence
    if is_stamping or (is_judged and interval.high < rules.near_chance):
        return "careless", evidence
    if is_judged and interval.low > _CHANCE:
        return "reliable", evidence
    if not is_judged:
        evidence.append(f"{judgements} judgements that others made, too: fewer than {rules.min_judgements}")
    return "undecided", evidence


def weigh_pairs(pairs: pa.Table, clinicians: Sequence[ClinicianReliability], rules: ReliabilityRules) -> list[float]:
    """The weight of each pair by the declared use, from 0 to 1; to be multiplied with the weight that it has.

    `weights` gives `max(0, 2 r - 1)`: what is left of a judgement when the share that chance would get right is taken
    off. Who has too few judgements has the median of those who have enough; where nobody has, every weight is 1.

    Columns in, of FEEDBACK_PAIRS: prompt, chosen, rejected, clinician.
    """
    rows = pairs.select(["prompt", "chosen", "rejected", "clinician"]).to_pylist()
    if rules.use == "weights":
        known = _list_known(clinicians, rules)
        usual = statistics.median(known.values()) if known else 1.0
        return [max(0.0, 2 * known.get(row["clinician"], usual) - 1) for row in rows]
    if rules.use == "label_noise":
        return [1.0] * len(rows)
    sides: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    for row in rows:
        sides[row["prompt"], row["chosen"], row["rejected"]].add(row["clinician"])
    return [
        float(
            len(sides[row["prompt"], row["chosen"], row["rejected"]])
            > len(sides.get((row["prompt"], row["rejected"], row["chosen"]), ()))
        )
        for row in rows
    ]


def estimate_label_noise(
    pairs: pa.Table, clinicians: Sequence[ClinicianReliability], rules: ReliabilityRules
) -> float | None:
    """The share of pairs that are turned round, as `label_smoothing` of the loss `robust`; None where nobody is known.

    The mean of `1 - r` over pairs, each by its clinician; at most 0.49, since the loss divides by `1 - 2 e`.
    Chowdhury, Kini, Natarajan: Provably robust DPO, ICML 2024.

    Columns in, of FEEDBACK_PAIRS: clinician.
    """
    known = _list_known(clinicians, rules)
    if not known or not pairs.num_rows:
        return None
    usual = statistics.median(known.values())
    wrong = [1 - known.get(name, usual) for name in pairs["clinician"].to_pylist()]
    return min(0.49, statistics.fmean(wrong))


def _list_known(clinicians: Sequence[ClinicianReliability], rules: ReliabilityRules) -> Mapping[str, float]:
    return {item.clinician: item.reliability.estimate for item in clinicians if item.judgements >= rules.min_judgements}


def describe_clinician(clinician: ClinicianReliability) -> dict[str, Any]:
    """As JSON values; what is undefined is null."""
    interval = clinician.reliability
    return {
        "clinician": clinician.clinician,
        "standing": clinician.standing,
        "reactions": clinician.reactions,
        "judgements": clinician.judgements,
        "reliability": {
            name: None if math.isnan(value) else value
            for name, value in (("estimate", interval.estimate), ("low", interval.low), ("high", interval.high))
        },
        "p_below_chance": None if math.isnan(clinician.p_below_chance) else clinician.p_below_chance,
        "alpha": None if math.isnan(clinician.alpha) else clinician.alpha,
        "accepted": clinician.accepted,
        "rubber_stamps": clinician.rubber_stamps,
        "median_seconds": clinician.median_seconds,
        "evidence": list(clinician.evidence),
    }
