"""How many rows of how many tokens a task has: from its cases where they are made, else from what is declared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
from transformers import PreTrainedTokenizerBase

from medpref_dagster.chat import encode_completions
from medpref_dagster.declaration import TaskDeclaration
from medpref_dagster.declaration.training import Training
from medpref_dagster.plan import PlanError


@dataclass(frozen=True)
class Workload:
    """A task's rows and their lengths in tokens."""

    rows: Mapping[str, int]
    """Split -> cases."""
    prompt: float
    """Tokens of a prompt, on average; the limit where nothing was tokenized."""
    completion: float
    longest_prompt: int
    longest_completion: int
    source: str
    """Where the numbers are from, for the reader."""

    @property
    def longest(self) -> int:
        """Tokens of the longest prompt with the longest completion."""
        return self.longest_prompt + self.longest_completion

    def training_rows(self, declared: Training) -> int:
        """Rows that SFT is trained on."""
        return cap(self.rows["train"], declared.max_training_rows)

    def pairs(self, task: TaskDeclaration) -> int:
        """Pairs that DPO is trained on: at most one a case."""
        return cap(min(self.rows["train"], task.rejected.pairs), task.dpo.max_training_rows)

    def all_pairs(self, task: TaskDeclaration) -> int:
        """Pairs that the reference scores."""
        return (
            min(self.rows["train"], task.rejected.pairs)
            + cap(self.rows["eval"], task.dpo.max_eval_rows)
            + self.test_cases(task)
        )

    def test_cases(self, task: TaskDeclaration) -> int:
        """Cases that the verdict is about."""
        return cap(self.rows["test"], task.evaluation.max_test_rows)


def cap(rows: int, most: int | None) -> int:
    """At most so many rows; None is no limit."""
    return rows if most is None else min(rows, most)


def measure_cases(cases: pa.Table, task: TaskDeclaration, tokenizer: PreTrainedTokenizerBase | None) -> Workload:
    """Count a task's cases, and their tokens where there is a tokenizer.

    Parameters
    ----------
    cases
        Columns in: `schemas.CASES`.
    tokenizer
        The base model's; None where it is not here: then every row has the declared limits.
    """
    splits: list[str] = cases["split"].to_pylist()
    rows = {name: splits.count(name) for name in ("train", "eval", "dev", "test")}
    if tokenizer is None or not cases.num_rows:
        return _take_limits(rows, task, "rows of the task's cases, tokens by the declared limits (no tokenizer here)")
    lengths = [
        (len(prompt), len(answer))
        for row in cases.select(["prompt", "answer"]).to_pylist()
        for prompt, (answer,) in [encode_completions(tokenizer, row["prompt"], (row["answer"],))]
    ]
    # Longer rows are left out of every training.
    prompts = [min(prompt, task.max_prompt_tokens) for prompt, _ in lengths]
    completions = [min(answer, task.max_completion_tokens) for _, answer in lengths]
    return Workload(
        rows=rows,
        prompt=_mean(prompts),
        completion=_mean(completions),
        longest_prompt=max(prompts),
        longest_completion=max(completions),
        source="the task's cases",
    )


def assume_cases(task: TaskDeclaration, cases: int | None) -> Workload:
    """A workload for cases that are not made yet: every row as long as the declared limits allow.

    Parameters
    ----------
    cases
        How many there will be; None takes what a synthetic source declares.

    Raises
    ------
    PlanError
        If nothing says how many.
    """
    declared = task.source.options.get("rows")
    count = cases if cases is not None else declared if isinstance(declared, int) else None
    if count is None:
        raise PlanError("how many cases there are is not known before they are made; say it with --cases N")
    rows = {name: round(count * task.split.share(name)) for name in ("train", "eval", "dev", "test")}
    return _take_limits(rows, task, f"the declared limits, for {count} cases")


def _take_limits(rows: Mapping[str, int], task: TaskDeclaration, source: str) -> Workload:
    return Workload(
        rows=rows,
        prompt=task.max_prompt_tokens,
        completion=task.max_completion_tokens,
        longest_prompt=task.max_prompt_tokens,
        longest_completion=task.max_completion_tokens,
        source=source,
    )


def _mean(values: Sequence[int]) -> float:
    return sum(values) / len(values)
