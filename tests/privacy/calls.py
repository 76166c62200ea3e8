"""`medpref`, called several times in one process of its own, some calls with a function that fails and quotes a text.

`python -m tests.privacy.calls CALLS`: a file with a list of `{"arguments": [...], "fails": "<module>:<name>", "after":
how many calls of it succeed, "says": what its error quotes}`, the last three where something fails. Exit statuses are
printed, one a line.
"""

import importlib
import json
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from medpref_dagster.cli import main


@contextmanager
def failing(target: str, after: int, says: str) -> Iterator[None]:
    """Let a function raise, as a library does that chokes on a value, once it was called so often."""
    module, _, path = target.partition(":")
    *above, name = path.split(".")
    owner: Any = importlib.import_module(module)
    for part in above:
        owner = getattr(owner, part)
    original: Callable[..., Any] = getattr(owner, name)
    called = 0

    def fail(*arguments: Any, **named: Any) -> Any:
        nonlocal called
        called += 1
        if called <= after:
            return original(*arguments, **named)
        try:
            int(says)
        except ValueError as error:
            raise RuntimeError(f"could not handle {says!r}") from error

    setattr(owner, name, fail)
    try:
        yield
    finally:
        setattr(owner, name, original)


def call(arguments: list[str]) -> int:
    try:
        main(arguments, standalone_mode=True)
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except Exception:  # as Python itself would end
        traceback.print_exc()
        return 1
    return 0


if __name__ == "__main__":
    for asked in json.loads(Path(sys.argv[1]).read_text()):
        if "fails" in asked:
            with failing(asked["fails"], asked["after"], asked["says"]):
                status = call(asked["arguments"])
        else:
            status = call(asked["arguments"])
        print(f"status {status}", flush=True)
