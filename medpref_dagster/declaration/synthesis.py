"""Synthetic pairs for slices that have few: the block `synthesis` of a Feedback."""

from dataclasses import dataclass, field
from typing import Any, Final, Literal

from pydantic import Field, field_validator, model_validator

from medpref_dagster.declaration.base import Declared, Seed
from medpref_dagster.declaration.machine import (
    BaseModelDeclaration,
    BaseModelJudge,
    EndpointGenerator,
    JudgeDeclaration,
    MachineDeclaration,
)
from medpref_dagster.declaration.source import Columns, Records
from medpref_dagster.names import UndeclaredNameError, name_unknown

EVENT_COLUMNS: Final = ("task", "specialty", "style")
"""Columns that generations, pairs and accepted examples have in common, by which they can be counted."""
_LONGEST_LIST: Final = 16
"""Answers to a prompt: each two of them are two questions to the judge."""


class SliceRules(Declared):
    """Which slices of the feedback are thin."""

    columns: tuple[str, ...] = Field(
        default=("specialty", "style"),
        min_length=1,
        description="A slice is what has the same values of these: task, specialty, style, or a name of terms. What "
        "lacks one of them is of no slice.",
    )
    fewer_than: int = Field(
        default=50,
        ge=1,
        description="A slice is thin that has fewer pairs of clinicians in the week and lookback_weeks before it; "
        "synthetic ones are made up to this number.",
    )
    terms: dict[str, dict[str, tuple[str, ...]]] = Field(
        default_factory=dict[str, dict[str, tuple[str, ...]]],
        description="Further columns, from words of the prompt. Name -> value -> words or phrases, e.g. diagnosis: "
        "{sepsis: [sepsis, septic shock]}. Of several values that are found, the first one written here.",
    )

    @field_validator("terms")
    @classmethod
    def _terms_say_something(
        cls, terms: dict[str, dict[str, tuple[str, ...]]]
    ) -> dict[str, dict[str, tuple[str, ...]]]:
        for name, values in terms.items():
            if name in EVENT_COLUMNS:
                raise ValueError(f"{name}: is a column of the events already; take another name")
            if not values:
                raise ValueError(f"{name}: has no value")
            for value, phrases in values.items():
                if not phrases or not all(any(map(str.isalnum, phrase)) for phrase in phrases):
                    raise ValueError(f"{name}: {value}: needs words or phrases, each with a letter or digit")
        return terms

    @model_validator(mode="after")
    def _columns_are_known(self) -> "SliceRules":
        known = [*EVENT_COLUMNS, *self.terms]
        for column in self.columns:
            if column not in known:
                raise ValueError(f"columns: {name_unknown('column', column, known)}")
        if len(set(self.columns)) < len(self.columns):
            raise ValueError(f"columns: the same one twice in {list(self.columns)}")
        return self


class PromptSource(Declared):
    """Prompts of a reader in the place of the feedback's own."""

    reader: str = Field(description="Name of a reader.")
    options: dict[str, Any] = Field(default_factory=dict, description="The reader's own options.")
    prompt: str = Field(default="prompt", description="The source's column with the prompt.")
    columns: dict[Literal["task", "specialty", "style", "patient_id"], str] = Field(
        default_factory=dict[Literal["task", "specialty", "style", "patient_id"], str],
        description="What a prompt belongs to: task, specialty, style, patient_id -> the source's column.",
    )

    def records(self) -> Records:
        """What the reader is asked for."""
        return Records(reader=self.reader, options=self.options, columns=Columns(text=self.prompt))


class PromptRules(Declared):
    """Which prompts a thin slice is filled from."""

    from_: Literal["generations", "accepted_examples", "source"] = Field(
        default="generations",
        alias="from",
        description="generations: what models were asked in the week. accepted_examples: of these, what was accepted "
        "as it was. source: the declared source.",
    )
    source: PromptSource | None = Field(default=None, description="Of from: source.")
    per_slice: int = Field(default=50, ge=1, description="At most so many prompts of a slice and week, drawn by hash.")

    @model_validator(mode="after")
    def _source_where_it_is_asked_for(self) -> "PromptRules":
        if (self.from_ == "source") != (self.source is not None):
            raise ValueError("say `from: source` and `source` together")
        return self


class GeneratorRules(Declared):
    """Who answers, and in which ways."""

    name: str = Field(description="A base model of the profile, or one of its generators.")
    temperatures: tuple[float, ...] = Field(
        default=(0.7, 1.0), min_length=1, description="Each prompt is answered at each; 0 is the likeliest answer."
    )
    system_prompts: tuple[str, ...] = Field(
        default=(),
        description="Each prompt is answered under each, at each temperature. A server gets it as the system message; "
        "for a base model it stands before the prompt, since many chat templates know no system message.",
    )
    answers: int = Field(default=1, ge=1, description="So many answers in each way; one where the temperature is 0.")
    max_new_tokens: int = Field(default=256, gt=0, description="An answer that is not at its end by then is none.")
    seed: Seed = Field(default=0, description="Of the answers that are drawn, and of the prompts.")

    @field_validator("temperatures")
    @classmethod
    def _temperatures_differ(cls, temperatures: tuple[float, ...]) -> tuple[float, ...]:
        if any(not 0 <= temperature <= 2 for temperature in temperatures):
            raise ValueError("must be from 0 to 2")
        if len(set(temperatures)) < len(temperatures):
            raise ValueError(f"the same one twice in {list(temperatures)}")
        return temperatures

    @field_validator("system_prompts")
    @classmethod
    def _system_prompts_differ(cls, prompts: tuple[str, ...]) -> tuple[str, ...]:
        if len({prompt.strip() for prompt in prompts}) < len(prompts) or not all(map(str.strip, prompts)):
            raise ValueError("must not be blank, or the same twice")
        return prompts

    @model_validator(mode="after")
    def _answers_can_be_compared(self) -> "GeneratorRules":
        number = self.count_answers()
        if not 2 <= number <= _LONGEST_LIST:
            raise ValueError(
                f"temperatures, system_prompts and answers give {number} answers to a prompt; a pair needs 2, and more "
                f"than {_LONGEST_LIST} are too many to compare each with each"
            )
        return self

    def count_answers(self) -> int:
        """Answers to a prompt."""
        of_each = sum(self.answers if temperature else 1 for temperature in self.temperatures)
        return of_each * max(1, len(self.system_prompts))


