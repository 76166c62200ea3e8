"""One judgement: a test of two models on the same cases, what it decides, and the sentence that says so.

A task's verdict, the ratings and a study's family of tests all judge by `PairedTest.decide`; nothing else in the
package calls a model better or worse.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Any, Literal, Self, TypeVar

import numpy as np
from pydantic import Field, TypeAdapter

from medpref_dagster.stages import CONTROLS, STAGES, find_stage
from medpref_dagster.verdict.estimates import Sampling
from medpref_dagster.verdict.intervals import Floats
from medpref_dagster.verdict.results import Estimate, Number, Result
from medpref_dagster.verdict.sample_sizes import (
    can_reach_significance,
    count_cases_needed,
    estimate_design_effect,
    find_detectable_difference,
)
from medpref_dagster.verdict.significance import adjust_holm, compare_correctness, compare_scores
from medpref_dagster.verdict.words import count, format_ends, format_pair, format_points, put_in_sentence, spell_p

POWER = 0.8
"""With which a detectable difference is found; the sentences say "4 of 5"."""

TEST_NAMES = {
    "mcnemar": "exact McNemar",
    "scores": "paired t",
    "wilcoxon": "Wilcoxon",
    "randomization": "paired randomization",
}
"""A test's `kind`, as a reader knows it."""


_PHRASES = tuple(stage.phrase for stage in (*STAGES, *CONTROLS))
"""Our own words for a model, which a sentence may begin with; another model's name stays as it is written."""


class Outcome(StrEnum):
    """What a test says of the second model against the first."""

    BETTER = "better"
    WORSE = "worse"
    UNDECIDED = "undecided"


class Effect(Result):
    """The effect size of a test."""

    name: str
    value: Number


class PairedTest(Result):
    """A test of two models on the same cases, second against first."""

    first: str
    """A model's name."""
    second: str
    metric: str
    """As `qualify_metrics` gives it, or the name of a measure of ratings."""
    title: str
    metric_title: str
    higher_is_better: bool
    difference: Estimate
    """Second minus first."""
    estimates: tuple[Number, Number]
    """Of the first, of the second."""
    p: float
    """Two-sided."""
    units: int
    """Cases, or patients where a test of scores has several cases of one."""
    p_adjusted: float | None = None
    """By Holm's method over the family that the test stands in; None where it stands alone."""
    outcome: Outcome | None = None
    """None before it was judged."""
    verdict: str | None = None
    """The sentence that goes with the outcome."""
    secondary: bool = False
    """Whether it stands beside the test of the declared metric, in a family of its own."""
    held_back: str | None = None
    """Why the second model may not be called better, whatever p says, as a clause: `DPO gives one answer only`."""
    withheld: bool = False
    """Whether it would have been called better."""

    def decide(self, alpha: float) -> Outcome:
        """Whether the second model is better or worse than the first at this level, by the adjusted p.

        Undecided, too, where the difference is 0, where the test points the other way than the difference that is
        shown (patients with few cases may outweigh those with many), and where "better" is held back.
        """
        found = self._point(alpha)
        return Outcome.UNDECIDED if found is Outcome.BETTER and self.held_back else found

    def _point(self, alpha: float) -> Outcome:
        p = self.p if self.p_adjusted is None else self.p_adjusted
        shown = self.difference.estimate
        if p >= alpha or not shown or self._direction() * shown < 0:
            return Outcome.UNDECIDED
        return Outcome.BETTER if (shown > 0) == self.higher_is_better else Outcome.WORSE

    def judge(self, alpha: float, p_adjusted: float | None = None) -> Self:
        """A copy with the adjusted p, the outcome and the sentence."""
        adjusted = self.model_copy(update={"p_adjusted": p_adjusted})
        outcome = adjusted.decide(alpha)
        withheld = outcome is Outcome.UNDECIDED and adjusted._point(alpha) is Outcome.BETTER
        decided = adjusted.model_copy(update={"outcome": outcome, "withheld": withheld})
        return decided.model_copy(update={"verdict": decided.sentence()})

    def sentence(self) -> str:
        """What was found, in a sentence or two: which model is better, by how much, or what could have been shown."""
        first, second = find_stage(self.first).phrase, find_stage(self.second).phrase
        what = put_in_sentence(self.metric_title)
        if None in self.estimates:
            return f"{begin_sentence(second)} and {first} cannot be compared on {what}: {self._name_undefined()}."
        proof = f"{self.proof}."
        if self.withheld:
            return f"{begin_sentence(second)} is not called better than {first}, because {self.held_back}: {proof}"
        if self.outcome in (Outcome.BETTER, Outcome.WORSE):
            return f"{begin_sentence(second)} is {self.outcome} than {first}: {proof}"
        return " ".join(
            filter(None, [f"No difference between {second} and {first} was shown: {proof}", self._say_power()])
        )

    def _name_undefined(self) -> str:
        models = (self.first, self.second)
        without = [model for model, value in zip(models, self.estimates, strict=True) if value is None]
        if len(without) == len(models):
            return "no case has such a score"
        return f"by the answers of {find_stage(without[0]).phrase}, no case has such a score"

    @property
    def proof(self) -> str:
        """Both values and the p, without a full stop: `F1 0.86 against 0.80 (paired randomization test, p = .03)`."""
        before, after = format_pair(*self.estimates)
        adjusted = "" if self.p_adjusted is None else "Holm-adjusted "
        p = spell_p(self.p if self.p_adjusted is None else self.p_adjusted)
        return f"{put_in_sentence(self.metric_title)} {after} against {before} ({self.test_name} test, {adjusted}{p})"

    @property
    def test_name(self) -> str:
        """One of `TEST_NAMES`."""
        raise NotImplementedError

    @property
    def effect(self) -> Effect:
        """The effect size."""
        raise NotImplementedError

    def _direction(self) -> float:
        """Above 0 where the test itself points to a higher value of the second model, below 0 where to a lower one."""
        raise NotImplementedError

    def _say_power(self) -> str:
        """What so many cases could have shown; nothing where it is not known."""
        return ""


