"""Cases and the answers of three models to them, to be rated."""

import pyarrow as pa

from medpref_dagster.schemas import CASES, PREDICTIONS
from medpref_dagster.stages import STAGES

MODELS = tuple(stage.name for stage in STAGES)


def make_predictions(cases: int = 12, **changed: str) -> pa.Table:
    """`changed`: another answer of a model to every case."""
    return pa.Table.from_pylist(
        [
            {
                "case_id": f"c{number}",
                "patient_id": f"p{number}",
                "model": model,
                "text": changed.get(model, f"{'x' * len(model)} to {number} by {MODELS.index(model)}"),
                "parsed": [("text", "")],
                "gold": [("text", "")],
                "generated_tokens": 3,
            }
            for model in MODELS
            for number in range(cases)
        ],
        schema=PREDICTIONS,
    )


def make_cases(cases: int = 12, course: str = "=course") -> pa.Table:
    return pa.Table.from_pylist(
        [
            {
                "case_id": f"c{number}",
                "patient_id": f"p{number}",
                "split": "test",
                "text": f"{course} {number}",
                "prompt": f"Summarize. {course} {number}",
                "answer": "",
                "gold": [("text", "")],
                "source_fields": "{}",
            }
            for number in range(cases)
        ],
        schema=CASES,
    )
