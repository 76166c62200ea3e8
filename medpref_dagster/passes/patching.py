"""One way of letting a module compute otherwise for a while, whatever was done to it before."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from torch import nn


@contextmanager
def patched(module: nn.Module, forward: Callable[..., Any]) -> Generator[None]:
    """Let a module's calls run `forward` inside the block; behind it the module is as it was, even after an error.

    Blocks around the same module nest. What outlives a function is held by a `contextlib.ExitStack`.
    """
    own = vars(module)
    before = own.get("forward")
    own["forward"] = forward
    try:
        yield
    finally:
        if before is None:
            own.pop("forward", None)  # the class's own method is there again
        else:
            own["forward"] = before


@contextmanager
def replaced(module: ModuleType, name: str, function: Callable[..., Any]) -> Generator[None]:
    """Let a Python module's own calls of one of its functions run another inside the block.

    Every thread's calls do, so that `function` has to give what the first one gives.
    """
    before = getattr(module, name)
    setattr(module, name, function)
    try:
        yield
    finally:
        setattr(module, name, before)
