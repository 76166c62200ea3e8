"""Answers to the same prompt in several ways, by a model that is asked for each once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from medpref_dagster.declaration.synthesis import GeneratorRules
from medpref_dagster.hashing import content_key
from medpref_dagster.progress import Tell, silent
from medpref_dagster.ratings.asking import Unanswered, ask_once
from medpref_dagster.storage.store import Store


class GeneratorError(Exception):
    """A generator cannot be asked at all. What it answered before is kept. The message says what to do."""


@dataclass(frozen=True)
class Request:
    """A prompt, and the way in which it is answered."""

    prompt: str
    system_prompt: str | None
    temperature: float
    """0 is the likeliest answer."""
    seed: int


@dataclass(frozen=True)
class Generator:
    """Something that writes answers."""

    name: str
    identity: Mapping[str, Any]
    """JSON values: everything beside the request that can change its answer."""
    write: Callable[[Sequence[Request]], Iterator[str | Unanswered]]
    """Requests to answers, one for each, in the same order, each as soon as it is there; empty where an answer did not
    come to its end.

    Raises `GeneratorError` where going on makes no sense."""


def list_requests(prompts: Sequence[str], rules: GeneratorRules) -> list[Request]:
    """Every prompt in every declared way; those of one way stand together, for a model that takes many at once."""
    return [
        Request(prompt, system_prompt, temperature, rules.seed + number)
        for temperature in rules.temperatures
        for number in range(rules.answers if temperature else 1)
        for system_prompt in (rules.system_prompts or (None,))
        for prompt in prompts
    ]


def write_answers(
    generator: Generator, requests: Sequence[Request], store: Store, journal: str, tell: Tell = silent
) -> list[str | Unanswered]:
    """An answer to each request, or why there is none; what was answered before is recalled.

    Parameters
    ----------
    journal
        The store's journal where answers are noted, as soon as they are there.

    Raises
    ------
    GeneratorError
        If the generator cannot be asked.
    """
    keys = [
        content_key(what="generator", generator=dict(generator.identity), request=asdict(request))
        for request in requests
    ]
    questions = dict(zip(keys, requests, strict=True))
    answers = ask_once(questions, generator.write, store, journal, {"generator": generator.name}, tell)
    return [answers[key] for key in keys]
