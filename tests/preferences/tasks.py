"""Tasks and cases of every kind of answer for the tests of this folder."""

import json
from typing import Any

import pyarrow as pa

from medpref_dagster.declaration import TaskDeclaration
from medpref_dagster.preferences.rejected import Case
from medpref_dagster.schemas import CASES, SPLITS

ANSWERS: dict[str, dict[str, Any]] = {
    "label": {
        "kind": "label",
        "column": "uti",
        "labels": {"Yes": "Yes, it describes a UTI.", "No": "No, it does not describe a UTI."},
    },
    "labels": {
        "kind": "labels",
        "fields": {
            "personnel": {"column": "who", "labels": {"nurse": [], "doctor": [], "desk": []}},
            "urgency": {"column": "when", "labels": {"routine": [], "today": []}},
        },
        "template": "Personnel: {personnel}. Urgency: {urgency}.",
    },
    "option": {
        "kind": "option",
        "column": "gold",
        "options": {"A": "opa", "B": "opb", "C": "opc"},
        "template": "The answer is {option}: {text}.",
    },
    "text": {"kind": "text", "column": "summary"},
}
GOLD = {
    "label": {"label": "Yes"},
    "labels": {"personnel": "nurse", "urgency": "today"},
    "option": {"option": "B"},
    "text": {"text": "Seen for left flank pain. Given 500 mg of cephalexin. No fever."},
}
WRITTEN = {
    "label": "Yes, it describes a UTI.",
    "labels": "Personnel: nurse. Urgency: today.",
    "option": "The answer is B: Sepsis.",
    "text": GOLD["text"]["text"],
}
FIELDS: dict[str, object] = {"opa": "Gout", "opb": "Sepsis", "opc": "Asthma", "worse": "No"}


def make_task(kind: str = "label", strategy: str = "other_label", pairs: int = 500, **options: Any) -> TaskDeclaration:
    return TaskDeclaration.model_validate(
        {
            "title": "A task",
            "source": {"reader": "files", "columns": {"text": "note"}},
            "prompt": "Does it? {note}",
            "answer": ANSWERS[kind],
            "rejected": {"strategy": strategy, "options": options, "pairs": pairs},
        }
    )


def make_case(case_id: str = "a", kind: str = "label", split: str = "train", **changed: Any) -> Case:
    values = {
        "case_id": case_id,
        "patient_id": f"patient {case_id}",
        "split": split,
        "text": f"Note {case_id}.",
        "prompt": f"Does it? Note {case_id}.",
        "answer": WRITTEN[kind],
        "gold": GOLD[kind],
        "fields": FIELDS,
    }
    return Case(**{**values, **changed})


def make_table(cases: list[Case]) -> pa.Table:
    rows = [
        {
            **{name: getattr(case, name) for name in CASES.names if name != "source_fields"},
            "gold": list(case.gold.items()),
        }
        | {"source_fields": json.dumps(dict(case.fields))}
        for case in cases
    ]
    return pa.Table.from_pylist(rows, CASES)


def make_cases(per_split: int, kind: str = "label") -> list[Case]:
    return [make_case(f"{split}-{number}", kind, split) for split in SPLITS for number in range(per_split)]
