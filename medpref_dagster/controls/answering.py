"""The cheap controls of a task answer its test cases, each learned from the rows that its SFT model was trained on."""

from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from medpref_dagster.answering.comparison import OPTION_SCORES
from medpref_dagster.answering.subsets import select_rows
from medpref_dagster.controls.bag_of_words import fit_bag_of_words
from medpref_dagster.controls.fitted import ControlError, FittedControl
from medpref_dagster.controls.majority import fit_majority
from medpref_dagster.declaration import TaskDeclaration
from medpref_dagster.schemas import PREDICTIONS
from medpref_dagster.stages import BAG_OF_WORDS, MAJORITY
from medpref_dagster.storage.store import ROWS, Artifact, Store

FITS: dict[str, Callable[[TaskDeclaration, pa.Table], FittedControl]] = {
    MAJORITY.name: fit_majority,
    BAG_OF_WORDS.name: fit_bag_of_words,
}
"""The controls that need no language model."""


@dataclass(frozen=True)
class AnsweredControls:
    """What the controls gave."""

    blocks: list[Artifact]
    """Tables PREDICTIONS, with the companion OPTION_SCORES where the task's answers are chosen by likelihood."""
    left_out: dict[str, str]
    """Control -> why it has no answers."""


def answer_controls(task: TaskDeclaration, cases: Artifact, sft_model: Artifact, store: Store) -> AnsweredControls:
    """Fit the declared cheap controls, and let them answer the test cases.

    They are fitted anew each time: that takes seconds, and the same rows give the same answers.

    Parameters
    ----------
    cases
        A table CASES.
    sft_model
        Whose training rows are learned from.
    """
    table = store.read_table(cases)
    training = read_training_cases(table, sft_model, store)
    asked = select_rows(table, "test", task.evaluation.max_test_rows, task)
    blocks: list[Artifact] = []
    left_out: dict[str, str] = {}
    for name in task.evaluation.controls:
        if name not in FITS:
            continue
        try:
            fitted = FITS[name](task, training)
        except ControlError as error:
            left_out[name] = str(error)
            continue
        scores = {} if task.evaluation.answer_by == "generation" else {OPTION_SCORES: fitted.score_options(asked)}
        blocks.append(store.write_table(fitted(asked), PREDICTIONS, scores))
    return AnsweredControls(blocks, left_out)


def read_training_cases(cases: pa.Table, sft_model: Artifact, store: Store) -> pa.Table:
    """The cases (columns: CASES) that an SFT model was trained on, by the rows that its artifact names."""
    seen = store.read_table(sft_model, ROWS).filter(pc.field("split") == "train")["row_id"].combine_chunks()
    return cases.filter(pc.field("case_id").isin(seen))
