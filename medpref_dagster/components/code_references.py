"""Where the UI leads from an asset: to the step's function and to the YAML that declares it, on disk and in git."""

import configparser
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import dagster as dg

from medpref_dagster.steps import Step

NAME = "dagster/code_references"
"""The name of this metadata."""

Reference = dg.LocalFileCodeReference | dg.UrlCodeReference

_PACKAGE = Path(__file__).resolve().parent.parent
_HOST = r"[A-Za-z0-9][A-Za-z0-9-]*(?:\.[A-Za-z0-9-]+)+"
_REMOTE = re.compile(rf"(?:(?:https?|ssh|git)://)?(?:[^@/]+@)?({_HOST})(?::\d+)?[:/](?!/)([\w./~-]+?)(?:\.git)?/?")


@dataclass(frozen=True)
class Checkout:
    """A git checkout whose remote a browser can open."""

    root: Path
    page: str
    """Of the repository: https://<host>/<owner>/<name>. Without a user or a token that the remote may name."""
    revision: str
    """The branch, or the commit where none is checked out."""

    def link(self, path: Path, line: int) -> str:
        """The page of a file's line."""
        return f"{self.page}/blob/{self.revision}/{path.relative_to(self.root).as_posix()}#L{line}"


def refer_to_function(step: Step) -> list[Reference]:
    """Where a step's function begins."""
    module, _, function = step.function.partition(":")
    path = _PACKAGE / "steps" / f"{module}.py"
    return refer_to_file(path, _find_line(path, function), function)


def refer_to_file(path: Path, line: int, label: str) -> list[Reference]:
    """A file's line on disk and, where it lies in a checkout with a page, in git."""
    references: list[Reference] = [dg.LocalFileCodeReference(file_path=str(path), line_number=line, label=label)]
    if (checkout := find_checkout(path.parent)) is not None:
        references.append(dg.UrlCodeReference(url=checkout.link(path, line), label=f"{label} in git"))
    return references


def add_references(spec: dg.AssetSpec, references: Sequence[Reference]) -> dg.AssetSpec:
    """The asset, with these references before those that it has."""
    known = spec.metadata.get(NAME)
    others = known.code_references if isinstance(known, dg.CodeReferencesMetadataValue) else []
    return spec.merge_attributes(
        metadata={NAME: dg.CodeReferencesMetadataValue(code_references=[*references, *others])}
    )


@lru_cache  # every asset of a task asks
def find_checkout(folder: Path) -> Checkout | None:
    """The git checkout that a folder lies in; None without one, or where its remote is no host's.

    Read from git's own files: definitions load without starting a process.
    """
    for root in (folder, *folder.parents):
        if (root / ".git").exists():
            return _read_checkout(root, _find_git_folder(root / ".git"))
    return None


def _find_git_folder(git: Path) -> Path:
    """Git's folder; in a further worktree `.git` is a file that names it."""
    if git.is_dir():
        return git
    named = Path(git.read_text().strip().removeprefix("gitdir:").strip())
    return named if named.is_absolute() else git.parent / named


def _read_checkout(root: Path, git: Path) -> Checkout | None:
    try:
        head = (git / "HEAD").read_text().strip()
        shared = git / (git / "commondir").read_text().strip() if (git / "commondir").is_file() else git
        config = configparser.RawConfigParser(strict=False, allow_no_value=True)
        config.read_string("\n".join(line.strip() for line in (shared / "config").read_text().splitlines()))
        remote = config.get('remote "origin"', "url")
    except (OSError, UnicodeDecodeError, configparser.Error):
        return None
    found = _REMOTE.fullmatch(remote)
    if found is None:
        return None
    return Checkout(root, f"https://{found[1]}/{found[2]}", head.removeprefix("ref: refs/heads/"))


@lru_cache
def _find_line(path: Path, function: str) -> int:
    """Where a function begins, without importing its module."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return next((number for number, line in enumerate(lines, 1) if line.startswith(f"def {function}(")), 1)
