"""From two texts to an edit."""

from medpref_dagster.feedback.edits.changes import Change, Edit, Kind
from medpref_dagster.feedback.edits.explanation import explain_change
from medpref_dagster.feedback.edits.kinds import list_held
from medpref_dagster.feedback.edits.rules import EditRules
from medpref_dagster.feedback.edits.spans import Span, count_common, find_spans
from medpref_dagster.words import split_terms


def describe_edit(before: str, after: str, rules: EditRules) -> Edit:
    """What was changed from one text to the other.

    The changes depend on the texts alone, and weights on the rules; described the other way round, the same places are
    found, with omission and addition exchanged. `apply_edit` makes the later text of the earlier one.

    Parameters
    ----------
    before
        E.g. what the model wrote.
    after
        E.g. what the clinician signed.
    rules
        Weights by kind; the longest text that is compared word by word.

    >>> edit = describe_edit("Start Lasix 40 mg daily.", "Start furosemide 80 mg daily.", EditRules())
    >>> [change.explanation for change in edit.changes]
    ['style Lasix -> furosemide', 'dose 40 mg -> 80 mg of furosemide']
    """
    if before == after:
        words = _count_words(before)
        return Edit((), words, words)
    if max(len(before), len(after)) > rules.max_characters:
        changes = (_describe_huge(before, after, rules),)
    else:
        changes = tuple(_make_change(before, after, span, rules) for span in find_spans(before, after))
    return Edit(changes, _count_words(before), _count_words(after))


def _make_change(before: str, after: str, span: Span, rules: EditRules) -> Change:
    left, right = before[span.before_start : span.before_end], after[span.after_start : span.after_end]
    holds = _list_held(span)
    return Change(
        kind=span.kind,
        before_start=span.before_start,
        before_end=span.before_end,
        after_start=span.after_start,
        after_end=span.after_end,
        before=left,
        after=right,
        words=max(_count_words(left), _count_words(right)),
        weight=max(rules.weights[kind] for kind in (span.kind, *holds)),
        holds=holds,
        explanation=explain_change(span, holds),
    )


def _list_held(span: Span) -> tuple[Kind, ...]:
    i1, i2, j1, j2 = span.region
    if span.kind == "omission":
        return list_held(span.before, i1, i2)
    return list_held(span.after, j1, j2) if span.kind == "addition" else ()


def _describe_huge(before: str, after: str, rules: EditRules) -> Change:
    start = count_common(before, after)
    longest = min(len(before), len(after)) - start
    end = count_common(before[::-1][:longest], after[::-1][:longest])
    left, right = before[start : len(before) - end], after[start : len(after) - end]
    return Change(
        kind="other",
        before_start=start,
        before_end=len(before) - end,
        after_start=start,
        after_end=len(after) - end,
        before=left,
        after=right,
        words=max(_count_words(left), _count_words(right)),
        weight=rules.weights["other"],
        holds=(),
        explanation=f"changed; not compared word by word, longer than {rules.max_characters} characters",
    )


def _count_words(text: str) -> int:
    return len(split_terms(text))
