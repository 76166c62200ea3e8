"""Figures are small, valid and the same each time, and say their numbers in words."""

from xml.etree import ElementTree

import pyarrow as pa

from medpref_dagster.reports.figures import draw_confusion, draw_learning_curves, draw_margins, draw_metrics
from medpref_dagster.stages import find_stage
from medpref_dagster.verdict.verdict import evaluate
from tests.verdict.judged_models import make_cases, make_log, make_pair_scores, make_predictions, make_task


def figures_of(verdict):
    yield draw_metrics(verdict)
    yield draw_margins(verdict.preferences)
    yield draw_learning_curves(make_log("dpo"), "DPO training", "learning_rate=0.002,epochs=2")
    yield draw_learning_curves(make_log("sft").slice(0, 0), "SFT training")
    yield draw_confusion([[5, 1, 0], [0, 4, 2]], ["<Yes>", "No & none"], 'The "base"')


def test_each_figure_is_small_valid_and_the_same_each_time():
    task = make_task()
    cases = make_cases(task, 200)
    verdict = evaluate(task, cases, make_predictions(task, cases), make_pair_scores(cases))
    for first, second in zip(figures_of(verdict), figures_of(verdict), strict=True):
        assert first == second
        root = ElementTree.fromstring(first)  # noqa: S314 - our own bytes
        assert root.get("role") == "img"
        assert len(root.get("aria-label")) > 20
        assert "height" not in root.attrib
        assert len(first) < 26_000
        assert "#010203" not in first


def test_a_figure_says_its_numbers_in_words():
    svg = draw_confusion([[5, 1, 0], [0, 4, 2]], ["Yes", "No"], "Base")
    label = ElementTree.fromstring(svg).get("aria-label")  # noqa: S314
    assert (
        label
        == "Confusion matrix of Base: of gold Yes, 5 Yes, 1 No, 0 unreadable; of gold No, 0 Yes, 4 No, 2 unreadable."
    )


def test_long_training_is_thinned_out():
    rows = make_log("sft").to_pylist()[:1]
    long = pa.Table.from_pylist([{**rows[0], "step": step} for step in range(5000)], schema=make_log("sft").schema)
    assert len(draw_learning_curves(long, "SFT training")) < 16_000


def test_a_fourth_model_is_drawn_with_a_colour_of_its_own():
    task = make_task()
    cases = make_cases(task, 200)
    models = ("base", "sft", "dpo", "champion")
    predictions = make_predictions(task, cases, models, share_right=dict.fromkeys(models, 0.7))
    svg = draw_metrics(evaluate(task, cases, predictions))
    assert "champion 0." in svg
    assert find_stage("champion").colour in svg
    assert len({find_stage(model).colour for model in models}) == 4
