"""A study's spreads are what they are said to be."""

import pyarrow as pa
import pytest

from medpref_dagster.reports.study_content import summarize_seeds
from medpref_dagster.schemas import SEED_SCORES


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
