"""Several processes that do one step together: the lead and those that follow it.

Each runs the same step with the same inputs, so that all come by the same points in the same order. What is computed is
divided among them (`Processes.deal`, `Processes.gather`, `Processes.add_up`). Whatever is written, and whatever depends
on what other processes may write meanwhile, the lead does alone, and tells the others what came of it
(`Processes.by_lead`). So the others write nothing, and no two of them ever decide differently.

They find each other by the environment variables that PyTorch's processes use (`RANK`, `WORLD_SIZE`, `MASTER_ADDR`,
`MASTER_PORT`), whoever started them. These are taken out of the environment, because the training libraries would
divide a training in their own way by them. Values go from one to another as JSON; floats arrive bit by bit. Of the GPUs
that a machine's processes were given each sees one; tensors on GPUs are added up by NCCL.

Light: PyTorch is imported where there are several.
"""

import contextlib
import importlib
import json
import os
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from torch import Tensor

Item = TypeVar("Item")

_FOUND_BY = ("RANK", "WORLD_SIZE", "LOCAL_RANK", "LOCAL_WORLD_SIZE", "GROUP_RANK", "ROLE_RANK", "ROLE_WORLD_SIZE")

_LONGEST_WAIT = timedelta(days=30)
"""Who follows waits as long as the lead does, e.g. for a lock. A process that ended is noticed at once: its connections
close."""


class ProcessError(Exception):
    """Several processes cannot do this together. The message says what to do."""


@dataclass(frozen=True)
class Processes:
    """The processes that do this step, and which of them this is."""

    rank: int = 0
    count: int = 1

    @property
    def leads(self) -> bool:
        """Whether this one writes."""
        return self.rank == 0

    @property
    def are_several(self) -> bool:
        """Whether there is anybody else."""
        return self.count > 1

    def deal(self, items: Sequence[Item]) -> list[Item]:
        """This process's part: every item is one process's."""
        return list(items[self.rank :: self.count])

    def by_lead(self, act: Callable[[], Any]) -> Any:
        """What the lead's call gives, a JSON value, in every process; the others call nothing.

        Raises
        ------
        Exception
            Where the lead's call raised, every process raises the same.
        """
        if not self.are_several:
            return act()
        if not self.leads:
            return _read_answer(self._broadcast(None))
        try:
            with _alone():
                given = act()
        except Exception as error:
            self._broadcast({"raised": _describe_error(error)})
            raise
        self._broadcast({"given": given})
        return given

    @contextmanager
    def held_by_lead(self, enter: Callable[[], AbstractContextManager[object]]) -> Generator[None]:
        """Run the block while the lead is in a context, a lock for instance; the others wait until it has it."""
        if not self.are_several:
            with enter():
                yield
            return
        with contextlib.ExitStack() as stack:

            def hold() -> None:
                stack.enter_context(enter())

            self.by_lead(hold)
            yield

    def gather(self, value: Any) -> list[Any]:
        """Each process's value (JSON), by rank, in every process."""
        if not self.are_several:
            return [value]
        import torch
        from torch import distributed

        sent = _to_tensor(value)
        sizes = [torch.zeros(1, dtype=torch.int64) for _ in range(self.count)]
        distributed.all_gather(sizes, torch.tensor([len(sent)]))
        longest = max(int(size) for size in sizes)
        parts = [torch.zeros(longest, dtype=torch.uint8) for _ in range(self.count)]
        distributed.all_gather(parts, torch.cat([sent, sent.new_zeros(longest - len(sent))]))
        return [_from_tensor(part[: int(size)]) for part, size in zip(parts, sizes, strict=True)]

    def merge(self, part: Mapping[int, Any]) -> dict[int, Any]:
        """What each process computed of numbered rows, brought together: index -> JSON value."""
        if not self.are_several:
            return dict(part)
        return {index: value for found in self.gather(list(part.items())) for index, value in found}

    def add_up(self, tensors: "Sequence[Tensor]") -> None:
        """Replace each tensor by its sum over the processes, in place: the same bytes in each of them."""
        if not self.are_several or not tensors:
            return
        import torch
        from torch import distributed

        flat = torch.cat([tensor.flatten() for tensor in tensors])
        distributed.all_reduce(flat)
        for tensor, total in zip(tensors, flat.split([tensor.numel() for tensor in tensors]), strict=True):
            tensor.copy_(total.view_as(tensor))

    def require_same(self, what: str, value: str) -> None:
        """Be sure that every process has the same value.

        Raises
        ------
        ProcessError
            If one has another: they no longer compute the same thing.
        """
        if len(set(self.gather(value))) > 1:
            raise ProcessError(
                f"the processes have not the same {what} any more: they are to run on machines of one kind, with the "
                "same libraries; materialize again with one process (launcher: inline) and it goes on"
            )

    def _broadcast(self, value: Any) -> Any:
        import torch
        from torch import distributed

        sent = _to_tensor(value) if self.leads else torch.zeros(0, dtype=torch.uint8)
        size = torch.tensor([len(sent)])
        distributed.broadcast(size, 0)
        if not self.leads:
            sent = torch.zeros(int(size), dtype=torch.uint8)
        distributed.broadcast(sent, 0)
        return _from_tensor(sent)


