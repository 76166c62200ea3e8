"""A study's tests are one family: what is declared is adjusted together, and nothing else is."""

from medpref_dagster.stages import COMPARISONS
from medpref_dagster.study.family import JudgedTests, judge_family
from medpref_dagster.verdict.paired_tests import ScoresTest
from medpref_dagster.verdict.results import Estimate


def make_group(*p_values, alpha=0.05, higher_is_better=True):
    return JudgedTests(
        tuple(
            ScoresTest(
                first=first,
                second=second,
                metric="rouge_l",
                title="",
                metric_title="ROUGE-L F",
                higher_is_better=higher_is_better,
                difference=Estimate(estimate=0.1, low=0.05, high=0.15),
                estimates=(0.5, 0.6),
                kind="scores",
                p=p,
                t=2.0,
                units=40,
            )
            for (first, second), p in zip(COMPARISONS, p_values, strict=True)
        ),
        alpha,
    )


def test_p_values_are_adjusted_over_all_tasks_but_only_over_what_was_declared():
    judged = judge_family([make_group(0.5, 0.01, 0.001), make_group(0.5, 0.04, 0.001)], [("sft", "dpo")])
    # Holm over two: the smaller one twice.
    assert [tests[1].p_adjusted for tests in judged] == [0.02, 0.04]
    assert [tests[1].outcome for tests in judged] == ["better", "better"]
    assert [(tests[0], tests[2]) for tests in judged] == [(None, None)] * 2


def test_a_wider_family_can_take_a_verdict_back():
    groups = [make_group(0.5, 0.03, 0.5), make_group(0.5, 0.5, 0.5)]
    [alone] = judge_family(groups[:1], [("sft", "dpo")])
    together, _ = judge_family(groups, [("sft", "dpo")])
    assert (alone[1].outcome, together[1].outcome) == ("better", "undecided")
    assert "No difference between DPO and SFT was shown" in together[1].verdict


def test_more_of_what_should_be_low_is_worse():
    [judged] = judge_family([make_group(0.5, 0.001, 0.5, higher_is_better=False)], [("sft", "dpo")])
    assert judged[1].outcome == "worse"


def test_each_task_is_judged_at_its_own_level():
    groups = [make_group(0.5, 0.01, 0.5, alpha=alpha) for alpha in (0.05, 0.01)]
    judged = judge_family(groups, [("sft", "dpo")])
    assert [tests[1].outcome for tests in judged] == ["better", "undecided"]


def test_a_study_in_which_nothing_was_run_has_no_family():
    assert judge_family([], [("sft", "dpo")]) == []