class RankingRules(Declared):
    """Who ranks the answers, and what of it counts."""

    name: str = Field(description="A judge of the profile.")
    rubric: str = Field(min_length=1, description="What makes an answer good; the judge rates two from 1 to 5 by it.")
    margin: int = Field(
        default=1, ge=1, le=4, description="In both orders, the chosen answer is rated at least so much higher."
    )
    seed: Seed = Field(default=0, description="Of which answer is shown first; a server is sent it, too.")
    against_clinicians: int = Field(
        default=50,
        ge=0,
        description="The judge is asked about so many of the week's pairs of clinicians, drawn by hash.",
    )
    min_agreement: float = Field(
        default=0.6,
        ge=0,
        le=1,
        description="Where the judge surely prefers what clinicians prefer less often than that, a check warns.",
    )
    max_order_share: float = Field(
        default=0.3,
        ge=0,
        le=1,
        description="Over this share of comparisons in which the order decides, a check warns.",
    )


class Synthesis(Declared):
    """Pairs for slices that have few: a generator answers their prompts, a judge ranks the answers."""

    slices: SliceRules = Field(default_factory=SliceRules, description="Which slices are thin.")
    prompts: PromptRules = Field(
        default_factory=lambda: PromptRules.model_validate({"from": "generations"}),
        description="Which prompts a thin slice is filled from.",
    )
    generator: GeneratorRules = Field(description="Who answers, and in which ways.")
    judge: RankingRules = Field(description="Who ranks the answers, and what of it counts.")
    pairs_per_prompt: int = Field(
        default=1, ge=1, description="At most so many pairs of a prompt, those with the largest margins."
    )
    max_share: float = Field(
        default=0.3,
        gt=0,
        lt=1,
        description="At most this share of a week's pairs is synthetic; where weeks are joined, of all of them.",
    )
    checked_by: tuple[str, ...] = Field(
        default=(),
        description="Base models of the profile as whose tokenizers and chat templates see them the pairs are checked: "
        "those that will be trained on them. Without it the generator, where it is a base model.",
    )
    max_prompt_tokens: int = Field(default=1024, gt=0, description="A pair with a longer prompt is quarantined.")
    max_completion_tokens: int = Field(default=256, gt=0, description="A pair with a longer answer is quarantined.")


@dataclass(frozen=True)
class SynthesisModels:
    """Who takes part in a synthesis, as the profile declares them."""

    generator: EndpointGenerator | BaseModelDeclaration
    judge: JudgeDeclaration
    judge_base: BaseModelDeclaration | None
    """The judge's base model, where it is one of this machine's."""
    checkers: tuple[BaseModelDeclaration, ...] = field(default=())

    @property
    def run_here(self) -> bool:
        """Whether one of them runs on this machine's device."""
        return self.judge_base is not None or isinstance(self.generator, BaseModelDeclaration)

    def identify_generator(self) -> dict[str, Any]:
        """What of the generator can change its answers."""
        if isinstance(self.generator, BaseModelDeclaration):
            return {"from": "base_model", "name": self.generator.name}
        return {"from": "endpoint", **self.generator.model_dump(mode="json", include={"name", "url", "model"})}


def find_models(synthesis: Synthesis, machine: MachineDeclaration) -> SynthesisModels:
    """The generator, the judge and the base models that a synthesis names.

    Raises
    ------
    UndeclaredNameError
        If the profile lacks one of them, or nobody says by which base models pairs are checked.
    """
    bases = {item.name: item for item in machine.base_models}
    writers = {**bases, **{item.name: item for item in machine.generators}}
    judges = {item.name: item for item in machine.judges}
    where = "declared in resources/"
    name, ranks = synthesis.generator.name, synthesis.judge.name
    if name not in writers:
        message = name_unknown("base model or generator", name, writers, where)
        raise UndeclaredNameError(message, ("synthesis", "generator", "name"))
    if ranks not in judges:
        raise UndeclaredNameError(name_unknown("judge", ranks, judges, where), ("synthesis", "judge", "name"))
    for place, checker in enumerate(synthesis.checked_by):
        if checker not in bases:
            message = name_unknown("base model", checker, bases, where)
            raise UndeclaredNameError(message, ("synthesis", "checked_by", place))
    checked_by = synthesis.checked_by or ((name,) if name in bases else ())
    if not checked_by:
        message = (
            f"the generator {name!r} is a server: say checked_by, the base models that will be trained on the pairs; "
            f"{where}: {', '.join(map(repr, bases))}"
        )
        raise UndeclaredNameError(message, ("synthesis",))
    judge = judges[ranks]
    return SynthesisModels(
        writers[name],
        judge,
        bases[judge.base_model] if isinstance(judge, BaseModelJudge) else None,
        tuple(bases[checker] for checker in checked_by),
    )
