"""Another label than the gold one, written in its own sentence.

For a question with options another option is named. By default the labels are balanced: every two of them stand as
chosen and rejected in both orders equally often, so that no preference among labels ranks the pairs; of several labels
one is changed at a time. Drawn uniformly, a frequent label is chosen more often than it is rejected, and a model can
learn that in place of the task.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from pydantic import Field

from medpref_dagster.answering.answers import answer_fields, render_answer
from medpref_dagster.declaration import Answer, LabelAnswer, LabelsAnswer, OptionAnswer, TaskDeclaration
from medpref_dagster.preferences.drawing import make_random
from medpref_dagster.preferences.matching import Labelled, match_labels
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
    balance: bool = Field(
        default=True,
        description="Every two labels stand in both orders (chosen, rejected) equally often, as far as no label is "
        "that of more than half of the cases; of several labels one is changed at a time. With false the draw is "
        "uniform among the other labels, and of several labels any number is changed.",
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
    """Name another label for each case.

    Columns in, of `CASES`: case_id, gold, source_fields (the texts of options). Columns out, of `PREFERENCE_PAIRS`:
    rejected; rejected_source is `other_label:<label>`, with `<field>=` before it where there are several fields.

    Balanced (`balance`), the cases come in twos, in the order of the first of each two: each names the other's label.
    However many of them a caller takes, no two labels stand more than once oftener in one order than in the other. The
    cases that must stay without a partner come last, with a label drawn by the seed and the case id: those of a label
    that more than half of the cases have, and an odd one. Without `balance` each case has such a draw, in order.

    A case is declined if its question has no other option with a text.
    """
    answer = task.answer
    changed = _change_in_twos(cases, answer, options) if options.balance else _change_each(cases, answer, options)
    for case, changes in changed:
        if not changes:
            yield Declined(case.case_id, NO_OTHER_OPTION)
            continue
        text = render_answer(answer, {**case.gold, **changes}, case.fields)
        named = (f"{field}={label}" if isinstance(answer, LabelsAnswer) else label for field, label in changes.items())
        yield Proposal(case.case_id, text, f"other_label:{', '.join(named)}")


def _change_each(cases: Sequence[Case], answer: Answer, options: Options) -> Iterator[tuple[Case, Mapping[str, str]]]:
    """Each case with field -> another value than the gold one; of several fields, any number of them."""
    for case in cases:
        random = make_random(options.seed, case.case_id)
        others = _list_others(case, answer, options)
        chosen = set(random.sample(list(others), random.randint(1, len(others)))) if others else set[str]()
        yield case, {field: random.choice(others[field]) for field in others if field in chosen}


def _change_in_twos(
    cases: Sequence[Case], answer: Answer, options: Options
) -> Iterator[tuple[Case, Mapping[str, str]]]:
    """Each case with one field -> the value of its partner; without a partner, another value than the gold one.

    A case that finds no partner in the field that was drawn for it looks for one in its next field, too, among those
    that have none yet.
    """
    others = [_list_others(case, answer, options) for case in cases]
    randoms = [make_random(options.seed, case.case_id) for case in cases]
    tried = [random.sample(list(fields), len(fields)) for random, fields in zip(randoms, others, strict=True)]
    # (round, position of the first of the two, own position) -> changes; a case that cannot change keeps its place.
    changed: dict[tuple[int, int, int], Mapping[str, str]] = {(0, n, n): {} for n, has in enumerate(others) if not has}
    waiting = [position for position, order in enumerate(tried) if order]
    fields = answer_fields(answer)
    rounds = len(fields)
    for turn in range(rounds):
        for field in fields:
            places = [position for position in waiting if field in tried[position][: turn + 1]]
            rows = [Labelled(cases[n].case_id, cases[n].gold[field], frozenset(others[n][field])) for n in places]
            matched: set[int] = set()
            for one, two in match_labels(rows, options.seed):
                first, second = places[one], places[two]
                changed[turn, first, first] = {field: rows[two].label}
                changed[turn, first, second] = {field: rows[one].label}
                matched |= {first, second}
            waiting = [position for position in waiting if position not in matched]
    for position in waiting:
        field = tried[position][0]
        changed[rounds, position, position] = {field: randoms[position].choice(others[position][field])}
    for key in sorted(changed):
        yield cases[key[2]], changed[key]


def _list_others(case: Case, answer: Answer, options: Options) -> dict[str, list[str]]:
    """Field -> its values but the gold one, for fields that have any."""
    others = {
        field: [value for value in values if value != case.gold.get(field)]
        for field, values in _list_values(case, answer, options).items()
    }
    return {field: values for field, values in others.items() if values}


def _list_values(case: Case, answer: Answer, options: Options) -> dict[str, list[str]]:
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
