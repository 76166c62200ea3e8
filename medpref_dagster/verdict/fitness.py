"""Which models are fit to be praised, or praised against: none that always says the same or cannot be read.

A p-value sees neither. A model that answers "No" to every case may have more right answers than one that tries.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from medpref_dagster.answering.metrics import FieldAnswers
from medpref_dagster.stages import DPO, MAJORITY, SFT, SFT_CONTINUED, TRAINED, find_stage
from medpref_dagster.verdict.results import Result
from medpref_dagster.verdict.sample_sizes import can_reach_significance
from medpref_dagster.verdict.words import count, format_percent

MOSTLY_UNREADABLE = 0.5
"""Over this share of unreadable answers a model is no opponent: another is better by the form of its answers alone."""


class OneAnswer(Result):
    """A model that gave one answer only, where there were several to give."""

    model: str
    field: str
    answer: str | None
    """The label; None for a free text, which is not repeated."""
    cases: int
    """To how many cases it gave that answer; the others were unreadable."""
    of: int


@dataclass(frozen=True)
class Fitness:
    """What is known of the models apart from any comparison."""

    one_answer: tuple[OneAnswer, ...]
    """Of models and fields; the majority answer, which is meant so, is not among them."""
    unreadable: Mapping[str, float]
    """Model -> its share of unreadable answers."""
    several_fields: bool = False
    one_gold: Mapping[str, str | None] = field(default_factory=dict[str, str | None])
    """Field -> the right answer that all test cases share; None for a free text. Fields whose answers differ are left
    out."""
    dpo_is_sft: bool = False
    """Whether DPO gave SFT's answer to every case, and held each label as probable where that is known, as it does
    where the SFT model itself was kept."""

    @property
    def unreadable_trained(self) -> tuple[str, ...]:
        """The trained models most of whose answers could not be read."""
        return tuple(stage.name for stage in TRAINED if self.is_no_opponent(stage.name))

    def is_no_opponent(self, model: str) -> bool:
        """Whether most of a model's answers could not be read."""
        return self.unreadable.get(model, 0.0) > MOSTLY_UNREADABLE

    def hold_back(self, first: str, second: str, of_field: str) -> str | None:
        """Why the second model may not be called better than the first on a field, as a clause; None where it may."""
        for found in self.one_answer:
            if (found.model, found.field) == (second, of_field):
                return self.describe(found)
        if self.is_no_opponent(first):
            return self.describe_opponent(first)
        if self.dpo_is_sft and (first, second) == (SFT_CONTINUED.name, DPO.name):
            return "DPO gives the same answer as SFT to every case"
        return None

    def describe(self, found: OneAnswer) -> str:
        """A model that gives one answer only, as a clause: `DPO gives one answer only ("No", to all 236 cases)`."""
        answer = "the same text" if found.answer is None else f'"{found.answer}"'
        cases = f"all {count(found.of, 'case')}" if found.cases == found.of else f"{found.cases} of {found.of} cases"
        where = f" for {found.field}" if self.several_fields else ""
        return f"{find_stage(found.model).phrase} gives one answer only{where} ({answer}, to {cases})"

    def describe_opponent(self, model: str) -> str:
        """A model whose answers are mostly unreadable, as a clause."""
        share = format_percent(self.unreadable[model], 0)
        return f"{find_stage(model).phrase} is no opponent ({share} of its answers could not be read)"

    def describe_unreadable(self, model: str) -> str:
        """The same of a model that was trained here, as a clause."""
        return f"{format_percent(self.unreadable[model], 0)} of {find_stage(model).phrase}'s answers could not be read"

    def describe_one_gold(self, name: str) -> str:
        """A field whose right answer never differs, as a sentence without its full stop."""
        answer = "" if self.one_gold[name] is None else f' ("{self.one_gold[name]}")'
        where = f" for {name}" if self.several_fields else ""
        return f"All test cases have the same right answer{where}{answer}: nobody can be seen to tell cases apart"


def examine_models(answers: Mapping[str, Mapping[str, FieldAnswers]], unreadable: Mapping[str, float]) -> Fitness:
    """Find the models that give one answer only, where gold answers differ and there are cases enough to tell.

    Parameters
    ----------
    answers
        Field -> model -> answers, of the same cases in the same order.
    unreadable
        Model -> its share of unreadable answers.
    """
    found: list[OneAnswer] = []
    for name, by_model in answers.items():
        for model, given in by_model.items():
            read = [answer for answer in given.read if answer is not None]
            enough = can_reach_significance(len(read))  # of fewer, no model is called better anyway
            if model != MAJORITY.name and enough and len(set(given.gold)) > 1 and len(set(read)) == 1:
                answer = read[0] if given.labels else None
                found.append(OneAnswer(model=model, field=name, answer=answer, cases=len(read), of=len(given.gold)))
    golds = {name: next(iter(by_model.values())) for name, by_model in answers.items()}
    return Fitness(
        tuple(found),
        unreadable,
        several_fields=len(answers) > 1,
        one_gold={
            name: shown.gold[0] if shown.labels else None
            for name, shown in golds.items()
            if len(shown.gold) > 1 and len(set(shown.gold)) == 1
        },
        dpo_is_sft=all(
            {SFT.name, DPO.name} <= by_model.keys() and _answer_alike(by_model[SFT.name], by_model[DPO.name])
            for by_model in answers.values()
        ),
    )


def _answer_alike(first: FieldAnswers, second: FieldAnswers) -> bool:
    return (first.read, first.weights) == (second.read, second.weights)
