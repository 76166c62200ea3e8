"""What a training step did to free-text answers, which have no right and wrong: where a metric rose and fell most."""

import hashlib
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pyarrow as pa
from pyarrow import compute as pc

from medpref_dagster.answering import METRICS, qualify_metrics
from medpref_dagster.answering.metrics import measure_metric, read_field
from medpref_dagster.declaration import TaskDeclaration

IMPROVED = "improved"
WORSENED = "worsened"


def find_text_changes(
    task: TaskDeclaration, cases: pa.Table, predictions: pa.Table, steps: Sequence[tuple[str, str]], most: int
) -> list[dict[str, Any]]:
    """The cases with the greatest rise and fall of the task's first metric, for each training step.

    Parameters
    ----------
    task
        Of a free-text answer.
    cases
        Columns in: CASES.
    predictions
        Columns in: PREDICTIONS, of several models.
    steps
        (model before, model after); one whose models did not both answer is left out.
    most
        So many cases each way.

    Returns
    -------
    list of dict
        Two a step, `what` being improved and worsened: `first`, `second`, `metric` (its title), `count` (of all cases
        that changed so), and `cases`, each a `case_id` with its `scores` by model, greatest change first. Equal
        changes are in the order of a stable hash of the case. A case without a score in either model is in neither.
    """
    [name, *_] = qualify_metrics(task.evaluation.metrics, task.answer)
    metric = METRICS[name]
    scores: dict[str, dict[str, float]] = {}
    for model in sorted(set(predictions["model"].to_pylist())):
        own = predictions.filter(pc.field("model") == model)
        measured = measure_metric(name, read_field(own, task.answer, "text", cases)).scores
        if measured is None:
            return []
        scores[model] = dict(zip(own["case_id"].to_pylist(), measured.tolist(), strict=True))
    found: list[dict[str, Any]] = []
    for first, second in steps:
        if first not in scores or second not in scores:
            continue
        before, after = scores[first], scores[second]
        gains = {case: after[case] - before[case] for case in before if not math.isnan(after[case] - before[case])}
        for what, better in ((IMPROVED, True), (WORSENED, False)):
            sign = 1 if better == metric.higher_is_better else -1
            changed = {case: sign * gain for case, gain in gains.items() if sign * gain > 0}
            ranked = sorted(changed, key=_rank_by(changed))
            found.append(
                {
                    "first": first,
                    "second": second,
                    "what": what,
                    "metric": metric.title,
                    "count": len(ranked),
                    "cases": [
                        {"case_id": case, "scores": {first: before[case], second: after[case]}}
                        for case in ranked[:most]
                    ],
                }
            )
    return found


def _rank_by(changes: Mapping[str, float]) -> Callable[[str], tuple[float, bytes]]:
    return lambda case_id: (-changes[case_id], hashlib.sha256(case_id.encode()).digest())
