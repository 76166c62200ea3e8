"""From reactions to judgements that can be compared: several clinicians' words on one and the same thing."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pyarrow as pa
import pyarrow.compute as pc

from medpref_dagster.feedback.edits import EditRules, describe_edit, is_trivial

Family = Literal["usable", "preferred"]
"""What is asked: whether an answer can be used, or which of two answers is the better one."""

SIGNATURE, THUMB, CHOICE = "signature", "thumb", "choice"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a clinician says of an item."""

    kind: str
    """signature, thumb, choice, or `rating of 5` by the scale's highest: only the same kind is compared by alpha."""
    family: Family
    item: str
    """A generation's id; of a choice the two ids in their order."""
    clinician: str
    specialty: str | None
    value: float
    """1 and 0 for usable or not; a rating; of a choice 0 for the first id, 1 for the second, 2 for a tie."""
    label: int | None
    """1 usable, 0 not; of a choice 0 or 1; None where nothing is decided: a tie, the middle of a scale."""


def list_judgements(reactions: pa.Table, rules: EditRules) -> list[Judgement]:
    """The judgements on items that two clinicians or more have judged, by any kind of reaction.

    An edit says that an answer could not be used, unless it is trivial. Of a clinician who said two things of one
    item in one way, the last counts.

    Columns in: REACTIONS.

    Parameters
    ----------
    reactions
        In any order.
    rules
        Which edits are trivial.

    Returns
    -------
    list of Judgement
        Ordered by item, clinician and kind, whatever the order of the rows.
    """
    last: dict[tuple[str, str, str], tuple[tuple[Any, str], Judgement]] = {}
    for row in _select_judged_twice(reactions).to_pylist():
        time = (row["time_signed"], row["event_id"])
        for judgement in _judge(row, rules):
            key = (judgement.item, judgement.clinician, judgement.kind)
            if key not in last or time > last[key][0]:
                last[key] = (time, judgement)
    return keep_shared(last[key][1] for key in sorted(last))


def keep_shared(judgements: Iterable[Judgement]) -> list[Judgement]:
    """Those on items that two clinicians or more have judged, in their order."""
    kept = list(judgements)
    clinicians = group_judgements(kept, lambda item: item.item)
    shared = {item for item, group in clinicians.items() if len({one.clinician for one in group}) > 1}
    return [judgement for judgement in kept if judgement.item in shared]


def group_judgements(judgements: Iterable[Judgement], key: Callable[[Judgement], str]) -> dict[str, list[Judgement]]:
    """Key -> judgements, in their order."""
    groups: defaultdict[str, list[Judgement]] = defaultdict(list)
    for judgement in judgements:
        groups[key(judgement)].append(judgement)
    return dict(groups)


_COLUMNS = [
    *("event_id", "generation_id", "answer", "specialty", "clinician", "kind", "text"),
    *("up", "rating", "highest", "over", "tie", "time_signed"),
]


def _select_judged_twice(reactions: pa.Table) -> pa.Table:
    """All choices, and what else was done to generations that two clinicians reacted to: few rows of many."""
    kept = reactions.select(_COLUMNS)
    is_choice = pc.field("kind") == "chosen"
    choices, others = kept.filter(is_choice), kept.filter(~is_choice)
    counts = others.group_by("generation_id").aggregate([("clinician", "count_distinct")])
    shared = counts.filter(pc.field("clinician_count_distinct") > 1)["generation_id"]
    return pa.concat_tables([choices, others.filter(pc.field("generation_id").isin(shared.combine_chunks()))])


def _judge(row: Mapping[str, Any], rules: EditRules) -> Iterator[Judgement]:
    kind, generation = row["kind"], row["generation_id"]
    if kind == "chosen":
        for other in row["over"]:
            first = min(generation, other)
            side = 2 if row["tie"] else int(generation != first)
            yield Judgement(
                CHOICE,
                "preferred",
                " ".join(sorted((generation, other))),
                row["clinician"],
                row["specialty"],
                side,
                None if row["tie"] else side,
            )
        return
    named, value, label = _judge_answer(row, kind, rules)
    yield Judgement(named, "usable", generation, row["clinician"], row["specialty"], value, label)


def _judge_answer(row: Mapping[str, Any], kind: str, rules: EditRules) -> tuple[str, float, int | None]:
    if kind == "rated":
        rating, middle = row["rating"], (1 + row["highest"]) / 2
        return f"rating of {row['highest']}", rating, None if rating == middle else int(rating > middle)
    if kind == "thumb":
        return THUMB, int(row["up"]), int(row["up"])
    usable = kind == "accepted" or (
        kind == "edited" and bool(is_trivial(describe_edit(row["answer"], row["text"], rules), rules))
    )
    return SIGNATURE, int(usable), int(usable)
