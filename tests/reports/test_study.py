"""A study's tests are one family; effect sizes and spreads are what they are said to be."""

import pyarrow as pa
import pytest

from medpref_dagster.reports.study import adjust_family, measure_effect, summarize_seeds
from medpref_dagster.schemas import SEED_SCORES


def make_entry(task: str, *p_values: float) -> dict:
    comparisons = [("base", "sft"), ("sft", "dpo"), ("base", "dpo")]
    return {
        "task": task,
        "status": "evaluated",
        "confidence": 0.95,
        "tests": [
            {"first": a, "second": b, "p": p, "difference": {"estimate": 0.1}, "higher_is_better": True}
            for (a, b), p in zip(comparisons, p_values, strict=True)
        ],
    }


def test_p_values_are_adjusted_over_all_tasks_but_only_over_what_was_declared():
    entries = [make_entry("a", 0.5, 0.01, 0.001), make_entry("b", 0.5, 0.04, 0.001), {"status": "not run"}]
    assert adjust_family(entries, [("sft", "dpo")]) == 2
    # Holm over two: the smaller one twice.
    assert [entry["tests"][1]["p_study"] for entry in entries[:2]] == [0.02, 0.04]
    assert [entry["tests"][1]["outcome_study"] for entry in entries[:2]] == ["better", "better"]
    assert entries[0]["tests"][0]["p_study"] is None
    assert entries[0]["tests"][2]["outcome_study"] is None


def test_a_wider_family_can_take_a_verdict_back():
    entries = [make_entry("a", 0.5, 0.03, 0.5), make_entry("b", 0.5, 0.5, 0.5)]
    adjust_family(entries, [("sft", "dpo")])
    assert entries[0]["tests"][1]["outcome_study"] == "undecided"


def test_more_of_what_should_be_low_is_worse():
    entries = [make_entry("a", 0.5, 0.001, 0.5)]
    entries[0]["tests"][1]["higher_is_better"] = False
    adjust_family(entries, [("sft", "dpo")])
    assert entries[0]["tests"][1]["outcome_study"] == "worse"


def test_the_effect_of_a_mcnemar_test_is_the_share_of_discordant_cases_won():
    assert measure_effect({"kind": "mcnemar", "only_first": 5, "only_second": 15})["value"] == pytest.approx(0.25)
    assert measure_effect({"kind": "mcnemar", "only_first": 0, "only_second": 0})["value"] is None
    assert measure_effect({"kind": "scores", "cohen_dz": 0.4}) == {"name": "Cohen's dz", "value": 0.4}
    equal = {"kind": "wilcoxon", "cohen_dz": None, "rank_biserial": 1.0}
    assert measure_effect(equal) == {"name": "rank-biserial", "value": 1.0}


def test_the_spread_over_seeds_is_the_sample_standard_deviation():
    rows = [
        {"task": "a", "seed": seed, "model": "sft", "metric": "f1", "value": value}
        for seed, value in ((1, 0.5), (2, 0.7), (3, 0.9))
    ]
    [row] = summarize_seeds(pa.Table.from_pylist(rows, schema=SEED_SCORES))
    assert row["seeds"] == [1, 2, 3]
    assert row["models"]["sft"]["mean"] == pytest.approx(0.7)
    assert row["models"]["sft"]["sd"] == pytest.approx(0.2)
    assert row["models"]["sft"]["values"] == [0.5, 0.7, 0.9]
