"""A judge that is a base model on this machine."""

from collections.abc import Iterator, Sequence

import torch

from medpref_dagster.chat import decode_completion, encode_prompt, stop_token_ids
from medpref_dagster.devices import token_budget
from medpref_dagster.passes.generation import generate_greedy
from medpref_dagster.ratings.asking import Unanswered
from medpref_dagster.ratings.judge import Judge
from medpref_dagster.storage.models import load_model, load_tokenizer
from medpref_dagster.versions import raised
from medpref_dagster.workbench import Workbench

_MAX_NEW_TOKENS = 32
"""An array of three ratings takes at most 9 in any tokenizer that knows digits; an answer that goes on is nonsense."""
_QUESTIONS_AT_ONCE = 8
"""So many are answered before their answers are noted."""


def open_model_judge(name: str, workbench: Workbench) -> Judge:
    """A base model as a judge; it is loaded when it is first asked something.

    Parameters
    ----------
    name
        The judge's name.
    workbench
        With the judge's base model on it.
    """
    base, compute = workbench.base, workbench.compute

    def ask(questions: Sequence[str]) -> Iterator[str | Unanswered]:
        if not questions:
            return
        model, tokenizer = load_model(workbench.store, base, None, compute), load_tokenizer(base)
        limit = model.config.get_text_config().max_position_embeddings - _MAX_NEW_TOKENS
        prompts = [encode_prompt(tokenizer, question) for question in questions]
        for start in range(0, len(prompts), _QUESTIONS_AT_ONCE):
            some = prompts[start : start + _QUESTIONS_AT_ONCE]
            fitting = [prompt for prompt in some if len(prompt) <= limit]
            with torch.inference_mode():
                answers = iter(
                    generate_greedy(
                        model,
                        fitting,
                        max_new_tokens=_MAX_NEW_TOKENS,
                        stop_token_ids=stop_token_ids(tokenizer),
                        token_budget=token_budget(compute, model.config, training=False),
                    )
                )
            for prompt in some:
                if len(prompt) <= limit:
                    yield decode_completion(tokenizer, next(answers))
                else:
                    detail = f"{len(prompt)} tokens, and it reads {limit}"
                    yield Unanswered("the case and its answers are too long for the judge", detail)

    identity = {
        "from": "base_model",
        "weights": base.network,
        "chat_template": base.declaration.chat_template,
        "max_new_tokens": _MAX_NEW_TOKENS,
        "dtype": compute.arithmetic,
        "device": compute.device.type,
        **raised("chat", "passes"),
    }
    return Judge(name, identity, ask)
