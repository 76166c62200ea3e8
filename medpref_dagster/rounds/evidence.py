"""What a gate decides by, measured: wins on held-out pairs, answers to the task's test cases, clinicians' agreement."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from medpref_dagster import schemas
from medpref_dagster.answering import qualify_metrics
from medpref_dagster.answering.answers import answer_fields
from medpref_dagster.answering.comparison import OPTION_SCORES, answer_as_one, score_own_answers
from medpref_dagster.answering.metrics import FieldAnswers, read_field, weigh_options
from medpref_dagster.declaration import FeedbackDeclaration, LabelAnswer, OptionAnswer, TaskDeclaration
from medpref_dagster.declaration.gate import Gate, NonInferiority
from medpref_dagster.declaration.loop import LoopDeclaration, Slice
from medpref_dagster.feedback.agreement import ALL, measure_agreement
from medpref_dagster.feedback.judgements import list_judgements
from medpref_dagster.gate.collapse import measure_answers, measure_chosen_fall, measure_divergence
from medpref_dagster.gate.comparisons import compare_answers, compare_wins_on_pairs
from medpref_dagster.gate.evidence import Collapse, Comparison, IdentifierFinding, RoundEvidence
from medpref_dagster.rounds.champion import find_reference
from medpref_dagster.rounds.errors import RoundError
from medpref_dagster.rounds.tested import KeepPatient, choose_tested
from medpref_dagster.storage.store import Artifact, Store
from medpref_dagster.training.reference_logps import score_reference
from medpref_dagster.verdict.results import Estimate, as_estimate
from medpref_dagster.workbench import Workbench

FindIdentifiers = Callable[[Sequence[str]], IdentifierFinding | None]
"""Answers -> in how many there is anything that identifies somebody; None where nobody can look."""


@dataclass(frozen=True)
class Contest:
    """A round's two models, and what they are compared on."""

    round: str
    task: TaskDeclaration
    loop: LoopDeclaration
    gate: Gate
    challenger: Artifact
    champion: Artifact
    first_champion: Artifact | None
    """None where it is no longer there."""
    first_address: str
    cases: Artifact
    """CASES of the task."""
    pairs: Artifact
    """ROUND_PAIRS"""
    report: Artifact
    """Of the challenger."""
    reactions: Sequence[pa.Table]
    """REACTIONS of the round's weeks."""
    feedback: FeedbackDeclaration
    part: int | None
    keep: KeepPatient


def gather_evidence(contest: Contest, workbench: Workbench, find_identifiers: FindIdentifiers) -> RoundEvidence:
    """Measure everything that the gate asks for.

    Raises
    ------
    RoundError
        If no test case, or none of a slice, is there to compare on.
    GateError
        If no pair is held out, or models did not answer the same.
    """
    store = workbench.store
    tested = store.write_table(choose_tested(store.read_table(contest.pairs), contest.loop, contest.keep), _PAIRS)
    store.record_inputs(tested, [contest.pairs])
    table = store.read_table(tested)
    reference = find_reference(store, contest.loop, contest.champion)
    models = (contest.champion, contest.challenger, reference)
    champion, challenger, tied = (
        store.read_table(score_reference(tested, model, workbench)) if table.num_rows else _NO_LOGPS for model in models
    )
    wins = compare_wins_on_pairs(
        table, (contest.champion.address, champion), (contest.challenger.address, challenger), tied
    )
    answers = _answer(contest, workbench)
    texts = [str(text) for text in answers[contest.challenger.address].predictions["text"].to_pylist()]
    fall = measure_chosen_fall(challenger, tied, table["chosen_tokens"].to_pylist())
    return RoundEvidence(
        round=contest.round,
        challenger=contest.challenger.address,
        champion=contest.champion.address,
        first_champion=contest.first_address,
        wins=wins,
        metrics=tuple(_compare_metrics(contest, answers, store)),
        collapse=_look_for_collapse(contest, answers, reference, workbench, fall),
        identifiers=find_identifiers(texts),
        agreement=measure_clinicians(contest.reactions, contest.feedback),
        sources={
            "round_pairs": contest.pairs.address,
            "challenger_report": contest.report.address,
            "cases": contest.cases.address,
            "reference": reference.address,
        },
        part=contest.part,
    )


_PAIRS = schemas.ROUND_PAIRS
_NO_LOGPS = pa.Table.from_pylist([], schema=schemas.PAIR_LOGPS)


@dataclass(frozen=True)
class _Answers:
    predictions: pa.Table
    scores: pa.Table | None
    """OPTION_SCORES, where answers are chosen by likelihood."""


def _answer(contest: Contest, workbench: Workbench) -> dict[str, _Answers]:
    """Address of each model -> its answers to the test cases of those patients who are tested on."""
    models = [contest.champion, contest.challenger, contest.first_champion]
    found: dict[str, _Answers] = {}
    for model in models:
        if model is None or model.address in found:
            continue
        artifact = answer_as_one(contest.task, model, contest.cases, workbench, test_set=contest.loop.task)
        predictions = workbench.store.read_table(artifact)
        kept = pa.array([contest.keep(patient) for patient in predictions["patient_id"].to_pylist()], pa.bool_())
        predictions = predictions.filter(kept)
        if not predictions.num_rows:
            raise RoundError(f"no test case of {contest.loop.task} is there to compare champion and challenger on")
        by_likelihood = contest.task.evaluation.answer_by != "generation"
        scores = workbench.store.read_table(artifact, OPTION_SCORES) if by_likelihood else None
        found[model.address] = _Answers(predictions, scores)
    return found


