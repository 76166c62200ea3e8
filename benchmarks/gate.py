"""How often a gate promotes what it should not over many rounds, whether the champion drifts down, and its power.

    python -m benchmarks.gate [--sequences 1000] [--drifts 100] [--patients 400] [--pairs 2] [--seed 0]

Each round has held-out pairs and test cases of the same patients, half of whom have answers that change alike. They are
judged by the code that judges every round (`gate.conditions`, `gate.spending`).

- Useless challengers: as often right as the champion, on preferences and on the task's metric. Shown is the share of
  sequences in which any was promoted, for 12 and 52 rounds, with Wilson's 95% interval; it may be alpha at most. Beside
  it, the naive gate: the same conditions at alpha in every round.
- Drift (bio-creep): 52 rounds of challengers that are a little worse than the champion on the task's metric, by less
  than the margin. In one line they are no better on preferences, in the other truly better. Shown is how much of the
  metric the last champion has lost against the first. The naive gate promotes what is no worse than the present
  champion, at alpha.
- Power: sequences of truly better challengers; shown is the share of rounds that promote, and of sequences in which any
  does.

A round whose difference less z times its standard error is not above the limit cannot pass, since every bound is wider;
of these, one in 500 is judged in full and must agree.

Every round is tested on as many patients; a rotating holdout of 52 parts needs 52 times as many in all. Data of every
round are drawn anew, so that what is learned from a test set that is used again is not simulated.
"""

import argparse
import math
import time
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from medpref_dagster.declaration import Gate
from medpref_dagster.gate.conditions import Standing, judge_non_inferiority, judge_superiority
from medpref_dagster.gate.evidence import WIN_RATE, Comparison, Scored
from medpref_dagster.gate.spending import Look, NextLook, find_next_look
from medpref_dagster.verdict.bounds import Bounds, count_cases_for_bound
from medpref_dagster.verdict.estimates import average_scores
from medpref_dagster.verdict.intervals import Floats, compute_wilson_interval

ALPHA = 0.05
MARGIN = 0.1
SPOT_CHECKS = 1 / 500
CHAMPION, CHALLENGER, FIRST = "models/champion", "models/challenger", "models/first"
DRIFT_GAIN = 0.12
GAINS = (0.05, 0.1, 0.15)
RULE = {"task": "made", "metric": "accuracy", "margin": MARGIN}


@dataclass(frozen=True)
class Test:
    """What is drawn."""

    patients: int
    pairs: int
    """And test cases, of each patient."""
    differing: float = 0.25
    """Share of pairs that the two models prefer differently, and of cases that they answer differently."""
    alike: float = 0.5
    """Share of patients all of whose pairs, or cases, change alike."""


def declare(control: dict[str, object] | None, rounds: int) -> Gate:
    """A gate with one metric; without control, the naive one: alpha in every round."""
    fields = control or {"kind": "alpha_spending", "rounds": 1, "recycle": False}
    if fields["kind"] == "alpha_spending" and control is not None:
        fields = {**fields, "rounds": rounds}
    if fields["kind"] == "rotating_holdout":
        fields = {**fields, "parts": rounds}
    return Gate.model_validate(
        {"non_inferiority": [RULE], "superiority": {"gain": 0.1}, "alpha": ALPHA, "error_control": fields}
    )


CONTROLS: dict[str, dict[str, object] | None] = {
    "alpha_spending, even": {"kind": "alpha_spending"},
    "alpha_spending, O'Brien-Fleming": {"kind": "alpha_spending", "shape": "obrien_fleming"},
    "alpha_investing": {"kind": "alpha_investing"},
    "rotating_holdout": {"kind": "rotating_holdout"},
    "naive: alpha each round": None,
}


def draw_changes(test: Test, gain: float, rounds: int, rng: np.random.Generator) -> Floats:
    """Changes of scores (-1, 0, 1) with this mean: rounds x patients x pairs."""
    drawn = rng.random((rounds, test.patients, test.pairs), dtype=np.float32)
    together = rng.random((rounds, test.patients), dtype=np.float32) < test.alike
    drawn = np.where(together[..., None], drawn[..., :1], drawn)
    rise, fall = (test.differing + gain) / 2, (test.differing - gain) / 2
    return (drawn < rise).astype(np.float64) - (drawn > 1 - fall)


def compare(name: str, first: str, change: Floats) -> Comparison:
    """Scores of two models with these changes: a champion that was wrong where the challenger gains."""
    patients = np.repeat(np.arange(len(change)), change.shape[1]).tolist()
    before, after = (change < 0).astype(np.float64).ravel(), (change > 0).astype(np.float64).ravel()
    scored = Scored(first, average_scores(before)), Scored(CHALLENGER, average_scores(after))
    return Comparison(name, *scored, patients)


def summarize(change: Floats) -> Bounds:
    """What `bound_difference` finds of as many cases of every patient, without the bounds themselves."""
    patients, pairs = change.shape
    sums, squares = change.sum(axis=1), float((change**2).sum())
    error = float(sums.std(ddof=1)) / pairs / math.sqrt(patients)
    effect = max(1.0, float((sums**2).sum()) / squares) if squares else float(pairs)
    return Bounds(float(change.mean()), math.nan, math.nan, change.size, patients, error, squares / change.size, effect)


