"""A generator behind an OpenAI-compatible chat-completions server."""

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from medpref_dagster.declaration.machine import EndpointGenerator
from medpref_dagster.disclosure import Disclosure
from medpref_dagster.ratings.asking import Unanswered
from medpref_dagster.ratings.endpoint import Role, identify_endpoint, open_endpoint
from medpref_dagster.synthesis.generating import Generator, GeneratorError, Request

_ROLE = Role("generator", GeneratorError, "materialize the synthetic pairs again to go on", takes_part=False)


def open_endpoint_generator(
    declared: EndpointGenerator,
    max_new_tokens: int,
    disclosure: Disclosure,
    *,
    pause: Callable[[float], object] = time.sleep,
) -> Generator:
    """A declared server as a generator; nothing is sent before it is asked.

    Parameters
    ----------
    max_new_tokens
        Sent with each request; an answer that it cut off is empty.

    Other parameters as `ratings.endpoint.open_endpoint`.

    Raises
    ------
    GeneratorError
        If the prompts may not be sent there, or the environment lacks the declared key.
    """
    complete = open_endpoint(declared, _ROLE, disclosure, pause=pause)

    def write(requests: Sequence[Request]) -> Iterator[str | Unanswered]:
        return complete([_write_body(request, max_new_tokens) for request in requests])

    return Generator(declared.name, {**identify_endpoint(declared), "max_new_tokens": max_new_tokens}, write)


def _write_body(request: Request, max_new_tokens: int) -> dict[str, Any]:
    system = [{"role": "system", "content": request.system_prompt}] if request.system_prompt else []
    return {
        "messages": [*system, {"role": "user", "content": request.prompt}],
        "temperature": request.temperature,
        "seed": request.seed,
        "max_tokens": max_new_tokens,
    }
