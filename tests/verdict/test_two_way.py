"""Means over patients and clinicians at once, against statsmodels' own regression and by simulation."""

import numpy as np
import pytest
from statsmodels.regression.linear_model import OLS

from medpref_dagster.verdict.two_way import estimate_change, estimate_share


def draw_crossed(seed: int, patients: int = 40, clinicians: int = 12, values: int = 200, spread: float = 0.6):
    """Values around 0 that share an effect by patient and by clinician, and whose they are."""
    draw = np.random.default_rng(seed)
    of_patients, of_clinicians = draw.normal(0, spread, patients), draw.normal(0, spread, clinicians)
    patient, clinician = draw.integers(0, patients, values), draw.integers(0, clinicians, values)
    noisy = of_patients[patient] + of_clinicians[clinician] + draw.normal(0, 1, values)
    return noisy, [f"p{number}" for number in patient], [f"c{number}" for number in clinician]


def test_it_is_statsmodels_regression_on_a_constant():
    values, patients, clinicians = draw_crossed(4)
    values = np.clip(values / 6, -1, 1)
    groups = np.column_stack([np.unique(names, return_inverse=True)[1] for names in (patients, clinicians)])
    fitted = OLS(values, np.ones((len(values), 1))).fit(cov_type="cluster", cov_kwds={"groups": groups}, use_t=True)
    found = estimate_change(values, patients, clinicians)
    assert found.estimate == pytest.approx(float(fitted.params[0]))
    assert [found.low, found.high] == pytest.approx(list(fitted.conf_int()[0]))
    assert found.p == pytest.approx(float(fitted.pvalues[0]))


def test_intervals_cover_the_truth_where_rows_alone_do_not():
    covered = {"two-way": 0, "by rows": 0}
    for seed in range(200):
        values, patients, clinicians = draw_crossed(seed)
        values = np.clip(values / 10, -1, 1)
        rows = [str(number) for number in range(len(values))]
        for name, found in (
            ("two-way", estimate_change(values, patients, clinicians)),
            ("by rows", estimate_change(values, rows, rows)),
        ):
            covered[name] += found.low <= 0 <= found.high
    assert covered["two-way"] >= 0.9 * 200
    assert covered["by rows"] < 0.8 * 200


def test_where_all_values_are_the_same_there_is_still_a_width_by_the_fewer_units():
    patients, clinicians = [f"p{number}" for number in range(30)], [f"c{number % 3}" for number in range(30)]
    share = estimate_share(np.ones(30), patients, clinicians)
    assert (share.estimate, share.high, share.method, share.p) == (1.0, 1.0, "Wilson", None)
    assert share.low < 0.5, "three clinicians, all alike"
    change = estimate_change(np.zeros(30), patients, clinicians)
    assert change.low < 0 < change.high
    assert change.method == "Tango"


def test_one_clinician_alone_gives_the_widest_interval_and_nothing_gives_none():
    alone = estimate_share(np.array([1.0, 0.0, 1.0]), ["a", "b", "c"], ["x"] * 3)
    assert (alone.clinicians, alone.p) == (1, None)
    assert alone.high - alone.low > 0.8
    assert estimate_change(np.zeros(0), [], []).estimate is None
    with pytest.raises(ValueError, match="its patient and its clinician"):
        estimate_change(np.zeros(2), ["a"], ["x", "y"])