_ALONE = Processes()
_joined, _depth = _ALONE, 0


def together() -> Processes:
    """The processes that do what this one does; itself alone, unless it was started as one of several."""
    return _ALONE if _depth else _joined


@contextmanager
def join_processes() -> Generator[Processes]:
    """Find the others that were started with this process, and be one of them during the block.

    Raises
    ------
    ProcessError
        If the environment says that there are several, and they do not find each other.
    """
    global _joined
    found = {name: os.environ.pop(name) for name in _FOUND_BY if name in os.environ}
    count = int(found.get("WORLD_SIZE", "1"))
    if count == 1:
        yield _ALONE
        return
    rank = int(found.get("RANK", "0"))
    take_own_gpu(int(found.get("LOCAL_RANK", rank)))
    from torch import cuda, distributed

    backends = "cpu:gloo,cuda:nccl" if cuda.is_available() and distributed.is_nccl_available() else "gloo"
    _joined = Processes(rank, count)
    try:
        distributed.init_process_group(
            backends, rank=_joined.rank, world_size=_joined.count, init_method="env://", timeout=_LONGEST_WAIT
        )
    except (RuntimeError, ValueError) as error:
        _joined = _ALONE
        raise ProcessError(f"the {count} processes did not find each other: {error}") from error
    try:
        yield _joined
    finally:
        _joined = _ALONE
    # Only where all ended well: who failed may not wait for the others, who notice that its connections close.
    distributed.destroy_process_group()


def take_own_gpu(place: int) -> None:
    """Let this process see one GPU of those that it was given together with others: the one at its place among them.

    None, where they are fewer. To be called before CUDA is used for the first time, which is when it reads
    `CUDA_VISIBLE_DEVICES`. Without that variable all of the machine's are given, by number.

    Parameters
    ----------
    place
        Of the process on its machine, from 0 on.
    """
    given = os.environ.get("CUDA_VISIBLE_DEVICES")
    if given is None:
        os.environ["CUDA_VISIBLE_DEVICES"] = str(place)
        return
    devices = [device.strip() for device in given.split(",")]
    os.environ["CUDA_VISIBLE_DEVICES"] = devices[place] if place < len(devices) else ""


@contextmanager
def _alone() -> Generator[None]:
    """While the lead acts for all, nobody else comes by the same points."""
    global _depth
    _depth += 1
    try:
        yield
    finally:
        _depth -= 1


def _to_tensor(value: Any) -> "Tensor":
    import torch

    return torch.frombuffer(bytearray(json.dumps(value).encode()), dtype=torch.uint8)


def _from_tensor(sent: "Tensor") -> Any:
    return json.loads(bytes(sent.tolist()))


def _describe_error(error: Exception) -> list[str]:
    return [type(error).__module__, type(error).__qualname__, str(error)]


def _read_answer(answer: Mapping[str, Any]) -> Any:
    if "raised" not in answer:
        return answer["given"]
    module, name, message = answer["raised"]
    raise _make_error(module, name, message)


def _make_error(module: str, name: str, message: str) -> Exception:
    """The lead's error again, where it is one of this package's or Python's own that takes its message alone."""
    if module == "builtins" or module.partition(".")[0] == "medpref_dagster":
        kind = getattr(importlib.import_module(module), name, None)
        if isinstance(kind, type) and issubclass(kind, Exception):
            with contextlib.suppress(TypeError):
                return kind(message)
    return ProcessError(f"the process that leads failed: {name}: {message}")
