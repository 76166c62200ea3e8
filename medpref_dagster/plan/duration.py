"""How long each step takes: its matrix products' operations, counted, over the rate of the device.

A product with a weight takes two operations a weight and token. A training goes through it forward and backward to the
input, and where the weight itself is trained once more for its gradient; with activation checkpointing forward twice.
Only scored tokens go through the head.
Prompts are counted once a row; what rows share is not taken off.
"""

from dataclasses import dataclass

from medpref_dagster.declaration import TaskDeclaration
from medpref_dagster.declaration.machine import BaseModelDeclaration
from medpref_dagster.declaration.training import Training
from medpref_dagster.plan.memory import count_trained
from medpref_dagster.plan.rates import Measured, Rates
from medpref_dagster.plan.shape import Shape
from medpref_dagster.plan.workload import Workload, cap
from medpref_dagster.stages import SFT_CONTINUED, STAGES

_FORWARD, _BACKWARD, _GRADIENT = 2, 2, 2
"""Operations a weight and token."""


@dataclass(frozen=True)
class Duration:
    """A step's time."""

    seconds: float
    tokens: int
    """Trained on, scored, or read and written."""
    source: str
    """What the time is from."""
    joules_a_second: float | None = None
    """As it was measured in an earlier training; None where it was not."""
    measured: bool = False
    """Whether it is an earlier training's, by as many processes as are declared; else it is as one device would do."""


def time_training(
    shape: Shape,
    declared: Training,
    base: BaseModelDeclaration,
    task: TaskDeclaration,
    workload: Workload,
    rows: int,
    completions: int,
    rates: Rates,
    measured: Measured | None,
) -> Duration:
    """The whole grid of SFT (one completion a row) or DPO (two): trainings, loss curves, answers on dev."""
    epochs = sum(candidate["epochs"] for candidate in _list_candidates(declared))
    scored = completions * workload.completion
    row = workload.prompt + scored
    # As `training.tokens` counts them: a pair's prompt with each of its completions.
    tokens = round(epochs * rows * (completions * workload.prompt + scored))
    if measured is not None:
        return Duration(
            measured.seconds_a_token * tokens,
            tokens,
            f"the rate of {measured.source}",
            measured.joules_a_second,
            measured=True,
        )
    trained, _ = count_trained(shape, declared, base)
    adapters = trained if declared.method == "lora" else 0
    gradient = trained - (shape.parameters - shape.body if declared.method == "full" else 0)
    each = (_FORWARD + _BACKWARD) * (shape.body + adapters) + _GRADIENT * gradient + 3 * _attend(shape, row)
    if declared.activation_checkpointing:
        each += _FORWARD * (shape.body + adapters) + _attend(shape, row)
    head = (_FORWARD + _BACKWARD + (_GRADIENT if declared.method == "full" else 0)) * shape.head
    learned = epochs * rows * (row * each + scored * head)
    candidates = len(_list_candidates(declared))
    curve = candidates * declared.evaluations * cap(workload.rows["eval"], declared.max_eval_rows)
    seen = curve * (row * _read(shape, row) + scored * _FORWARD * shape.head)
    dev = candidates * cap(workload.rows["dev"], declared.max_dev_rows)
    answered = time_answers(shape, task, workload, dev, rates)
    return Duration((learned + seen) / rates.training + answered, tokens, rates.source)


def time_scoring(shape: Shape, workload: Workload, pairs: int, rates: Rates) -> Duration:
    """The reference's pass over the pairs of all splits."""
    scored = 2 * workload.completion
    row = workload.prompt + scored
    operations = pairs * (row * _read(shape, row) + scored * _FORWARD * shape.head)
    return Duration(operations / rates.training, round(pairs * row), rates.source)


def time_answering(shape: Shape, task: TaskDeclaration, workload: Workload, rates: Rates) -> Duration:
    """Each language model's answers to the test cases, and what DPO gives the held-out pairs."""
    cases = workload.test_cases(task)
    models = len(STAGES) + (SFT_CONTINUED.name in task.evaluation.controls)
    answers = models * time_answers(shape, task, workload, cases, rates)
    pairs = time_scoring(shape, workload, cases, rates)
    tokens = models * cases * (workload.prompt + _new_tokens(task, workload))
    return Duration(answers + pairs.seconds, round(tokens), rates.source)


def time_answers(shape: Shape, task: TaskDeclaration, workload: Workload, cases: int, rates: Rates) -> float:
    """Seconds to answer so many cases: prompts at the rate of passes, answers token by token."""
    read = cases * (workload.prompt * _read(shape, workload.prompt) + _FORWARD * shape.head)
    written = cases * _new_tokens(task, workload) * _FORWARD * (shape.body + shape.head)
    return read / rates.training + written / rates.answering


def _new_tokens(task: TaskDeclaration, workload: Workload) -> float:
    return min(workload.completion, task.evaluation.max_new_tokens)


def _read(shape: Shape, row: float) -> float:
    return _FORWARD * shape.body + _attend(shape, row)


def _attend(shape: Shape, row: float) -> float:
    """Operations a token of attention's own products: with the keys and the values of half the row, on average."""
    config = shape.config
    width = (getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads) * (
        config.num_attention_heads
    )
    return 2 * 2 * (row / 2) * width * config.num_hidden_layers


def _list_candidates(declared: Training) -> list[dict[str, float]]:
    candidates: list[dict[str, float]] = list(declared.candidates())  # type: ignore[attr-defined]
    return candidates
