"""Another label than the gold one, written in its own sentence.

For several labels one or more of them are changed; for a question with options another option is named.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from pydantic import Field

from medpref_dagster.answering.answers import render_answer
from medpref_dagster.declaration import LabelAnswer, LabelsAnswer, OptionAnswer, TaskDeclaration
from medpref_dagster.preferences.drawing import make_random
from medpref_dagster.preferences.rejected import AnswerKind, Case, Declined, Proposal, Sampler, StrategyOptions
from medpref_dagster.values import is_missing

NO_OTHER_OPTION = "no other option"


class Options(StrategyOptions):
    """Which labels may change, and the seed that chooses among them."""

    SUITS: ClassVar[frozenset[AnswerKind]] = frozenset({"label", "labels", "option"})

    fields: tuple[str, ...] | None = Field(
        default=None,
        min_length=1,
        description="For several labels: those that may be changed; without it, every one with two labels or more.",
    )
    seed: int = Field(default=0, description="Another seed chooses other labels.")

    def find_mistake(self, task: TaskDeclaration) -> tuple[str, tuple[str | int, ...]] | None:
        """Refuses fields that the answer does not have."""
        if self.fields is None:
            return None
        accepted = tuple(task.answer.fields) if isinstance(task.answer, LabelsAnswer) else ()
        for position, name in enumerate(self.fields):
            if name not in accepted:
                has = f"accepted: {', '.join(accepted)}" if accepted else "only an answer of kind labels has fields"
                return f"other_label: fields: unknown field {name!r}; {has}", ("fields", position)
        return None


def propose(
    cases: Sequence[Case],
    task: TaskDeclaration,
    options: Options,
    sample: Sampler | None = None,  # noqa: ARG001  every strategy is called alike
) -> Iterator[Proposal | Declined]:
    """Name another label for each case, chosen by the seed and the case id.

    Columns in, of `CASES`: case_id, gold, source_fields (the texts of options). Columns out, of `PREFERENCE_PAIRS`:
    rejected; rejected_source is `other_label:<label>`, with `<field>=` before it where there are several fields.

    A case is declined if its question has no other option with a text.
    """
    answer = task.answer
    for case in cases:
        changes = _choose_changes(case, answer, options)
        if not changes:
            yield Declined(case.case_id, NO_OTHER_OPTION)
            continue
        text = render_answer(answer, {**case.gold, **changes}, case.fields)
        named = (f"{field}={label}" if isinstance(answer, LabelsAnswer) else label for field, label in changes.items())
        yield Proposal(case.case_id, text, f"other_label:{', '.join(named)}")


def _choose_changes(case: Case, answer: object, options: Options) -> Mapping[str, str]:
    """Field -> another value than the gold one."""
    random = make_random(options.seed, case.case_id)
    others = {
        field: [value for value in values if value != case.gold.get(field)]
        for field, values in _list_values(case, answer, options).items()
    }
    changeable = [field for field, values in others.items() if values]
    if not changeable:
        return {}
    chosen = set(random.sample(changeable, random.randint(1, len(changeable))))
    return {field: random.choice(others[field]) for field in changeable if field in chosen}


def _list_values(case: Case, answer: object, options: Options) -> dict[str, list[str]]:
    match answer:
        case LabelAnswer():
            return {"label": list(answer.labels)}
        case LabelsAnswer():
            return {name: list(answer.fields[name].labels) for name in (options.fields or answer.fields)}
        case OptionAnswer():  # a five-letter space also serves questions with four options
            return {
                "option": [
                    letter for letter, column in answer.options.items() if not is_missing(case.fields.get(column))
                ]
            }
        case _:
            return {}
