"""A study's family of tests: those of every task and base model, judged together."""

from collections.abc import Sequence
from dataclasses import dataclass

from medpref_dagster.verdict.paired_tests import PairedTest
from medpref_dagster.verdict.significance import adjust_holm


@dataclass(frozen=True)
class JudgedTests:
    """The tests of one task and base model."""

    tests: tuple[PairedTest, ...]
    alpha: float
    """The task's own level."""


def judge_family(
    groups: Sequence[JudgedTests], comparisons: Sequence[Sequence[str]]
) -> list[tuple[PairedTest | None, ...]]:
    """Judge the tests of the declared comparisons as one family: Holm-adjusted over all groups.

    Parameters
    ----------
    comparisons
        The pairs of models, (first, second), whose tests are the family; secondary ones are not of it.

    Returns
    -------
    list
        Of each group, its tests in their order, judged anew; None where a test is not of the family.
    """
    declared = {tuple(pair) for pair in comparisons}

    def belongs(test: PairedTest) -> bool:
        return (test.first, test.second) in declared and not test.secondary

    family = [test for group in groups for test in group.tests if belongs(test)]
    adjusted = iter(adjust_holm([test.p for test in family]))
    return [
        tuple(test.judge(group.alpha, next(adjusted)) if belongs(test) else None for test in group.tests)
        for group in groups
    ]
