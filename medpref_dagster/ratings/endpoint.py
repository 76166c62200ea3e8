"""A judge, or whatever else writes, behind an OpenAI-compatible chat-completions server.

Asked with httpx rather than by the `openai` package, because of what must not happen to a patient's text: no redirect
is followed to a server that nobody declared, no address, organization or (for the loopback address) proxy is taken out
of the environment, and the declared time ends a request even if the server keeps sending. One request of that API is
all that is needed.
"""

import json
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from medpref_dagster.declaration.machine import Endpoint, EndpointJudge
from medpref_dagster.disclosure import Disclosure, may_leave
from medpref_dagster.ratings.asking import Unanswered
from medpref_dagster.ratings.judge import Judge, JudgeError

_LONGEST_REPLY = 1 << 20
"""Bytes of a reply; a longer one is neither an array of a few numbers nor a note."""
_TRY_AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_ABOUT_THIS_QUESTION = frozenset({400, 408, 409, 413, 422, 425})
"""Statuses below 500 that another question may not get: too long a case, a filter."""
_LONGEST_PAUSE = 30.0


class _TryError(Exception):
    """A try that failed."""

    def __init__(self, reason: str, detail: str, *, again: bool, pause: float | None = None, fatal: str | None = None):
        super().__init__(reason)
        self.unanswered = Unanswered(reason, detail)
        self.again = again
        """Whether another try may succeed."""
        self.pause = pause
        """Seconds that the server asks to wait."""
        self.fatal = fatal
        """What to tell if no further question makes sense either."""


@dataclass(frozen=True)
class Role:
    """What a server is asked as, for what is told of it."""

    name: str
    """judge, generator"""
    error: type[Exception]
    """Raised where going on makes no sense."""
    again: str
    """How one goes on once that is mended."""
    takes_part: bool = True
    """Whether an answer that the server cut off is one."""


_JUDGE = Role("judge", JudgeError, "materialize the ratings again to go on")

Complete = Callable[[Sequence[Mapping[str, Any]]], Iterator[str | Unanswered]]
"""Bodies of chat-completions requests, but for the model, to answers: one for each, in the same order. One without text
is empty, and so is one that the server cut off, where the role takes no part of an answer."""


def open_endpoint_judge(
    declared: EndpointJudge, seed: int, disclosure: Disclosure, *, pause: Callable[[float], object] = time.sleep
) -> Judge:
    """A declared endpoint as a judge; nothing is sent before it is asked.

    Parameters
    ----------
    seed
        Sent with each request, with temperature 0.

    Other parameters, and errors, as `open_endpoint`.
    """
    complete = open_endpoint(declared, _JUDGE, disclosure, pause=pause)

    def ask(questions: Sequence[str]) -> Iterator[str | Unanswered]:
        return complete(
            [
                {"messages": [{"role": "user", "content": question}], "temperature": 0, "seed": seed}
                for question in questions
            ]
        )

    return Judge(declared.name, {**identify_endpoint(declared), "seed": seed}, ask)


def identify_endpoint(declared: Endpoint) -> dict[str, str]:
    """Which model answers. Where from, how often it is tried and with which key does not change what it answers."""
    return {"from": "endpoint", "url": declared.url, "model": declared.model}


def open_endpoint(
    declared: Endpoint, role: Role, disclosure: Disclosure, *, pause: Callable[[float], object] = time.sleep
) -> Complete:
    """A declared server; nothing is sent before it is asked.

    Parameters
    ----------
    declared
        As in the profile.
    role
        What it is asked as.
    disclosure
        Of the text. What is not synthetic goes to the loopback address, or where the profile says that it may.
    pause
        Waits between two tries (seconds).

    Raises
    ------
    Exception
        The role's error, if the text may not be sent there, or the environment lacks the declared key; while it is
        asked, if going on makes no sense.
    """
    if not (declared.is_loopback or may_leave(disclosure, declared.may_receive)):
        raise role.error(
            f"{role.name} {declared.name} at {declared.host} is not on this machine and may receive what is "
            f"{declared.may_receive.value}; the text is {disclosure.value}: nothing was sent. If such text may "
            f"go there, set may_receive: {disclosure.value} for it in the profile; else declare a {role.name} on this "
            f"machine, or no {role.name}"
        )
    key = _read_key(declared, role)

    def complete(requests: Sequence[Mapping[str, Any]]) -> Iterator[str | Unanswered]:
        # A proxy of the environment is for other machines, and must not see what stays on this one.
        with httpx.Client(
            headers={"Authorization": f"Bearer {key}"} if key else {},
            timeout=declared.timeout_seconds,
            follow_redirects=False,
            trust_env=not declared.is_loopback,
        ) as client:
            for request in requests:
                yield _ask_patiently(client, declared, role, request, pause)

    return complete


