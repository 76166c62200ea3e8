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

Every round is tested on as many patients; a rotating holdout of 52 parts needs 52 times as many in all. Data of every
round are drawn anew, so that what is learned from a test set that is used again is not simulated.
"""

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from medpref_dagster.declaration import Gate
from medpref_dagster.gate.conditions import Standing, judge_non_inferiority, judge_superiority
from medpref_dagster.gate.evidence import WIN_RATE, Comparison, Scored
from medpref_dagster.gate.spending import Look, NextLook, find_next_look
from medpref_dagster.verdict.estimates import average_scores
from medpref_dagster.verdict.intervals import Floats, compute_wilson_interval

ALPHA = 0.05
MARGIN = 0.1
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


def draw_change(test: Test, gain: float, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Changes of scores (-1, 0, 1) with this mean, and the place of each one's patient."""
    rates = [(test.differing - gain) / 2, 1 - test.differing, (test.differing + gain) / 2]
    shape = (test.patients, test.pairs)
    change = rng.choice([-1.0, 0.0, 1.0], shape, p=rates)
    together = rng.random(test.patients) < test.alike
    change[together] = change[together, :1]
    return change.ravel(), np.repeat(np.arange(test.patients), test.pairs)


def compare(name: str, first: str, change: Floats, patients: Floats) -> Comparison:
    """Scores of two models with these changes: a champion that was wrong where the challenger gains."""
    before = (change < 0).astype(np.float64)
    scored = Scored(first, average_scores(before)), Scored(CHALLENGER, average_scores(before + change))
    return Comparison(name, *scored, patients.astype(np.int64).tolist())


@dataclass(frozen=True)
class Round:
    """What one round's tests are made of."""

    wins: Comparison
    metrics: tuple[Comparison, ...]

    def judge(self, gate: Gate, look: NextLook) -> tuple[bool, bool]:
        """Whether all was shown, and whether it was tested at all."""
        [rule] = gate.non_inferiority
        conditions = [judge_superiority(gate, self.wins, look)] + [
            judge_non_inferiority(gate, rule, item, item.first.model, look) for item in self.metrics
        ]
        shown = all(item.standing is Standing.PASSED for item in conditions)
        return shown, all(item.needed is not None and (item.cases or 0) >= item.needed for item in conditions)


def make_round(test: Test, gain: float, falls: Sequence[float], rng: np.random.Generator) -> Round:
    """A round with this gain of preferences and these falls of the metric, against the champion and the first one."""
    wins = compare(WIN_RATE, CHAMPION, *draw_change(test, gain, rng))
    metrics = [
        compare("made: accuracy", first, *draw_change(test, -fall, rng))
        for first, fall in zip((CHAMPION, FIRST), falls, strict=False)
    ]
    return Round(wins, tuple(metrics))


def next_look(gate: Gate, looks: Sequence[Look], naive: bool) -> NextLook:
    return find_next_look(gate, [] if naive else looks)


def run_sequence(control: str, test: Test, rounds: int, gains: Sequence[float], rng: np.random.Generator) -> list[bool]:
    """Which rounds promote; challengers are as good as the champion on the metric."""
    gate, naive = declare(CONTROLS[control], rounds), CONTROLS[control] is None
    looks: list[Look] = []
    promoted: list[bool] = []
    for number, gain in zip(range(rounds), gains, strict=True):
        look = next_look(gate, looks, naive)
        shown, tested = False, False
        if look.level is not None:
            shown, tested = make_round(test, gain, (0.0,), rng).judge(gate, look)
        looks.append(Look(round=str(number), level=look.level or 0.0 if tested else 0.0, shown=shown))
        promoted.append(shown)
    return promoted


def run_drift(control: str, test: Test, rounds: int, gain: float, fall: float, rng: np.random.Generator) -> float:
    """How much of the metric the last champion has lost; each challenger loses `fall` against its champion."""
    gate, naive = declare(CONTROLS[control], rounds), CONTROLS[control] is None
    looks: list[Look] = []
    lost = 0.0
    [rule] = gate.non_inferiority
    for number in range(rounds):
        look = next_look(gate, looks, naive)
        if look.level is None:
            looks.append(Look(round=str(number), level=0.0, shown=False))
            continue
        # More than differ cannot be lost: a metric has an end.
        falls = (fall, min(lost + fall, test.differing)) if lost else (fall,)
        made = make_round(test, gain, falls, rng)
        if naive:
            shown = judge_non_inferiority(gate, rule, made.metrics[0], CHAMPION, look).standing is Standing.PASSED
        else:
            shown, tested = made.judge(gate, look)
            looks.append(Look(round=str(number), level=look.level if tested else 0.0, shown=shown))
        lost += fall if shown else 0.0
    return lost


def show_share(hits: int, of: int) -> str:
    found = compute_wilson_interval(hits, of)
    return f"{hits}/{of} = {found.estimate:.3f} ({found.low:.3f} to {found.high:.3f})"


def report(control: str, test: Test, asked: argparse.Namespace, rng: np.random.Generator) -> None:
    """Print what one control does."""
    sequences = asked.sequences if CONTROLS[control] is not None else min(asked.sequences, 200)
    for rounds in (12, 52):
        hits = sum(any(run_sequence(control, test, rounds, [0.0] * rounds, rng)) for _ in range(sequences))
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
            runs = [run_sequence(control, test, rounds, [gain] * rounds, rng) for _ in range(asked.powers)]
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
    parser.add_argument("--fall", type=float, default=0.02, help="what a drifting challenger loses")
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
