"""What one of several processes holds in full training: `... -m benchmarks.sharing MODEL HOW THREADS`.

Two optimizer steps of a random model, `HOW` being `alone`, `whole` or `shared`; the rows of two processes are also
those of one that is alone. The lead prints JSON: `held`, the bytes of weights, gradients and optimizer's state of the
process that has most; `peak`, its greatest resident memory above what it had before the model; `seconds` of the second
step.
"""

import json
import sys
import time
import warnings
from pathlib import Path
from typing import Any

import torch

from benchmarks.workloads import RowShape, find_compute, make_model, make_rows
from medpref_dagster.passes.fused import fused_layers
from medpref_dagster.passes.logps import completion_logps
from medpref_dagster.shards import share_weights, take_part
from medpref_dagster.together import Processes, join_processes

ROWS = RowShape(prompt=107, shared=40, chosen=20)
ROWS_OF_A_PROCESS, PARTS = 4, 2
BUDGET = 1024


def main(shape: str, how: str, threads: int) -> None:
    """Measure one way of holding a model."""
    warnings.filterwarnings("ignore", "FSDP2-wrapped module")  # of views that nobody changes in place
    with join_processes() as processes:
        before = read_status("VmRSS")
        model: Any = make_model(shape, find_compute(threads)).train()
        with fused_layers(model):
            if how == "shared":
                share_weights(model)
            optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4)
            take_step(model, optimizer, processes, shared=how == "shared")
            begin = time.perf_counter()
            take_step(model, optimizer, processes, shared=how == "shared")
            seconds = time.perf_counter() - begin
        found = {"held": count_held(model, optimizer), "peak": read_status("VmHWM") - before, "seconds": seconds}
        each = processes.gather(found)
        if processes.leads:
            print(json.dumps({name: max(one[name] for one in each) for name in found}))


def take_step(model: Any, optimizer: torch.optim.Optimizer, processes: Processes, *, shared: bool) -> None:
    """Forward, backward and optimizer over this process's rows; gradients stay, so that they can be counted."""
    rows = [
        row
        for part in processes.deal(range(PARTS))
        for row in make_rows(ROWS, ROWS_OF_A_PROCESS, model.config.vocab_size, seed=part)
    ]
    optimizer.zero_grad()
    torch.cat(completion_logps(model, [(row.prompt, row.chosen) for row in rows], BUDGET)).mean().neg().backward()
    if not shared:
        processes.add_up([item.grad for item in model.parameters()])
    optimizer.step()


def count_held(model: Any, optimizer: torch.optim.Optimizer) -> int:
    """Bytes of this process's weights, gradients and optimizer's state."""
    state = [value for values in optimizer.state.values() for value in values.values()]
    gradients = [item.grad for item in model.parameters() if item.grad is not None]
    return sum(take_part(tensor).nbytes for tensor in [*model.parameters(), *gradients, *state])


def read_status(name: str) -> int:
    """A figure of this process's memory, in bytes."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:"))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
