"""How models are judged: metrics, length of answers, statistics, ratings."""

from typing import Any, Literal, get_args

from pydantic import Field, field_validator

from medpref_dagster.declaration.base import Declared, Seed
from medpref_dagster.stages import ControlName


class Likert(Declared):
    """Ratings of the models' answers from 1 (worst) to 5 (best), by clinicians and, where declared, by a judge."""

    rubric: str = Field(min_length=1, description="What makes a good answer; the judge reads it.")
    judge: str | None = Field(
        default=None, description="Name of a judge of the profile; without it, only clinicians' ratings are shown."
    )
    max_cases: int | None = Field(
        default=None,
        ge=2,
        description="The judge rates at most this many test cases (chosen by a stable hash), each in two orders.",
    )
    seed: int = Field(default=0, description="Of the order in which the judge is shown the answers to a case.")


ALL_CONTROLS: tuple[ControlName, ...] = get_args(ControlName)

AnswerBy = Literal["generation", "likelihood", "likelihood_per_character"]


class Evaluation(Declared):
    """How the models are judged."""

    metrics: tuple[str, ...] = Field(
        default=("f1", "accuracy"), description="Names of metrics; the first one is what is judged.", min_length=1
    )
    choose_by: str | None = Field(
        default=None,
        exclude_if=lambda metric: metric is None,
        description="The metric that chooses models on dev. Without it: the macro average of F1 where there are labels "
        "or options, over all fields where there are several, so that a model which never says a rare label is not "
        "chosen; for free texts the first of metrics.",
    )
    # Left out where it is the default: an older declaration keeps the hashes that were made before there was a choice.
    answer_by: AnswerBy = Field(
        default="generation",
        exclude_if=lambda value: value == "generation",
        description="What the answer to a case is: what the model writes; or that of the declared options or labels "
        "which is most probable after the prompt, by its summed log-probability or by that per character.",
    )
    max_new_tokens: int = Field(default=24, gt=0, description="Length limit of a generated answer.")
    max_test_rows: int | None = Field(
        default=None, gt=0, description="Use at most this many test cases (chosen by a stable hash)."
    )
    confidence: float = Field(default=0.95, gt=0.5, lt=1, description="Coverage of the intervals.")
    bootstrap_samples: int = Field(default=2000, ge=100, description="Resamples of a bootstrap interval.")
    seed: Seed = Field(default=0, description="Of the bootstrap.")
    # Left out where there is none: a declaration without it keeps the hashes that it had before there was such a field.
    likert: Likert | None = Field(
        default=None,
        exclude_if=lambda value: value is None,
        description="Show ratings of the answers from 1 to 5 in the reports; without it, do not.",
    )

    controls: tuple[ControlName, ...] = Field(
        default=ALL_CONTROLS,
        exclude_if=lambda names: names == ALL_CONTROLS,
        description="What stands beside the models: the most frequent answer; a bag of words (TF-IDF and logistic "
        "regression on the rows of SFT); SFT continued on the chosen answers for as many steps as DPO (equal compute), "
        "without which nothing is said of what DPO is worth beyond further training.",
    )
    sft_continued_learning_rate: tuple[float, ...] | None = Field(
        default=None,
        min_length=1,
        exclude_if=lambda rates: rates is None,
        description="Peak learning rates of continued SFT, of which dev chooses; without them those of DPO and of SFT "
        "and a tenth of the latter, so that the control is a strong one.",
    )

    @field_validator("controls")
    @classmethod
    def _each_once(cls, controls: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(controls)) < len(controls):
            raise ValueError(f"the same control twice in {list(controls)}")
        return controls

    @field_validator("sft_continued_learning_rate", mode="before")
    @classmethod
    def _one_value_is_a_list(cls, value: Any) -> Any:
        return (value,) if isinstance(value, int | float | str) and not isinstance(value, bool) else value

    @field_validator("sft_continued_learning_rate")
    @classmethod
    def _positive(cls, rates: tuple[float, ...] | None) -> tuple[float, ...] | None:
        if rates is not None and (len(set(rates)) < len(rates) or any(rate <= 0 for rate in rates)):
            raise ValueError(f"must be above 0 and differ, got {list(rates)}")
        return rates

    def answer_settings(self) -> dict[str, Any]:
        """As JSON, what the models' answers may depend on: neither the rubric, the choice on dev, nor the controls."""
        beside = {"likert", "choose_by", "controls", "sft_continued_learning_rate"}
        return self.model_dump(mode="json", exclude=beside)
