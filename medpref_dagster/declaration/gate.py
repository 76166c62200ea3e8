"""When a challenger may take the champion's place: the block `gate` of a feedback loop, written beforehand."""

import math
from itertools import pairwise
from statistics import NormalDist
from typing import Annotated, Literal

from pydantic import Field, model_validator

from medpref_dagster.declaration.base import Declared, Seed

_NORMAL = NormalDist()


class Superiority(Declared):
    """How much more often the challenger must prefer the better answer of a held-out pair than the champion does."""

    margin: float = Field(
        default=0.0,
        ge=0,
        lt=1,
        description="The one-sided bound of the win-rate difference must lie above this. 0.02 is two pairs of a "
        "hundred.",
    )
    gain: float = Field(
        default=0.1,
        gt=0,
        le=1,
        description="The win-rate difference that is worth a promotion: as many held-out pairs are asked for as find "
        "it with `power`. Fewer are not enough evidence.",
    )

    @model_validator(mode="after")
    def _gain_is_above_the_margin(self) -> "Superiority":
        if self.gain <= self.margin:
            raise ValueError(
                f"gain: no sample can show that a challenger better by {self.gain:g} is better by more than the "
                f"margin, {self.margin:g}; declare a gain above the margin, or a smaller margin"
            )
        return self


class NonInferiority(Declared):
    """A metric that must not fall: on all test cases of a task, or on those of a safety slice."""

    task: str = Field(description="A task whose test cases are answered.")
    metric: str = Field(description="A metric of the task, as its `evaluation.metrics` names it.")
    slice: str | None = Field(
        default=None, description="A safety slice that the loop declares; without it, all test cases of the task."
    )
    margin: float = Field(
        gt=0,
        lt=1,
        description="So much worse at most: the one-sided bound of the difference must lie above minus this. It holds "
        "against the champion, and against the first champion, so that small falls do not add up over rounds.",
    )

    @property
    def name(self) -> str:
        """As it is called in evidence and decisions: `uti: f1`, `uti, pregnant: f1`."""
        return f"{self.task}{'' if self.slice is None else f', {self.slice}'}: {self.metric}"


class CollapseLimits(Declared):
    """What a model that has collapsed shows. null switches a limit off."""

    shortest: float | None = Field(
        default=0.5,
        gt=0,
        lt=1,
        description="Least mean length (characters) of answers, as a share of the champion's.",
    )
    longest: float | None = Field(
        default=2.0, gt=1, description="Greatest mean length of answers, as a share of the champion's."
    )
    repetition: float | None = Field(
        default=0.05,
        ge=0,
        lt=1,
        description="Greatest share of answers that say the same four words at least three times.",
    )
    label_share: float | None = Field(
        default=0.95, gt=0, lt=1, description="Greatest share of one label among the answers that could be read."
    )
    unreadable: float | None = Field(
        default=0.05, ge=0, lt=1, description="Greatest share of answers that could not be read."
    )
    divergence: float | None = Field(
        default=1.0,
        gt=0,
        description="Greatest divergence from the reference model on the challenger's own answers, in nats a token.",
    )
    chosen_logp_fall: float | None = Field(
        default=1.0,
        gt=0,
        description="Greatest fall of the mean log-probability of held-out chosen answers below the reference's, in "
        "nats a token.",
    )


class AlphaSpending(Declared):
    """Alpha is divided over a number of rounds beforehand; what a round did not use is there for later ones.

    A chance of at most alpha that any promotion is a bad one, however the tests depend on each other: Bonferroni's
    inequality over the rounds.
    """

    kind: Literal["alpha_spending"] = Field(default="alpha_spending", description="Which control it is.")
    rounds: int = Field(
        default=52, ge=1, le=1000, description="For so many rounds alpha lasts; then nothing is promoted."
    )
    shape: Literal["even", "obrien_fleming", "pocock"] = Field(
        default="even",
        description="even: every round has the same share. obrien_fleming: little at first and most at the end. "
        "pocock: a little more at first. The last two are Lan's and DeMets's spending functions.",
    )
    recycle: bool = Field(
        default=True, description="Whether what a test used that promoted is there again for later rounds."
    )

    def plan_levels(self, alpha: float) -> tuple[float, ...]:
        """What each round adds to what may be spent; together alpha."""
        spent = [0.0, *(self.plan_spent(number, alpha) for number in range(1, self.rounds + 1))]
        return tuple(after - before for before, after in pairwise(spent))

    def plan_spent(self, number: int, alpha: float) -> float:
        """What of alpha may be spent until the end of the so-many-eth round.

        With t the share of the rounds: `alpha t`, `2 - 2 Phi(z_(1-alpha/2) / sqrt(t))` or `alpha ln(1 + (e - 1) t)`.

        Lan, DeMets: Discrete sequential boundaries for clinical trials, Biometrika 1983;70:659-63.
        """
        time = min(1.0, number / self.rounds)
        if self.shape == "obrien_fleming":
            return math.erfc(_NORMAL.inv_cdf(1 - alpha / 2) / math.sqrt(2 * time))
        if self.shape == "pocock":
            return alpha * math.log(1 + (math.e - 1) * time)
        return alpha * time


