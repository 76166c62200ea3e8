"""A generator that is a base model on this machine."""

import itertools
from collections.abc import Iterator, Sequence
from typing import Any

import torch

from medpref_dagster.chat import decode_completion, encode_prompt, stop_token_ids
from medpref_dagster.devices import token_budget
from medpref_dagster.passes.generation import generate_greedy, sample
from medpref_dagster.ratings.asking import Unanswered
from medpref_dagster.storage.models import load_model, load_tokenizer
from medpref_dagster.synthesis.generating import Generator, Request
from medpref_dagster.versions import raised
from medpref_dagster.workbench import Workbench

_REQUESTS_AT_ONCE = 8
"""So many are answered before their answers are noted."""


def open_model_generator(name: str, workbench: Workbench, max_new_tokens: int) -> Generator:
    """A base model as a generator; it is loaded when it is first asked something.

    The same request gets the same answer: what is drawn depends on the seed and the prompt.

    Parameters
    ----------
    name
        The generator's name.
    workbench
        With the generator's base model on it.
    max_new_tokens
        An answer that has not ended by then is empty.
    """
    base, compute = workbench.base, workbench.compute

    def write(requests: Sequence[Request]) -> Iterator[str | Unanswered]:
        if not requests:
            return
        model, tokenizer = load_model(workbench.store, base, None, compute), load_tokenizer(base)
        stops = stop_token_ids(tokenizer)
        limit = model.config.get_text_config().max_position_embeddings - max_new_tokens
        shared: dict[str, Any] = {
            "max_new_tokens": max_new_tokens,
            "stop_token_ids": stops,
            "token_budget": token_budget(compute, model.config, training=False),
        }
        for some in _take_alike(requests):
            prompts = [encode_prompt(tokenizer, _write_prompt(request)) for request in some]
            fitting = [prompt for prompt in prompts if len(prompt) <= limit]
            with torch.inference_mode():
                if some[0].temperature:
                    way = {"temperature": some[0].temperature, "seed": some[0].seed}
                    answers = iter(sample(model, fitting, **way, **shared))
                else:
                    answers = iter(generate_greedy(model, fitting, **shared))
            for prompt in prompts:
                if len(prompt) > limit:
                    detail = f"{len(prompt)} tokens, and it reads {limit} before an answer"
                    yield Unanswered("the prompt is too long for the generator", detail)
                else:
                    answer = next(answers)
                    yield decode_completion(tokenizer, answer) if answer and answer[-1] in stops else ""

    identity = {
        "from": "base_model",
        "weights": base.network,
        "chat_template": base.declaration.chat_template,
        "max_new_tokens": max_new_tokens,
        "dtype": compute.arithmetic,
        "device": compute.device.type,
        **raised("chat", "passes"),
    }
    return Generator(name, identity, write)


def _take_alike(requests: Sequence[Request]) -> Iterator[list[Request]]:
    """A few neighbours of one temperature and seed at a time; no text twice, so that each is drawn as if alone."""
    for _, neighbours in itertools.groupby(requests, key=lambda request: (request.temperature, request.seed)):
        waiting: dict[str, Request] = {}
        for request in neighbours:
            if len(waiting) == _REQUESTS_AT_ONCE or _write_prompt(request) in waiting:
                yield list(waiting.values())
                waiting = {}
            waiting[_write_prompt(request)] = request
        yield list(waiting.values())


def _write_prompt(request: Request) -> str:
    """Many chat templates refuse a system message; so it stands before the prompt."""
    return f"{request.system_prompt.strip()}\n\n{request.prompt}" if request.system_prompt else request.prompt
