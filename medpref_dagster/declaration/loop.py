"""The closed loop: the fields of `assets/<loop>/defs.yaml` of a FeedbackLoop."""

from typing import Literal

from pydantic import Field, model_validator

from medpref_dagster.declaration.base import Declared, Seed
from medpref_dagster.declaration.change_control import ChangeControl
from medpref_dagster.declaration.gate import Gate
from medpref_dagster.declaration.losses import SORTING
from medpref_dagster.declaration.training import Dpo

Cadence = Literal["weekly", "two-weekly", "monthly"]

BY_MAJORITY = "majority"
"""The use of reliability by which the side of most clinicians stands."""

NOISY_LOSS = "robust"
"""The loss that is told the share of wrong preferences."""


class Holdout(Declared):
    """Who is held out. A pair is tested on if its patient or its clinician is, in every round alike: a keyed hash
    decides, and neither other rows nor the round do. No patient of a tested pair is trained on."""

    patients: float = Field(default=0.2, gt=0, lt=1, description="Share of patients whose pairs are tested on.")
    clinicians: float = Field(default=0.2, ge=0, lt=1, description="Share of clinicians whose pairs are tested on.")
    eval: float = Field(
        default=0.1, ge=0, lt=1, description="Of the other patients, the share whose pairs give the curves of training."
    )
    seed: Seed = Field(default=0, description="Another seed holds out others.")


class Replay(Declared):
    """Pairs of earlier rounds that are trained on once more, so that what they taught is not lost."""

    share: float = Field(default=0.2, ge=0, lt=1, description="Their share of the pairs that are trained on.")
    rounds: int = Field(
        default=6,
        ge=0,
        le=18,
        description="So many rounds before it a round looks back to: for those pairs, for who was tested or trained "
        "on, and for how reliable clinicians are.",
    )


class LoopReliability(Declared):
    """What clinicians' reliability, as `signal.reliability` of the feedback measures it, does to a round's pairs."""

    use: Literal["majority", "weights", "label_noise", "none"] = Field(
        default="weights",
        description="majority: of opposite preferences the side with more clinicians is trained on; else none is. "
        "weights: a pair counts by its clinical weight times its clinician's 2 r - 1; at 0 it is left out. "
        "label_noise: pairs count alike, and the loss robust is told the mean of 1 - r as its label_smoothing. none: "
        "they count alike.",
    )


class Slice(Declared):
    """Test cases that are looked at by themselves, because a fall among them would be unsafe."""

    column: str = Field(min_length=1, description="A column of the task's source.")
    values: tuple[str, ...] = Field(min_length=1, description="A case with one of these values is in the slice.")


class Triggers(Declared):
    """What begins a round without a person. Each can be turned on and off in the UI as well."""

    schedule: bool = Field(
        default=False, description="Whether a round begins by the cadence, once its last week is over: on or off."
    )
    sensor: bool = Field(
        default=False,
        description="Whether a round begins as soon as enough new usable pairs have come, also before its last week is "
        "over: on or off.",
    )
    hour: int = Field(default=6, ge=0, le=23, description="When the schedule looks, in the feedback's time zone.")
    look_every_seconds: int = Field(default=600, ge=30, description="How often the sensor looks.")


class LoopDeclaration(Declared):
    """Round after round, from new feedback to a challenger and what it won on held-out pairs."""

    title: str = Field(description="What it is called for people.")
    task: str = Field(description="The task that it serves: a folder under assets/.")
    base_model: str = Field(description="Whose models of the task it trains on: a base model of the profile.")
    feedback: str = Field(description="Where pairs come from: a folder under assets/ that declares a Feedback.")
    cadence: Cadence = Field(
        default="monthly",
        description="When a round begins: every Monday, on the first and third Monday of a month, on its first Monday. "
        "It covers the weeks until the next one begins.",
    )
    min_new_pairs: int = Field(
        default=50, ge=1, description="With fewer new pairs that can be trained on, a round trains nothing."
    )
    replay: Replay = Field(default=Replay(), description="Which pairs of earlier rounds are trained on once more.")
    holdout: Holdout = Field(default=Holdout(), description="Which patients and clinicians are held out.")
    max_test_pairs: int | None = Field(
        default=None, gt=0, description="Score at most this many held-out pairs (chosen by a stable hash)."
    )
    max_test_cases: int | None = Field(
        default=None,
        gt=0,
        description="The gate compares at most this many of the cases that the task answers (chosen by a stable hash).",
    )
    start: Literal["champion", "sft"] = Field(
        default="champion", description="Where training starts: from the champion, or from the task's SFT model again."
    )
    reference: Literal["start", "champion", "sft"] = Field(
        default="start", description="The model that training is tied to by beta."
    )
    dpo: Dpo = Field(default=Dpo(), description="The DPO grid; dev cases of the task choose among its candidates.")
    reliability: LoopReliability = Field(
        default=LoopReliability(), description="What clinicians' reliability does to the pairs."
    )
    confidence: float = Field(default=0.95, gt=0.5, lt=1, description="Coverage of the report's intervals.")
    gate: Gate | None = Field(
        default=None,
        description="When a challenger becomes champion. Without it rounds end with their report, and none ever does.",
    )
    slices: dict[str, Slice] = Field(
        default_factory=dict[str, Slice], description="Name -> test cases that the gate looks at by themselves."
    )
    triggers: Triggers = Field(default=Triggers(), description="What begins a round without a person.")
    change_control: ChangeControl = Field(
        default=ChangeControl(), description="What the change-control plan says beside the declaration."
    )

    @model_validator(mode="after")
    def _challenger_is_trained(self) -> "LoopDeclaration":
        if self.dpo.fallback is not None:
            raise ValueError(
                "dpo.fallback: a challenger that is no better is refused by its report, not replaced; leave it out"
            )
        return self

    @model_validator(mode="after")
    def _loss_reads_reliability(self) -> "LoopDeclaration":
        if self.reliability.use == "label_noise" and self.dpo.loss != "sigmoid":
            raise ValueError(
                f"dpo.loss: with reliability.use label_noise the loss is {NOISY_LOSS}, and its label_smoothing what "
                "was measured; leave both out"
            )
        if self.reliability.use == "weights" and self.dpo.loss in SORTING:
            raise ValueError(
                f"dpo.loss: {self.dpo.loss} compares sorted pairs of a batch, of which none has a weight of its own; "
                "declare another loss, or another reliability.use"
            )
        return self

    @model_validator(mode="after")
    def _gate_names_what_there_is(self) -> "LoopDeclaration":
        for number, rule in enumerate(self.gate.non_inferiority if self.gate else ()):
            place = f"gate.non_inferiority.{number}"
            if rule.task != self.task:
                raise ValueError(
                    f"{place}.task: the gate of this loop answers the test cases of {self.task}, not of {rule.task}"
                )
            if rule.slice is not None and rule.slice not in self.slices:
                known = ", ".join(self.slices) or "none"
                raise ValueError(f"{place}.slice: {rule.slice!r} is not declared under slices; there are {known}")
        return self
