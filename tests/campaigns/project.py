"""A project with one tiny task on tiny random models, and commands in it that are forked, timed and killed."""

import multiprocessing
import os
import random
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from tests.conftest import shrink_task, write_project, write_task

TIMEOUT_SECONDS = 900
"""A command that takes longer hangs; it is generous because campaigns run beside other work."""

BASE_MODELS = ("tiny", "smollm2-135m")
"""A tiny model each, with weights of its own: one set under two names would be trained once, and its manifest name
whichever command came first."""


def write_tiny_model(folder: Path, seed: int = 0) -> Path:
    """A tiny random Llama and its tokenizer, as `save_pretrained` writes them."""
    from tests.tiny_models import make_model, make_tokenizer

    make_model("llama", seed).save_pretrained(folder)
    make_tokenizer().save_pretrained(folder)
    return folder


def write_tiny_project(root: Path, base_model: Path | None = None, other: Path | None = None) -> Path:
    """The task `uti` on few rows; without a base model for commands that train nothing.

    `other` is the second of `BASE_MODELS`; without it, the first under its name.
    """
    root.mkdir(parents=True)
    model = base_model or root / "no-model"
    model.mkdir(exist_ok=True)
    write_project(root, model)
    if other is not None:
        profile = root / "resources" / "local" / "defs.yaml"
        machine = yaml.safe_load(profile.read_text())
        machine["attributes"]["base_models"][1]["origin"]["path"] = str(other)
        profile.write_text(yaml.safe_dump(machine))
    write_task(root, "uti", shrink_task)
    return root


class Command:
    """`medpref` with these arguments in a project, as a process of its own.

    It is forked from one that has done the imports, so that a kill falls into the work and not into an import.
    """

    def __init__(
        self, root: Path, *arguments: str, dies_at: int | None = None, meets: Any = None, loads: bool = True
    ) -> None:
        """`dies_at`: the how many-th change of the file system kills it; `meets`: a barrier to begin together; `loads`:
        whether it needs the project's definitions."""
        context: Any = multiprocessing.get_context("fork")
        self.process: Any = context.Process(target=_run, args=(root, arguments, dies_at, meets, loads))
        self.process.start()

    def ends_within(self, seconds: float) -> bool:
        """Wait so long for its end, and say whether it came."""
        self.process.join(seconds)
        return not self.process.is_alive()

    def kill(self) -> None:
        """As the kernel kills: without a word."""
        self.process.kill()
        self.process.join()

    def status(self) -> int | None:
        """Its exit status, negative for a signal's number; None where it hung, and was killed for that."""
        if self.ends_within(TIMEOUT_SECONDS):
            return self.process.exitcode
        self.kill()
        return None


def _run(root: Path, arguments: Sequence[str], dies_at: int | None, meets: Any, loads: bool) -> None:
    os.environ |= {"MEDPREF_PROJECT": str(root), "DAGSTER_HOME": str(root / ".dagster-home")}
    with (root / "commands.log").open("a") as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
    random.seed()
    from medpref_dagster.cli import main

    if loads:
        import medpref_dagster.definitions as definitions

        definitions.defs = definitions.load_definitions()  # of this project; what was imported is of another
    if dies_at is not None:
        die_at_change(dies_at)
    if meets is not None:
        meets.wait()
    main(list(arguments), standalone_mode=False)


def die_at_change(number: int) -> None:
    """Let the how many-th change of the file system be this process's last, before or after it."""
    left = [number]

    def let_die(change: Any) -> Any:
        def changing(*arguments: Any, **named: Any) -> Any:
            left[0] -= 1
            if left[0] == 0 and number % 2:
                os.kill(os.getpid(), signal.SIGKILL)
            done = change(*arguments, **named)
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return done

        return changing

    for name in ("rename", "replace", "fsync", "unlink", "rmdir", "mkdir"):
        setattr(os, name, let_die(getattr(os, name)))
