"""Whether an exported model answers as the evaluated one: its own answers to some cases, token by token."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import torch
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from medpref_dagster.answering.subsets import select_rows
from medpref_dagster.chat import encode_prompt, stop_token_ids
from medpref_dagster.devices import Compute, token_budget
from medpref_dagster.passes.generation import generate_greedy
from medpref_dagster.serving.chosen import ChosenModel
from medpref_dagster.serving.errors import ServingError
from medpref_dagster.storage.store import Store, StoreError

PROMPTS = 4
LONGEST_ANSWER = 64
"""Tokens of a probe's answer."""
ROUNDING = 0.01
"""More than that, in nats, no other order of float32 sums makes of a log-probability."""


@dataclass(frozen=True)
class Probe:
    """A prompt, what the evaluated model answers to it greedily, and how probable it holds each token of that."""

    prompt: list[int]
    answer: list[int]
    log_probs: torch.Tensor
    """Shape (tokens of the answer,), float32."""


@dataclass(frozen=True)
class Difference:
    """What the exported model says of the evaluated one's answers."""

    prompts: int
    tokens: int
    """Of all answers."""
    largest: float
    """Difference of the two log-probabilities of a token, in nats."""
    other_tokens: int
    """How many tokens the exported model would not have written in their place."""

    def to_json(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)


def read_prompts(store: Store, chosen: ChosenModel) -> list[str]:
    """Messages of the task's dev cases; the test cases are not looked at for this.

    Raises
    ------
    ServingError
        If there are no cases.
    """
    try:
        cases = store.read_table(store.current(f"{chosen.task_name}/cases"))
    except StoreError as error:
        raise ServingError(
            f"the export is tried on dev cases, and {error}: medpref materialize {chosen.task_name}"
        ) from None
    for split in ("dev", "eval", "train"):
        if (found := select_rows(cases, split, PROMPTS, chosen.task)).num_rows:
            return found["prompt"].to_pylist()
    raise ServingError(f"{chosen.task_name} has no dev case to try the export on; look at its quarantine")


def make_probes(
    model: PreTrainedModel,
    tokenizer: PreTrainedTokenizerBase,
    prompts: Sequence[str],
    max_new_tokens: int,
    compute: Compute,
) -> list[Probe]:
    """Let the evaluated model answer, as the evaluation lets it, and keep its log-probabilities."""
    encoded = [encode_prompt(tokenizer, prompt) for prompt in prompts]
    answers = generate_greedy(
        model,
        encoded,
        max_new_tokens=min(max_new_tokens, LONGEST_ANSWER),
        stop_token_ids=stop_token_ids(tokenizer),
        token_budget=token_budget(compute, model.config, training=False),
    )
    return [
        Probe(prompt, answer, _score(model, prompt, answer)[0]) for prompt, answer in zip(encoded, answers, strict=True)
    ]


def measure_difference(model: PreTrainedModel, probes: Sequence[Probe]) -> Difference:
    """Hold an exported model, loaded as a consumer loads it, against the probes."""
    largest, others = 0.0, 0
    for probe in probes:
        log_probs, preferred = _score(model, probe.prompt, probe.answer)
        largest = max(largest, float((log_probs - probe.log_probs).abs().max()))
        others += sum(found != token for found, token in zip(preferred, probe.answer, strict=True))
    return Difference(len(probes), sum(len(probe.answer) for probe in probes), largest, others)


@torch.no_grad()
def _score(model: PreTrainedModel, prompt: list[int], answer: list[int]) -> tuple[torch.Tensor, list[int]]:
    """The log-probability of each token of an answer, and the token that is most probable in its place."""
    logits = model(torch.tensor([[*prompt, *answer]], device=model.device)).logits[0, len(prompt) - 1 : -1].float()
    log_probs = torch.log_softmax(logits, dim=-1)
    chosen = log_probs.gather(1, torch.tensor(answer, device=model.device)[:, None])[:, 0]
    preferred: list[int] = log_probs.argmax(dim=-1).tolist()
    return chosen.cpu(), preferred
