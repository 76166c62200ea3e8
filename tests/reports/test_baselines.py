import json

import pyarrow as pa
import pytest

from medpref_dagster.disclosure import Disclosure
from medpref_dagster.reports.baselines import describe_baselines
from medpref_dagster.reports.task import summarize_verdict, write_report
from medpref_dagster.schemas import SIMPLE_BASELINES
from medpref_dagster.storage.store import Store
from medpref_dagster.verdict.verdict import evaluate
from tests.verdict.judged_models import make_cases, make_inputs, make_predictions, make_task


def make_curves(words):
    rows = [("majority", 90, 0.4), ("bag_of_words", 50, 0.5), ("bag_of_words", 90, words)]
    return pa.Table.from_pylist(
        [
            {
                "baseline": baseline,
                "training_rows": size,
                "metric": "f1",
                "title": "F1",
                "estimate": estimate,
                "low": estimate - 0.1,
                "high": estimate + 0.1,
                "test_cases": 40,
                "test_patients": 40,
                "rule": "burning urine",
            }
            for baseline, size, estimate in rows
        ],
        schema=SIMPLE_BASELINES,
    )


def write(tmp_path, words, **options):
    task = make_task(metrics=["f1"])
    cases = make_cases(task, 200)
    predictions = make_predictions(task, cases)
    inputs = make_inputs(task, cases, predictions, baselines=make_curves(words), **options)
    report = write_report(Store(tmp_path), evaluate(task, cases, predictions), inputs)
    return (report.path / "report.html").read_text(), json.loads((report.path / "report.json").read_text())


@pytest.mark.parametrize(("words", "said"), [(0.2, "F1 is not decided by words"), (0.99, "F1 is decided by words")])
def test_a_report_says_whether_a_task_is_decided_by_words(tmp_path, words, said):
    html, content = write(tmp_path, words)
    assert "What words alone reach" in html
    assert said in html
    assert any(said in sentence for sentence in summarize_verdict(content).sentences)


def test_words_of_cases_are_shown_of_made_up_ones_only(tmp_path):
    assert "burning urine" in write(tmp_path, 0.5)[0]
    assert "burning urine" not in "".join(map(str, write(tmp_path, 0.5, disclosure=Disclosure.DEIDENTIFIED)))


def test_without_a_measurement_the_report_has_no_such_section():
    task = make_task(metrics=["f1"])
    cases = make_cases(task, 200)
    verdict = evaluate(task, cases, make_predictions(task, cases))
    assert describe_baselines(None, verdict, show_rules=True) is None
    assert describe_baselines(SIMPLE_BASELINES.empty_table(), verdict, show_rules=True) is None
