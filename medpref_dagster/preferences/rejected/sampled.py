"""What the strategies share that sample a model's own answers: which model answers which case, how hot, and how often.

An SFT model answers what it was trained on unlike what it was not. So the training patients are divided into folds, and
the cases of each are answered by an SFT model that was trained on the other folds (cross-fitting), or a declared share
of them is held out of an SFT model that answers their cases alone.
"""

from collections.abc import Sequence
from typing import ClassVar

from pydantic import Field, field_validator, model_validator

from medpref_dagster.preferences.drawing import make_random
from medpref_dagster.preferences.rejected import (
    AnswerKind,
    Case,
    Holdout,
    LeftOut,
    Sampler,
    SamplingModel,
    StrategyError,
    StrategyOptions,
    find_fold,
)

CASES_AT_ONCE = 256
"""Enough for the sampler to sort by length and fill its passes; few enough to stop soon when pairs suffice."""


class SampledOptions(StrategyOptions):
    """Which model is sampled, and how."""

    SUITS: ClassVar[frozenset[AnswerKind]] = frozenset({"label", "labels", "option", "text"})

    model: SamplingModel = Field(default="sft", description="The model that answers: base or sft.")
    folds: int | None = Field(
        default=2,
        ge=2,
        le=20,
        description="For sft: the training patients are divided into so many folds, and the cases of each are answered "
        "by an SFT model (with the arguments of the chosen one) that was trained on the others. null: the SFT model "
        "answers its own training rows, too.",
    )
    holdout_share: float | None = Field(
        default=None,
        gt=0,
        lt=1,
        exclude_if=lambda share: share is None,
        description="For sft, in place of folds: this share of the training patients is held out of an SFT model (with "
        "the arguments of the chosen one) that answers their cases; the other training cases become no pairs.",
    )
    temperatures: tuple[float, ...] = Field(
        default=(0.7, 1.0, 1.3), min_length=1, description="One answer a case is sampled at each temperature."
    )
    seed: int = Field(default=0, description="Another seed samples other answers.")

    @model_validator(mode="after")
    def _one_way(self) -> "SampledOptions":
        if self.holdout_share is None:
            return self
        if self.model != "sft":
            raise ValueError("holdout_share: is for model: sft; the base model was trained on no row of the task")
        if "folds" in self.model_fields_set and self.folds is not None:
            raise ValueError("holdout_share and folds are two ways to the same; declare one of them")
        return self

    @field_validator("temperatures")
    @classmethod
    def _positive(cls, temperatures: tuple[float, ...]) -> tuple[float, ...]:
        if any(not 0 < value <= 5 for value in temperatures):
            raise ValueError(f"must lie above 0 and at most at 5, got {list(temperatures)}")
        if len(set(temperatures)) != len(temperatures):
            raise ValueError(f"the same temperature twice in {list(temperatures)}")
        return temperatures

    def needed_models(self) -> frozenset[SamplingModel]:
        """The declared model."""
        return frozenset({self.model})

    def needs_unseen(self) -> bool:
        """Whether the SFT model answers, by folds or a holdout."""
        return self.model == "sft" and (self.folds is not None or self.holdout_share is not None)

    def find_model(self, case: Case) -> SamplingModel | LeftOut | None:
        """The model that answers a case; None where the declared one was trained on it, and no other answers it."""
        if case.split != "train" or not self.needs_unseen():
            return self.model
        if self.holdout_share is None:
            return find_fold(case.patient_id, self.folds) if self.folds else self.model
        holdout = Holdout(self.holdout_share)
        return holdout if holdout.holds(case.patient_id) else None


def require_sampler(strategy: str, options: SampledOptions, sample: Sampler | None) -> Sampler:
    """The sampler.

    Raises
    ------
    StrategyError
        If there is none.
    """
    if sample is None:
        message = f"{strategy} samples from the {options.model} model, and the caller gave no sampler"
        raise StrategyError(message, ("rejected", "strategy"))
    return sample


def sample_answers(
    cases: Sequence[Case], options: SampledOptions, sample: Sampler, temperature: float, draws: int = 1
) -> list[list[str]]:
    """`draws` answers a case, in order, without white space around them; each model answers its cases at once."""
    asked: dict[SamplingModel | LeftOut, list[int]] = {}
    for position, case in enumerate(cases):
        asked.setdefault(options.find_model(case) or options.model, []).append(position)
    # The same for every chunk: a new case, which moves the chunks' borders, changes no other case's answers.
    seed = make_random(options.seed, f"{temperature:g}").getrandbits(31)
    answers: list[list[str]] = [[] for _ in cases]
    for model, places in asked.items():
        repeated = [place for place in places for _ in range(draws)]
        prompts = [cases[place].prompt for place in repeated]
        texts = sample(prompts, model=model, temperature=temperature, seed=seed)
        if len(texts) != len(prompts):
            raise ValueError(f"the sampler gave {len(texts)} answers to {len(prompts)} prompts")
        for place, text in zip(repeated, texts, strict=True):
            answers[place].append(text.strip())
    return answers
