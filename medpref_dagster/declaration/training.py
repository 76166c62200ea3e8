"""How models are trained: rejected answers, the SFT grid, the DPO grid."""

import itertools
from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from medpref_dagster.declaration.base import Declared, Seed
from medpref_dagster.declaration.losses import NEED_SMOOTHING, SMOOTHED, PreferenceLoss, describe_losses


class PairLossLimits(Declared):
    """Limits of single kinds of loss, as shares of all pairs. What has a limit here does not count for
    `max_dropped_share`."""

    no_rejected: float | None = Field(
        default=None, ge=0, le=1, description="Cases for which the strategy has no rejected answer."
    )
    same: float | None = Field(
        default=None,
        ge=0,
        le=1,
        description="Pairs whose answers are the same tokens or label, or that are there twice.",
    )
    empty: float | None = Field(default=None, ge=0, le=1, description="Pairs with an empty answer.")
    too_long: float | None = Field(
        default=None, ge=0, le=1, description="Pairs over `max_prompt_tokens` or `max_completion_tokens`."
    )


class Rejected(Declared):
    """How rejected answers are made."""

    strategy: str = Field(
        default="other_label", description="Name of a strategy: a module of medpref_dagster.preferences.rejected."
    )
    options: dict[str, Any] = Field(default_factory=dict, description="The strategy's own options.")
    pairs: int = Field(default=500, gt=0, description="At most this many training pairs.")
    placebo: bool = Field(
        default=False,
        exclude_if=lambda placebo: not placebo,
        description="For studies: of the train and eval pairs a fair coin (by options.seed) says which answer is "
        "preferred, so that there is nothing to learn but the answers themselves. Test pairs stay as they are.",
    )
    max_dropped_share: float = Field(
        default=0.05,
        ge=0,
        le=1,
        # Left out where it is the default: an older declaration keeps the hash that it had before there was a choice.
        exclude_if=lambda share: share == 0.05,
        description="Over this share of dropped pairs, a check fails.",
    )
    loss_limits: PairLossLimits = Field(
        default=PairLossLimits(),
        exclude_if=lambda limits: limits == PairLossLimits(),
        description="Limits of their own for single kinds of loss, e.g. {no_rejected: 0.9}.",
    )
    max_marginal_gap: float = Field(
        default=0.1,
        ge=0,
        le=1,
        exclude_if=lambda gap: gap == 0.1,
        description="A check warns where a label's shares among the chosen and the rejected answers differ by more.",
    )


class Lora(Declared):
    """Low-rank adapters; the target modules are the base model's."""

    rank: int = Field(default=16, gt=0, description="Rank of the update of each weight matrix.")
    alpha: int = Field(default=32, gt=0, description="The update is scaled by alpha / rank.")


class Training(Declared):
    """What SFT and DPO declare alike. A list makes a grid; the candidates are its product."""

    method: Literal["lora", "full"] = Field(default="lora", description="Train adapters, or every weight.")
    lora: Lora = Field(default=Lora(), description="The adapters of method lora.")
    learning_rate: tuple[float, ...] = Field(description="Peak learning rates of the grid.", min_length=1)
    epochs: tuple[float, ...] = Field(
        default=(1.0,), description="Passes over the training rows, of the grid.", min_length=1
    )
    batch_size: int = Field(default=8, gt=0, description="Rows an optimizer step, however they fit on the device.")
    warmup_share: float = Field(
        default=0.1, ge=0, lt=1, description="Share of the steps in which the learning rate rises."
    )
    scheduler: Literal["constant", "linear", "cosine"] = Field(
        default="linear", description="How the learning rate falls after the warm-up."
    )
    weight_decay: float = Field(default=0.0, ge=0, description="Of AdamW.")
    max_grad_norm: float = Field(default=1.0, gt=0, description="A larger gradient is scaled down to this norm.")
    seed: Seed = Field(default=0, description="Of the order of the rows and the adapters' first values.")
    max_training_rows: int | None = Field(
        default=None, gt=0, description="Use at most this many training rows (chosen by a stable hash)."
    )
    max_eval_rows: int | None = Field(
        default=100, gt=0, description="Rows of the eval split scored at each evaluation."
    )
    max_dev_rows: int | None = Field(default=None, gt=0, description="Dev rows that choose among candidates.")
    evaluations: int = Field(default=4, ge=1, description="How often the eval loss is taken in a training.")
    checkpoints: int = Field(
        default=4, ge=1, description="How many checkpoints a training writes; a killed one goes on from the last."
    )
    activation_checkpointing: bool = Field(
        default=False,
        # Left out where it is the default: an older declaration keeps the hash that it had before there was a choice.
        exclude_if=lambda value: not value,
        description="Keep each layer's input only, and compute the layer once more for the gradient: far less memory "
        "for long notes and large models, a third to half more time, the same result but for rounding.",
    )
    stop_early: bool = Field(
        default=False,
        description="Successive halving: after each round the worse half of the candidates on dev is stopped.",
    )

    @field_validator("learning_rate", "epochs", "beta", mode="before", check_fields=False)
    @classmethod
    def _one_value_is_a_list(cls, value: Any) -> Any:
        return (value,) if isinstance(value, int | float | str) and not isinstance(value, bool) else value

    @field_validator("learning_rate", "epochs", "beta", check_fields=False)
    @classmethod
    def _positive(cls, values: tuple[float, ...]) -> tuple[float, ...]:
        if any(value <= 0 for value in values):
            raise ValueError(f"must be above 0, got {list(values)}")
        if len(set(values)) != len(values):
            raise ValueError(f"the same value twice in {list(values)}")
        return values


