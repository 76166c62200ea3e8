"""A limit on memory that the kernel holds."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

GROUPS = Path("/sys/fs/cgroup/memory")
"""Where control groups of memory are, of their first version."""


@contextmanager
def open_group(limit: int) -> Generator[Path | None]:
    """A control group with so many bytes of memory; None where none can be made."""
    group = GROUPS / f"medpref-benchmark-{os.getpid()}"
    try:
        group.mkdir()
        (group / "memory.limit_in_bytes").write_text(str(limit))
    except OSError:
        yield None
        return
    try:
        yield group
    finally:
        group.rmdir()
