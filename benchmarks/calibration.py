"""How often a verdict says "better" where nothing is, and how often where something is.

    python -m benchmarks.calibration [--experiments 240] [--patients 80] [--gain 0.25] [--seed 0]

Each experiment is a made-up test set, answered by base, SFT, DPO, continued SFT and a bag of words, and judged by the
code that judges every task (`evaluate`). Patients have one to three cases, which are alike in how hard they are; labels
are unbalanced; answers may be unreadable. Without an effect all models answer from the same distribution, case by case,
so that every "better" is false. With one, DPO is right so much more often than the others. Shown are, by kind of
answer and together, the shares of experiments, with Wilson's 95% intervals, in which

- any model is called better than any other (what Holm's method keeps at the level, 5%);
- the conclusion calls DPO better without further words, which needs continued SFT to be worse;
- the same where there is an effect: the power.
"""

import argparse
import json
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from medpref_dagster.declaration import TaskDeclaration
from medpref_dagster.schemas import CASES, PREDICTIONS
from medpref_dagster.stages import BAG_OF_WORDS, BASE, DPO, SFT, SFT_CONTINUED
from medpref_dagster.verdict.intervals import compute_wilson_interval
from medpref_dagster.verdict.paired_tests import Outcome
from medpref_dagster.verdict.verdict import Verdict, evaluate

MODELS = (BASE.name, SFT.name, DPO.name, SFT_CONTINUED.name, BAG_OF_WORDS.name)
WORDS = [
    "fever",
    "cough",
    "nitrite",
    "urine",
    "pain",
    "chills",
    "tired",
    "well",
    "stable",
    "home",
    "daily",
    "dose",
    "given",
    "for",
    "five",
    "days",
]
UNREADABLE = 0.03
"""Share of the wrong answers that cannot be read."""

Parts = dict[str, str]


@dataclass(frozen=True)
class Kind:
    """A kind of answer, with the metric that is declared first."""

    name: str
    answer: Mapping[str, Any]
    metric: str
    spaces: Mapping[str, Mapping[str, float]]
    """Field -> label -> its share; empty for a text."""


KINDS = (
    Kind(
        "label, F1",
        {"kind": "label", "column": "a", "labels": {"Yes": "Yes.", "No": "No."}, "positive": "Yes"},
        "f1",
        {"label": {"Yes": 0.25, "No": 0.75}},
    ),
    Kind(
        "labels, macro F1",
        {
            "kind": "labels",
            "fields": {
                "who": {"column": "a", "labels": dict.fromkeys("nmp", ())},
                "when": {"column": "b", "labels": {"now": (), "later": ()}},
            },
            "template": "{who} {when}",
        },
        "f1_macro",
        {"who": {"n": 0.6, "m": 0.3, "p": 0.1}, "when": {"now": 0.15, "later": 0.85}},
    ),
    Kind(
        "option, accuracy",
        {"kind": "option", "column": "a", "options": dict.fromkeys("ABCD", "a")},
        "accuracy",
        {"option": dict.fromkeys("ABCD", 0.25)},
    ),
    Kind("text, ROUGE-L", {"kind": "text", "column": "a"}, "rouge_l", {}),
)


def declare(kind: Kind) -> TaskDeclaration:
    return TaskDeclaration.model_validate(
        {
            "title": kind.name,
            "source": {"reader": "synthetic", "columns": {"text": "note"}},
            "prompt": "{note}",
            "answer": kind.answer,
            # Intervals are not counted here, so that few resamples do.
            "evaluation": {"metrics": [kind.metric], "bootstrap_samples": 100},
        }
    )


def draw_gold(kind: Kind, draw: random.Random) -> Parts:
    if not kind.spaces:
        return {"text": " ".join(draw.sample(WORDS, 8))}
    return {field: draw.choices(list(space), list(space.values()))[0] for field, space in kind.spaces.items()}


def draw_answer(kind: Kind, gold: Parts, right: float, draw: random.Random) -> Parts | None:
    """A model's answer to a case that it gets right with this probability."""
    if not kind.spaces:
        kept = [word if draw.random() < right else draw.choice(WORDS) for word in gold["text"].split()]
        return {"text": " ".join(kept)}
    if draw.random() >= right and draw.random() < UNREADABLE:
        return None
    return {
        field: gold[field] if draw.random() < right else draw.choices(list(space), list(space.values()))[0]
        for field, space in kind.spaces.items()
    }


def simulate(kind: Kind, task: TaskDeclaration, patients: int, gain: float, draw: random.Random) -> Verdict:
    """One experiment: a test set, the models' answers, the verdict."""
    cases: list[dict[str, Any]] = []
    answers: list[dict[str, Any]] = []
    for patient in range(patients):
        # A patient's cases share how hard they are.
        right = draw.betavariate(4, 3)
        for visit in range(draw.randint(1, 3)):
            case_id, patient_id = f"c{patient}-{visit}", f"p{patient}"
            gold = draw_gold(kind, draw)
            about = {"case_id": case_id, "patient_id": patient_id, "gold": list(gold.items())}
            cases.append({**about, "split": "test", "text": "", "prompt": "", "answer": "", "source_fields": None})
            for model in MODELS:
                chance = min(1.0, right + (gain if model == DPO.name else 0.0))
                parsed = draw_answer(kind, gold, chance, draw)
                written = {"text": json.dumps(parsed), "parsed": None if parsed is None else list(parsed.items())}
                answers.append({**about, **written, "model": model, "generated_tokens": 1, "cut_off": False})
    predictions = pa.Table.from_pylist(answers, schema=PREDICTIONS)
    return evaluate(task, pa.Table.from_pylist(cases, schema=CASES), predictions)


def calls_any_better(verdict: Verdict) -> bool:
    return any(test.outcome in (Outcome.BETTER, Outcome.WORSE) for test in verdict.tests if not test.secondary)


def praises_dpo(verdict: Verdict) -> bool:
    return any(sentence.startswith("DPO is better than SFT continued") for sentence in verdict.conclusion)


def print_share(what: str, verdicts: Sequence[Verdict], says: Callable[[Verdict], bool]) -> str:
    hits = sum(map(says, verdicts))
    found = compute_wilson_interval(hits, len(verdicts))
    return f"{what} {hits}/{len(verdicts)} = {found.estimate:.3f} ({found.low:.3f} to {found.high:.3f})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--experiments", type=int, default=240, help="without an effect, over all kinds")
    parser.add_argument("--patients", type=int, default=80)
    parser.add_argument("--gain", type=float, default=0.25, help="by which DPO is right more often, as a share")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    draw, begun = random.Random(asked.seed), time.perf_counter()
    each = -(-asked.experiments // len(KINDS))
    null: list[Verdict] = []
    for kind in KINDS:
        task = declare(kind)
        same = [simulate(kind, task, asked.patients, 0.0, draw) for _ in range(each)]
        other = [simulate(kind, task, asked.patients, asked.gain, draw) for _ in range(max(1, each // 3))]
        null += same
        print(f"{kind.name}, {asked.patients} patients")
        print(f"  no effect: {print_share('any called better', same, calls_any_better)}")
        print(f"             {print_share('DPO praised', same, praises_dpo)}")
        print(f"  DPO right {asked.gain:+.2f}: {print_share('DPO praised', other, praises_dpo)}", flush=True)
    print("all kinds, no effect, level 0.05")
    print(f"  {print_share('any called better', null, calls_any_better)}")
    print(f"  {print_share('DPO praised', null, praises_dpo)}")
    print(f"{time.perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()