class Guards(Declared):
    """When a DPO candidate counts as collapsed: it is stopped, said so, and never chosen. null takes a guard away.

    Shares are of the dev answers; over a limit, one counts only where it also lies 10 points above that of the
    reference (the SFT model) and of the gold answers, so that a majority of 95% is no collapse.
    """

    max_answer_share: float | None = Field(
        default=0.9,
        gt=0,
        le=1,
        description="Of the readable answers to a label or an option, the largest share that one answer may have.",
    )
    max_chosen_logp_drop: float | None = Field(
        default=1.0,
        gt=0,
        description="Nats a token, mean over pairs of a log or of the eval split: how far the chosen answers may fall "
        "below the reference while training. At 1 each of their tokens has lost 63% of its probability: what is then "
        "learned is to say neither answer (likelihood displacement, 2024, arXiv 2410.08847).",
    )
    max_repetition: float | None = Field(
        default=0.5,
        gt=0,
        le=1,
        description="The largest share of free texts that have the same four words in a row three times.",
    )
    max_length_ratio: float | None = Field(
        default=2.0,
        gt=1,
        description="How many times as many tokens free texts may have, on average, as the reference's.",
    )


class Sft(Training):
    """The SFT grid."""

    learning_rate: tuple[float, ...] = Field(
        default=(2e-3,), min_length=1, description="Peak learning rates of the grid."
    )
    epochs: tuple[float, ...] = Field(
        default=(2.0,), min_length=1, description="Passes over the training rows, of the grid."
    )

    def candidates(self) -> Iterator[dict[str, float]]:
        """Each candidate's own arguments, in the declared order."""
        for learning_rate, epochs in itertools.product(self.learning_rate, self.epochs):
            yield {"learning_rate": learning_rate, "epochs": epochs}


class Dpo(Training):
    """The DPO grid."""

    learning_rate: tuple[float, ...] = Field(
        default=(5e-5,), min_length=1, description="Peak learning rates of the grid."
    )
    beta: tuple[float, ...] = Field(
        default=(0.1,), description="Strengths of the tie to the reference model, of the grid.", min_length=1
    )
    sft_weight: float = Field(
        default=0.0, ge=0, description="Weight of the SFT loss on the chosen answer beside the DPO loss."
    )
    # Left out where they are the defaults: an older declaration keeps the key that its models were remembered under.
    loss: PreferenceLoss = Field(
        default="sigmoid",
        exclude_if=lambda loss: loss == "sigmoid",
        description=f"The loss on pairs, as TRL 1.16 has it. {describe_losses()}.",
    )
    label_smoothing: float = Field(
        default=0.0,
        ge=0,
        lt=0.5,
        exclude_if=lambda smoothing: smoothing == 0,
        description=f"For the losses {', '.join(sorted(SMOOTHED))}, which alone read it. "
        + " ".join(f"For {loss}: {meaning}." for loss, meaning in NEED_SMOOTHING.items()),
    )

    guards: Guards = Field(
        default=Guards(),
        exclude_if=lambda guards: guards == Guards(),
        description="When a candidate counts as collapsed.",
    )
    fallback: Literal["sft"] | None = Field(
        default=None,
        exclude_if=lambda fallback: fallback is None,
        description="With sft the SFT model itself is kept where no candidate scores better than it on dev, or all "
        "collapsed; without it the best candidate is kept (with a warning) and a grid that collapsed whole fails.",
    )

    @model_validator(mode="after")
    def _smoothing_is_read(self) -> "Dpo":
        if self.label_smoothing and self.loss not in SMOOTHED:
            raise ValueError(
                f"label_smoothing: the loss {self.loss} ignores it; leave it out, or declare one of the losses "
                f"{', '.join(sorted(SMOOTHED))}"
            )
        if not self.label_smoothing and self.loss in NEED_SMOOTHING:
            raise ValueError(f"label_smoothing: the loss {self.loss} needs it above 0, {NEED_SMOOTHING[self.loss]}")
        return self

    def candidates(self) -> Iterator[dict[str, float]]:
        """Each candidate's own arguments, in the declared order."""
        for learning_rate, beta, epochs in itertools.product(self.learning_rate, self.beta, self.epochs):
            yield {"learning_rate": learning_rate, "beta": beta, "epochs": epochs}
