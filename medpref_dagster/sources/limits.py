"""What a source may ask of this machine: limits of one record and of unpacking, declared with defaults.

A stray quote, a broken export or a hostile file can make one record of gigabytes, or unpack to thousands of times its
size. Without a limit the first sign of it is a machine out of memory.
"""

from pydantic import Field

from medpref_dagster.declaration import Declared
from medpref_dagster.sources.reading import SourceError

UNPACKED_FREELY = 64 << 20
"""Bytes that anything may unpack to: too few to hurt, and small files of few words are packed tightly."""


class LimitError(SourceError):
    """A file is larger, wider or packed more tightly than is allowed; the message names the limit."""


class Limits(Declared):
    """What `source.options.limits` may say."""

    record_characters: int = Field(
        default=16 << 20, gt=0, description="Characters of one record with all its fields; a longer one is quarantined."
    )
    depth: int = Field(
        default=64, gt=0, le=500, description="Lists and objects in each other; a deeper record is quarantined."
    )
    columns: int = Field(default=16_384, gt=0, description="Columns of a file; one with more is refused.")
    unpacking_ratio: float = Field(
        default=200.0,
        gt=1,
        description="Times its own size that a packed file may unpack to, once it is past 64 MiB; beyond, it is "
        "refused.",
    )

    def check_columns(self, count: int, where: str) -> None:
        """Refuse a file of more columns than are allowed.

        Raises
        ------
        LimitError
            Naming the limit.
        """
        if count > self.columns:
            raise LimitError(
                f"{where} has {count} columns, more than the {self.columns} allowed; choose some in "
                f"source.options.columns where the format lets you, or raise source.options.limits.columns"
            )

    def check_unpacking(self, unpacked: int, packed: int, where: str) -> None:
        """Refuse what unpacks to far more than it is.

        Parameters
        ----------
        unpacked, packed
            Bytes so far.

        Raises
        ------
        LimitError
            Naming the limit.
        """
        if unpacked > UNPACKED_FREELY and unpacked > self.unpacking_ratio * max(packed, 1):
            raise LimitError(
                f"{where} unpacks to more than {self.unpacking_ratio:g} times its own size. If that is what it should "
                f"hold, raise source.options.limits.unpacking_ratio."
            )


DEFAULT_LIMITS = Limits()