@dataclass
class Judge:
    """Judges rounds by one gate; what is surely not passed is not judged in full."""

    gate: Gate
    checks: np.random.Generator

    def judge(self, look: NextLook, wins: Floats, metrics: Mapping[str, Floats]) -> tuple[bool, bool]:
        """Whether all was shown at the level, and whether the samples suffice for a test."""
        if look.level is None:
            return False, False
        superiority, [rule] = self.gate.superiority, self.gate.non_inferiority
        parts = [(summarize(wins), superiority.gain, superiority.margin)]
        parts += [(summarize(change), 0.0, -rule.margin) for change in metrics.values()]
        asked = [count_cases_for_bound(part, aim, limit, look.level, self.gate.power) for part, aim, limit in parts]
        is_tested = all(
            needed is not None and part.cases >= needed for (part, _, _), needed in zip(parts, asked, strict=True)
        )
        z = -NormalDist().inv_cdf(look.level)
        may_pass = is_tested and all(part.difference - z * part.error > limit for part, _, limit in parts)
        if not may_pass and self.checks.random() > SPOT_CHECKS:
            return False, is_tested
        conditions = [judge_superiority(self.gate, compare(WIN_RATE, CHAMPION, wins), look)]
        for first, change in metrics.items():
            conditions.append(judge_non_inferiority(self.gate, rule, compare(rule.name, first, change), first, look))
        is_shown = all(item.standing is Standing.PASSED for item in conditions)
        if [item.needed for item in conditions] != asked or (is_shown and not may_pass):
            raise AssertionError("what was taken to be surely not passed is judged otherwise")
        return is_shown, is_tested


def run_sequence(control: str, test: Test, rounds: int, gain: float, rng: np.random.Generator) -> list[bool]:
    """Which rounds promote; challengers are as good as the champion on the metric."""
    judge = Judge(declare(CONTROLS[control], rounds), np.random.default_rng(0))
    wins, metric = draw_changes(test, gain, rounds, rng), draw_changes(test, 0.0, rounds, rng)
    looks: list[Look] = []
    for number in range(rounds):
        look = find_next_look(judge.gate, looks if CONTROLS[control] else [])
        shown, tested = judge.judge(look, wins[number], {CHAMPION: metric[number]})
        looks.append(Look(round=str(number), level=(look.level or 0.0) if tested else 0.0, shown=shown))
    return [look.shown for look in looks]


def run_drift(control: str, test: Test, rounds: int, gain: float, fall: float, rng: np.random.Generator) -> float:
    """How much of the metric the last champion has lost; each challenger loses `fall` against its champion."""
    judge = Judge(declare(CONTROLS[control], rounds), np.random.default_rng(0))
    [rule] = judge.gate.non_inferiority
    wins, metric = draw_changes(test, gain, rounds, rng), draw_changes(test, -fall, rounds, rng)
    looks: list[Look] = []
    lost = 0.0
    for number in range(rounds):
        look = find_next_look(judge.gate, looks if CONTROLS[control] else [])
        if CONTROLS[control] is None:
            compared = compare(rule.name, CHAMPION, metric[number])
            shown = judge_non_inferiority(judge.gate, rule, compared, CHAMPION, look).standing is Standing.PASSED
        else:
            metrics = {CHAMPION: metric[number]}
            if lost:  # more than differ cannot be lost
                metrics[FIRST] = draw_changes(test, -min(lost + fall, test.differing), 1, rng)[0]
            shown, tested = judge.judge(look, wins[number], metrics)
            looks.append(Look(round=str(number), level=(look.level or 0.0) if tested else 0.0, shown=shown))
        lost += fall if shown else 0.0
    return lost


def show_share(hits: int, of: int) -> str:
    found = compute_wilson_interval(hits, of)
    return f"{hits}/{of} = {found.estimate:.3f} ({found.low:.3f} to {found.high:.3f})"


def report(control: str, test: Test, asked: argparse.Namespace, rng: np.random.Generator) -> None:
    """Print what one control does."""
    sequences = asked.sequences if CONTROLS[control] is not None else min(asked.sequences, 200)
    for rounds in (12, 52):
        hits = sum(any(run_sequence(control, test, rounds, 0.0, rng)) for _ in range(sequences))
        print(f"  {rounds} useless: any promoted in {show_share(hits, sequences)}", flush=True)
    for gain in (0.0, DRIFT_GAIN):
        lost = [run_drift(control, test, 52, gain, asked.fall, rng) for _ in range(asked.drifts)]
        far = show_share(sum(value > MARGIN + 1e-9 for value in lost), asked.drifts)
        print(
            f"  52 worse by {asked.fall:g}, gain {gain:g}: lost {np.mean(lost):.3f} (most {np.max(lost):.3f}); beyond "
            f"the margin in {far}",
            flush=True,
        )
    for rounds in (12, 52):
        for gain in GAINS:
            runs = [run_sequence(control, test, rounds, gain, rng) for _ in range(asked.powers)]
            each = show_share(sum(map(sum, runs)), rounds * len(runs))
            print(
                f"  {rounds} better by {gain:g}: promoted {each}, any in {sum(map(any, runs))}/{len(runs)}", flush=True
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sequences", type=int, default=1000, help="of useless challengers, for each control")
    parser.add_argument("--drifts", type=int, default=100, help="sequences of 52 rounds for each control")
    parser.add_argument("--powers", type=int, default=20, help="sequences of truly better challengers")
    parser.add_argument("--patients", type=int, default=400)
    parser.add_argument("--pairs", type=int, default=2, help="held-out pairs, and test cases, of each patient")
    parser.add_argument("--fall", type=float, default=0.01, help="what a drifting challenger loses")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--control", choices=CONTROLS, action="append", help="only these; they give the same alone")
    asked = parser.parse_args()
    begun = time.process_time()
    print(f"alpha {ALPHA}, margin {MARGIN}, {asked.patients} patients with {asked.pairs} pairs and cases each")
    for place, control in enumerate(CONTROLS):
        if asked.control and control not in asked.control:
            continue
        print(control, flush=True)
        report(control, Test(asked.patients, asked.pairs), asked, np.random.default_rng([asked.seed, place]))
    print(f"{time.process_time() - begun:.0f} s of one core")


if __name__ == "__main__":
    main()