class AlphaInvesting(Declared):
    """Alpha is a wealth: every test costs some of it, and every promotion earns some.

    It has no end, and controls the expected share of bad promotions (mFDR); a chance of at most alpha of any bad
    promotion only as long as every challenger is useless.
    """

    kind: Literal["alpha_investing"] = Field(default="alpha_investing", description="Which control it is.")
    share: float = Field(default=0.1, gt=0, le=1, description="The share of the wealth that each test may cost.")

    def plan_levels(self, alpha: float) -> tuple[float, ...]:
        """The level of the first test, from the wealth alpha (1 - alpha); those of later ones depend on what was
        found."""
        return (price_level(self.share * start_wealth(alpha)),)


class RotatingHoldout(Declared):
    """Held-out patients are divided into parts; each test uses the next part, and each part is used a few times."""

    kind: Literal["rotating_holdout"] = Field(default="rotating_holdout", description="Which control it is.")
    parts: int = Field(default=12, ge=2, le=1000, description="Into so many parts patients are divided, by a hash.")
    uses: int = Field(default=1, ge=1, le=100, description="How often each part is used. 1: always unseen patients.")
    seed: Seed = Field(default=0, description="Of the division.")

    def plan_levels(self, alpha: float) -> tuple[float, ...]:
        """The level of each test: alpha over parts times uses."""
        tests = self.parts * self.uses
        return (alpha / tests,) * tests


ErrorControl = Annotated[AlphaSpending | AlphaInvesting | RotatingHoldout, Field(discriminator="kind")]


def start_wealth(alpha: float) -> float:
    """What alpha investing begins with: alpha (1 - alpha)."""
    return alpha * (1 - alpha)


def price_level(cost: float) -> float:
    """The level that costs so much: alpha / (1 - alpha) = cost."""
    return cost / (1 + cost)


class Gate(Declared):
    """The rules by which a challenger is promoted, held or refused."""

    superiority: Superiority = Field(default=Superiority(), description="On held-out preferences.")
    non_inferiority: tuple[NonInferiority, ...] = Field(
        min_length=1, description="Every metric of every task and safety slice that must not fall."
    )
    collapse: CollapseLimits = Field(default=CollapseLimits(), description="What no challenger may show.")
    agreement: float | None = Field(
        default=0.4,
        gt=0,
        lt=1,
        description="Floor of clinicians' agreement (Krippendorff's alpha) on the feedback that the round learned "
        "from; null asks for none.",
    )
    alpha: float = Field(
        default=0.05, gt=0, lt=0.5, description="The chance of a bad promotion over all rounds of the period."
    )
    power: float = Field(
        default=0.8, gt=0.5, lt=1, description="With so much power the sample must find what is looked for."
    )
    error_control: ErrorControl = Field(
        default=AlphaSpending(), description="How alpha is divided over rounds, which use the same test set again."
    )
    period: str = Field(
        default="first",
        min_length=1,
        max_length=60,
        description="The name of the time that alpha is for. Another name begins with all of alpha anew, which is "
        "right only with held-out patients that no earlier period used.",
    )
    approval: Literal["automatic", "by_person"] = Field(
        default="by_person",
        description="automatic: what the gate promotes becomes champion at once. by_person: a person approves first.",
    )
    most_patients: int | None = Field(
        default=None,
        ge=1,
        description="The most held-out patients that a test will ever have. With it, a margin that so few cannot show "
        "is refused at load.",
    )

    @model_validator(mode="after")
    def _each_once(self) -> "Gate":
        names = [item.name for item in self.non_inferiority]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"non_inferiority: {twice[0]} is declared twice; keep one margin")
        return self

    @model_validator(mode="after")
    def _margins_can_be_shown(self) -> "Gate":
        if self.most_patients is not None and (found := explain_impossible(self, self.most_patients)):
            raise ValueError(found[0])
        return self


def explain_impossible(gate: Gate, patients: int) -> list[str]:
    """What no sample of so many patients can show, by this gate's most generous level, as sentences.

    None where everything can be shown.

    The most favourable data are taken: for superiority, every pair on which the models differ is a gain; for
    non-inferiority, the models never differ. Then so many patients are needed at least:
    `(z_level + z_power)^2 (g - g^2) / (g - m)^2` for the gain g and margin m, and `z_level^2 (1 - m) / m` for a
    margin m of non-inferiority (the score interval of a difference of which no case was seen); and the exact test of
    signs needs log2(1 / level).

    A rotating holdout has a part of them for each test.
    """
    level = max(gate.error_control.plan_levels(gate.alpha))
    control = gate.error_control
    held = patients // control.parts if isinstance(control, RotatingHoldout) else patients
    z = -_NORMAL.inv_cdf(level)
    gain, margin = gate.superiority.gain, gate.superiority.margin
    reach = z + _NORMAL.inv_cdf(gate.power)
    least = max(math.ceil(reach**2 * (gain - gain**2) / (gain - margin) ** 2), math.ceil(-math.log2(level)))
    have = f"at most {held} held-out patients a test, at a level of {level:.2g}"
    remedy = "declare more held-out patients, fewer rounds, or"
    sentences: list[str] = []
    if held < least:
        sentences.append(
            f"superiority: no sample of {have}, can show a gain of {gain:g} above the margin {margin:g}: {least} "
            f"patients are needed at least; {remedy} a larger gain"
        )
    for item in gate.non_inferiority:
        least = math.floor(z**2 * (1 - item.margin) / item.margin) + 1
        if held < least:
            sentences.append(
                f"non_inferiority of {item.name}: no sample of {have}, can show the margin {item.margin:g}: {least} "
                f"patients are needed at least; {remedy} a larger margin"
            )
    return sentences