def _read_key(declared: Endpoint, role: Role) -> str | None:
    if declared.api_key_env is None:
        return None
    key = os.environ.get(declared.api_key_env, "").strip()
    # Checked here, because the client's own message would show a key that cannot be sent.
    if not key or not key.isascii() or not key.isprintable() or " " in key:
        raise role.error(
            f"{role.name} {declared.name}: the environment variable {declared.api_key_env} holds no key; set it where "
            "Dagster runs"
        )
    return key


def _ask_patiently(
    client: httpx.Client,
    declared: Endpoint,
    role: Role,
    request: Mapping[str, Any],
    pause: Callable[[float], object],
) -> str | Unanswered:
    for attempt in range(declared.max_retries + 1):
        try:
            return _ask_once(client, declared, role, request)
        except _TryError as failed:
            if failed.again and attempt < declared.max_retries:
                pause(min(_LONGEST_PAUSE, 0.5 * 2**attempt if failed.pause is None else failed.pause))
                continue
            if failed.fatal:
                raise role.error(
                    f"{role.name} {declared.name} at {declared.host}: {failed.fatal}. What it answered before is kept; "
                    f"{role.again}"
                ) from None
            return failed.unanswered
    raise AssertionError("the last try returns or raises")


def _ask_once(client: httpx.Client, declared: Endpoint, role: Role, request: Mapping[str, Any]) -> str:
    body = {"model": declared.model, **request}
    deadline = time.monotonic() + declared.timeout_seconds
    reply = bytearray()
    try:
        with client.stream("POST", f"{declared.url.rstrip('/')}/chat/completions", json=body) as response:
            if response.status_code != 200:
                raise _judge_status(response, role)
            for part in response.iter_bytes():
                reply += part
                if time.monotonic() > deadline:
                    # The client's own limit begins anew with each piece.
                    raise _timed_out(declared, role)
                if len(reply) > _LONGEST_REPLY:
                    raise _TryError(
                        f"the {role.name}'s reply is too long", f"over {_LONGEST_REPLY:,} bytes", again=False
                    )
    except (httpx.ConnectError, httpx.ConnectTimeout) as error:
        said = f"cannot be reached ({type(error).__name__}); is the server running, and is the url right?"
        raise _TryError(f"the {role.name} cannot be reached", type(error).__name__, again=True, fatal=said) from None
    except httpx.TimeoutException:
        raise _timed_out(declared, role) from None
    except httpx.RequestError as error:
        raise _TryError(f"the connection to the {role.name} broke", type(error).__name__, again=True) from None
    return _read_reply(bytes(reply), role)


def _timed_out(declared: Endpoint, role: Role) -> _TryError:
    return _TryError(f"the {role.name} timed out", f"after {declared.timeout_seconds:g} s", again=True)


def _judge_status(response: httpx.Response, role: Role) -> _TryError:
    status = response.status_code
    wait = response.headers.get("retry-after", "")
    fatal = None
    if status < 500 and status not in _ABOUT_THIS_QUESTION:
        meant = {
            401: "the key is missing or wrong: api_key_env names the variable that holds it",
            403: "the key may not use this model",
            404: "there is no such API or model: compare url and model in the profile with the server's own",
            429: "it takes no more requests for now",
        }
        fatal = f"it refuses with HTTP status {status}; {meant.get(status, 'see the log of the server')}"
    return _TryError(
        f"the {role.name}'s server failed" if status >= 500 else f"the {role.name} refused the question",
        f"HTTP status {status}",
        again=status in _TRY_AGAIN,
        pause=float(wait) if wait.isascii() and wait.isdigit() else None,
        fatal=fatal,
    )


def _read_reply(reply: bytes, role: Role) -> str:
    """The message's text. Where there is a reply but no text in it that the role takes, an empty answer."""
    try:
        choice: Any = json.loads(reply)["choices"][0]
        content: Any = choice["message"]["content"]
    except (ValueError, RecursionError, LookupError, TypeError):
        raise _TryError(f"the {role.name}'s reply is no chat completion", f"{len(reply)} bytes", again=False) from None
    is_taken = role.takes_part or choice.get("finish_reason") != "length"
    return content if isinstance(content, str) and is_taken else ""
