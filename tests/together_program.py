"""What two processes of `tests/test_together.py` do together; each writes what it saw into `<FOLDER>/<rank>.json`."""

import json
import sys
from contextlib import contextmanager
from pathlib import Path

import torch

from medpref_dagster.storage.errors import MissingError
from medpref_dagster.together import ProcessError, join_processes, together


def main(folder: Path) -> None:
    seen: dict = {}
    with join_processes() as processes:
        seen["who"] = [processes.rank, processes.count]
        called: list[int] = []

        def act() -> list[int]:
            called.append(processes.rank)
            # What the lead does for all it does alone, also where that comes by a point of its own.
            return together().by_lead(lambda: [together().count, processes.rank])

        seen["given"], seen["called"] = processes.by_lead(act), called

        def fail() -> None:
            raise MissingError("uti/cases was not materialized yet")

        try:
            processes.by_lead(fail)
        except MissingError as error:
            seen["raised"] = str(error)

        def fail_elsewhere() -> None:
            json.loads("{")

        try:
            processes.by_lead(fail_elsewhere)
        except Exception as error:
            seen["raised elsewhere"] = type(error).__name__

        @contextmanager
        def hold():
            (folder / "held").touch()
            yield
            (folder / "held").unlink()

        with processes.held_by_lead(hold):
            seen["held"] = (folder / "held").exists()
            processes.gather(None)
        seen["gathered"] = processes.gather({"of": processes.rank, "number": 0.1 + processes.rank / 3})
        seen["merged"] = sorted(processes.merge(dict.fromkeys(processes.deal(range(5)), processes.rank)).items())
        parts = [torch.full((2,), float(processes.rank + 1)), torch.tensor(10.0 * processes.rank)]
        processes.add_up(parts)
        seen["added"] = [part.tolist() for part in parts]
        processes.require_same("number", "7")
        try:
            processes.require_same("weights", str(processes.rank))
        except ProcessError as error:
            seen["differs"] = str(error)
    seen["afterwards"] = together().count
    (folder / f"{seen['who'][0]}.json").write_text(json.dumps(seen))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
