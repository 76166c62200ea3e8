"""lm-evaluation-harness on our own cases: the same prompts and answers, its own scoring, its own rules.

Importing this needs lm-evaluation-harness (the extra `dev` brings it).
"""

import contextlib
import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import datasets
import lm_eval
from lm_eval.api.instance import Instance
from lm_eval.models.huggingface import HFLM
from lm_eval.tasks import TaskManager
from transformers import PreTrainedModel, PreTrainedTokenizerBase

_TASK = "medpref"


@dataclass(frozen=True)
class Question:
    """One case as the harness is told of it."""

    prompt: str
    """The user message."""
    answers: Sequence[str]
    """What may be answered, as it would be written."""
    gold: int
    """Which of them is right."""


@dataclass(frozen=True)
class Judgement:
    """What the harness says of one question."""

    log_probs: list[float]
    """Of each answer, nats."""
    right: bool
    """Its metric acc: the answer of the greatest log-probability is the right one."""
    right_per_character: bool
    """Its metric acc_norm: that of the greatest log-probability divided by the answer's length."""


class ChatModel(HFLM):
    """The harness's model, told where a chat's answer begins.

    The harness moves white space from the end of a context to the begin of the continuation, which is right for
    plain text. The line break at the end of a chat's generation prompt is no part of the answer: moved, it would add
    its own log-probability to that of every answer, and `acc_norm` would divide that by lengths it is no part of.
    """

    asked: Sequence[Instance] = ()
    """The requests of the last evaluation, to be timed again."""

    def _encode_pair(self, context: str, continuation: str) -> tuple[list[int], list[int]]:
        before, whole = self.tok_encode(context), self.tok_encode(context + continuation)
        return before, whole[len(before) :]

    def loglikelihood(self, requests: Sequence[Instance], disable_tqdm: bool = True) -> list[tuple[float, bool]]:
        self.asked = requests
        return super().loglikelihood(requests, disable_tqdm=True)


def make_chat_model(model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, batch: int) -> ChatModel:
    """A loaded model as the harness takes it."""
    with _quietly():
        return ChatModel(pretrained=model, tokenizer=tokenizer, batch_size=batch, add_bos_token=False)


def judge_questions(harness: ChatModel, questions: Sequence[Question]) -> tuple[list[Judgement], dict[str, float]]:
    """`lm_eval.simple_evaluate` over questions, in the model's chat format.

    Returns
    -------
    tuple
        What it logs of each question, in their order, and its `acc` and `acc_norm` over all.
    """
    rows = datasets.Dataset.from_list(
        [{"prompt": item.prompt, "answers": list(item.answers), "gold": item.gold} for item in questions]
    )
    task: dict[str, Any] = {
        "task": _TASK,
        "custom_dataset": lambda **_: {"test": rows},
        "test_split": "test",
        "output_type": "multiple_choice",
        "doc_to_text": lambda doc: doc["prompt"],
        "doc_to_choice": lambda doc: doc["answers"],
        "doc_to_target": lambda doc: doc["gold"],
        "target_delimiter": "",
        "metric_list": [{"metric": name, "aggregation": "mean", "higher_is_better": True} for name in _METRICS],
    }
    with _quietly():
        results = lm_eval.simple_evaluate(
            model=harness,
            tasks=[task],
            num_fewshot=0,
            apply_chat_template=True,
            bootstrap_iters=0,
            task_manager=TaskManager(include_defaults=False),
        )
    samples = sorted(results["samples"][_TASK], key=lambda sample: sample["doc_id"])
    judgements = [
        Judgement([log_prob for log_prob, _ in sample["filtered_resps"]], bool(sample["acc"]), bool(sample["acc_norm"]))
        for sample in samples
    ]
    return judgements, {name: float(results["results"][_TASK][f"{name},none"]) for name in _METRICS}


_METRICS = ("acc", "acc_norm")


@contextlib.contextmanager
def _quietly() -> Any:
    """Without the harness's words about its progress."""
    logging.disable(logging.WARNING)
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            yield
    finally:
        logging.disable(logging.NOTSET)