class CorrectnessTest(PairedTest):
    """McNemar's exact test of right and wrong answers, patients being the units where some have several cases."""

    kind: Literal["mcnemar"] = "mcnemar"
    p_mid: Number = None
    only_first: int
    """Cases that only the first model got right."""
    only_second: int
    clustered: bool = False
    detectable_difference: float
    """The smallest difference of shares that is found in 4 of 5 such tests; 1 where none is."""
    cases_needed: int | None = None
    """With which the difference that was seen would be found as often; None where it is 0."""

    @property
    def test_name(self) -> str:
        """One of `TEST_NAMES`."""
        return TEST_NAMES[self.kind]

    @property
    def effect(self) -> Effect:
        """Cohen's g, `only_second / (only_first + only_second) - 0.5`; None where no case is discordant.

        Cohen: Statistical power analysis for the behavioral sciences, 1988, chapter 5.
        """
        discordant = self.only_first + self.only_second
        return Effect(name="Cohen's g", value=self.only_second / discordant - 0.5 if discordant else None)

    def _direction(self) -> float:
        return self.only_second - self.only_first

    def _say_power(self) -> str:
        if self.detectable_difference >= 1:
            return f"With {count(self.units, 'such case')}, no difference could have been shown."
        found = format_points(self.detectable_difference)
        said = f"With {count(self.units, 'case')}, a true difference of {found} is found in 4 of 5 such tests"
        if self.cases_needed is None or self.cases_needed <= self.units:
            return f"{said}."
        return f"{said}; to show the one seen here, about {count(self.cases_needed, 'case')} are needed."


class ScoresTest(PairedTest):
    """The paired t test of scores, or Wilcoxon's where all differences are alike, so that t is infinite."""

    kind: Literal["scores", "wilcoxon"]
    p_t: Number = None
    p_wilcoxon: Number = None
    t: Number = None
    cohen_dz: Number = None
    rank_biserial: Number = None

    @property
    def test_name(self) -> str:
        """One of `TEST_NAMES`."""
        return TEST_NAMES[self.kind]

    @property
    def effect(self) -> Effect:
        """Cohen's dz; where all differences are alike, so that it is infinite, the rank-biserial correlation."""
        if self.kind == "wilcoxon":
            return Effect(name="rank-biserial", value=self.rank_biserial)
        return Effect(name="Cohen's dz", value=self.cohen_dz)

    def _direction(self) -> float:
        return self.t if self.t is not None else self.rank_biserial or 0.0

    def _say_power(self) -> str:
        if self.units < 2 or (self.kind == "wilcoxon" and not can_reach_significance(self.units)):
            return f"With {count(self.units, 'such case')}, no difference could have been shown."
        return ""