def _compare_metrics(contest: Contest, answers: Mapping[str, _Answers], store: Store) -> Iterator[Comparison]:
    cases = store.read_table(contest.cases)
    firsts = dict.fromkeys((contest.champion.address, contest.first_address))
    for rule in contest.gate.non_inferiority:
        [qualified] = qualify_metrics([rule.metric], contest.task.answer)
        wanted = None if rule.slice is None else _find_slice(cases, contest.loop.slices[rule.slice])
        for first in firsts:
            if first in answers:
                yield _compare(rule, qualified, contest, answers, first, cases, wanted)


def _compare(
    rule: NonInferiority,
    qualified: str,
    contest: Contest,
    answers: Mapping[str, _Answers],
    first: str,
    cases: pa.Table,
    wanted: frozenset[str] | None,
) -> Comparison:
    field, _, metric = qualified.rpartition(".")
    answer, by = contest.task.answer, contest.task.evaluation.answer_by
    read: list[tuple[str, FieldAnswers]] = []
    patients: list[str] = []
    for address in (first, contest.challenger.address):
        found = answers[address]
        rows = found.predictions
        if wanted is not None:
            rows = rows.filter(pc.field("case_id").isin(pa.array(sorted(wanted), pa.string())))
        if not rows.num_rows:
            raise RoundError(
                f"{rule.name}: no test case that is answered is in the slice; raise evaluation.max_test_rows "
                f"or the loop's max_test_cases, or declare another slice"
            )
        patients = rows["patient_id"].to_pylist()
        weights = None if found.scores is None else weigh_options(found.scores, by)
        read.append((address, read_field(rows, answer, field or answer_fields(answer)[0], cases, weights)))
    return compare_answers(rule, metric, read[0], read[1], patients)


def require_slices(loop: LoopDeclaration, cases: pa.Table) -> None:
    """Refuse a gate that looks at a slice without a test case, before a challenger is trained that it cannot judge.

    Parameters
    ----------
    cases
        Columns in: CASES.

    Raises
    ------
    RoundError
        With the slice, and the column and values by which it is declared.
    """
    test = cases.filter(pc.field("split") == "test")
    for rule in loop.gate.non_inferiority if loop.gate else ():
        if rule.slice is not None and not _find_slice(test, declared := loop.slices[rule.slice]):
            values = ", ".join(map(repr, declared.values))
            raise RoundError(
                f"{rule.name}: no test case of {rule.task} has {values} in its column {declared.column!r}, so that the "
                "gate could never pass; mend slices, or leave this rule out. Nothing is trained."
            )


def _find_slice(cases: pa.Table, declared: Slice) -> frozenset[str]:
    """The ids of the cases whose source column has one of the values."""
    return frozenset(
        case
        for case, fields in zip(cases["case_id"].to_pylist(), cases["source_fields"].to_pylist(), strict=True)
        if str(json.loads(fields or "{}").get(declared.column)) in declared.values
    )


def _look_for_collapse(
    contest: Contest, answers: Mapping[str, _Answers], reference: Artifact, workbench: Workbench, fall: float
) -> Collapse:
    own = answers[contest.challenger.address].predictions
    has_labels = isinstance(contest.task.answer, LabelAnswer | OptionAnswer)
    seen = measure_answers(own, answers[contest.champion.address].predictions, has_labels=has_labels)
    divergence = None
    if contest.gate.collapse.divergence is not None:
        cases = workbench.store.read_table(contest.cases)
        policy, tokens = score_own_answers(own, cases, contest.challenger, workbench)
        tied, _ = score_own_answers(own, cases, reference, workbench)
        divergence = measure_divergence(policy, tied, tokens)
    return seen.model_copy(update={"divergence": divergence, "chosen_logp_fall": fall})


def measure_clinicians(reactions: Sequence[pa.Table], feedback: FeedbackDeclaration) -> Estimate | None:
    """Clinicians' agreement: alpha of the kind of reaction that most answers were given by several of them.

    Parameters
    ----------
    reactions
        Columns in: REACTIONS, of the weeks.

    Returns
    -------
    Estimate or None
        None where too few answers were judged by several clinicians for an interval.
    """
    rules = feedback.signal.reliability
    judgements = list_judgements(pa.concat_tables(reactions), feedback.rules.edit) if reactions else []
    found = [
        item
        for item in measure_agreement(judgements, confidence=rules.confidence, seed=rules.seed)
        if item.specialty == ALL and item.alpha.low == item.alpha.low  # NaN is not
    ]
    best = max(found, key=lambda item: (item.items, item.kind), default=None)
    return None if best is None else as_estimate(best.alpha, best.items, "BCa bootstrap")