class RandomizationTest(PairedTest):
    """The paired randomization test of a metric that is no mean of scores per case, whole patients being swapped."""

    kind: Literal["randomization"] = "randomization"
    swaps: int
    """How many ways to swap the two models' answers were looked at."""
    exact: bool
    """Whether those were all."""
    clustered: bool = False

    @property
    def test_name(self) -> str:
        """One of `TEST_NAMES`."""
        return TEST_NAMES[self.kind]

    @property
    def effect(self) -> Effect:
        """The difference itself: the metric has no deviation over cases by which it could be divided."""
        return Effect(name="difference", value=self.difference.estimate)

    def _direction(self) -> float:
        return self.difference.estimate or 0.0

    def _say_power(self) -> str:
        """What the interval leaves open: there is no formula of power for such a metric."""
        if not can_reach_significance(self.units):
            units = count(self.units, "such patient" if self.clustered else "such case")
            return f"With {units}, no difference could have been shown."
        if self.difference.low is None or self.difference.high is None:
            return ""
        ends = format_ends(self.difference.to_json(), signed=True)
        if self.difference.low > 0 or self.difference.high < 0:
            return f"Its own interval, {ends}, leaves out 0; among so many tests that may be chance."
        return f"By its interval, the difference may be anything from {ends}."


AnyTest = Annotated[CorrectnessTest | ScoresTest | RandomizationTest, Field(discriminator="kind")]
"""A test as it is written and read."""

_READER: TypeAdapter[CorrectnessTest | ScoresTest | RandomizationTest] = TypeAdapter(AnyTest)
_Test = TypeVar("_Test", bound=PairedTest)


def read_test(written: Mapping[str, Any]) -> PairedTest:
    """A test from the JSON of a report."""
    return _READER.validate_python(dict(written))


def judge_tests(tests: Iterable[_Test], alpha: float) -> tuple[_Test, ...]:
    """Judge tests as one family: Holm-adjusted over all of them, each with its outcome and sentence."""
    family = list(tests)
    adjusted = adjust_holm([test.p for test in family])
    return tuple(test.judge(alpha, p) for test, p in zip(family, adjusted, strict=True))


def name_against(first: str, second: str) -> str:
    """The head of a comparison: `DPO against SFT`, `SFT against base`."""
    return f"{find_stage(second).title} against {name_beside(first)}"


def begin_sentence(phrase: str) -> str:
    """A model's phrase at the head of a sentence; a name stays as it is."""
    return phrase[0].upper() + phrase[1:] if phrase.startswith(("the ", *_PHRASES)) else phrase


def name_beside(model: str) -> str:
    """A model's title within a line: `SFT`, `base`."""
    stage = find_stage(model)
    return stage.title if stage.title == stage.name else put_in_sentence(stage.title)


def describe_correctness(first: Floats, second: Floats, sampling: Sampling) -> dict[str, Any]:
    """The fields of a `CorrectnessTest` that two models' right (1) and wrong (0) answers decide."""
    clusters, cases = sampling.clusters, len(first)
    found = compare_correctness(first == 1, second == 1, clusters)
    discordant = (found.only_first + found.only_second) / cases
    observed = (found.only_second - found.only_first) / cases
    inflation, patients = 1.0, len(set(sampling.patients))
    if clusters is not None:
        # Without the lower limit, patients whose cases cancel out would seem to add cases; without a case on which
        # the models differ nobody knows how alike a patient's cases are, so that patients are counted.
        inflation = max(1.0, estimate_design_effect(second - first, clusters)) if discordant else cases / patients
    effective = int(cases / inflation) if can_reach_significance(patients, sampling.alpha) else 0
    needed = (
        math.ceil(inflation * count_cases_needed(discordant, observed, sampling.alpha, POWER)) if observed else None
    )
    return {
        "p": found.p_exact,
        "p_mid": found.p_mid,
        "only_first": found.only_first,
        "only_second": found.only_second,
        "units": cases,
        "clustered": clusters is not None,
        "detectable_difference": find_detectable_difference(effective, discordant, sampling.alpha, POWER),
        "cases_needed": needed,
    }


def describe_scores(first: Floats, second: Floats, sampling: Sampling) -> dict[str, Any]:
    """The fields of a `ScoresTest` that two models' scores of the same cases decide."""
    try:
        found = compare_scores(first.tolist(), second.tolist(), sampling.clusters)
    except ValueError:  # fewer than two units, which show nothing
        units = _count_units(second - first, sampling.patients)
        return {"kind": "scores", "p": 1.0, "units": units}
    # Where all differences are alike, t is infinite and its p 0, however few they are: ranks do not fall for that.
    varies = math.isfinite(found.t)
    return {
        "kind": "scores" if varies else "wilcoxon",
        "p": found.p_t if varies else found.p_wilcoxon,
        "p_t": found.p_t if varies else None,
        "p_wilcoxon": found.p_wilcoxon,
        "t": found.t,
        "cohen_dz": found.cohen_dz,
        "rank_biserial": found.rank_biserial,
        "units": found.units,
    }


def _count_units(differences: Floats, patients: Sequence[str]) -> int:
    return len({patient for patient, value in zip(patients, differences, strict=True) if not np.isnan(value)})
