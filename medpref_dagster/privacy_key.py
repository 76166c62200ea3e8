"""The one secret of privacy: what pseudonyms of patients, tombstones, surrogates and date shifts are made with.

It is a file of one line, mode 0600, outside the store, that `MEDPREF_PRIVACY_KEY_FILE` names; or that line itself in
`MEDPREF_PRIVACY_KEY`. Who has it can tell which patient a pseudonym is of; without it nobody can, and what was made
with it cannot be continued: keep a copy where the organization keeps its secrets.

Light, because definitions may import it: only the standard library.
"""

import base64
import binascii
import errno
import hashlib
import hmac
import os
import secrets
import stat
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

KEY_VARIABLE = "MEDPREF_PRIVACY_KEY"
FILE_VARIABLE = "MEDPREF_PRIVACY_KEY_FILE"

_PREFIX = "medpref-privacy-key-1"
_BYTES = 32
_CHECK_LETTERS = 8
_STORE_FOLDERS = ("tables", "refs", "done", "lineage")
"""Folders by which a store is known without opening it, which would make one."""


class PrivacyKeyError(Exception):
    """There is no key, or none that may be used. The message says what to do, and holds nothing of the key."""


class NoPrivacyKeyError(PrivacyKeyError):
    """The environment names none."""


@dataclass(frozen=True)
class PrivacyKey:
    """A secret of 256 random bits. What it prints as holds nothing of it."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != _BYTES:
            raise PrivacyKeyError(f"a privacy key has {_BYTES} bytes, this one has {len(self.secret)}")

    def digest(self, purpose: str, value: str) -> str:
        """HMAC-SHA256 of a value as 64 hex digits, under a key of its own for each purpose.

        The same value under two purposes gives digests that cannot be brought together without the key.

        Parameters
        ----------
        purpose
            What the digest is for, e.g. `"patient"` or `"date shift"`.
        value
            Any text. Bring ids into one spelling first (`medpref_dagster.values`).
        """
        return hmac.new(self._derive(purpose), value.encode(errors="surrogatepass"), hashlib.sha256).hexdigest()

    def number(self, purpose: str, value: str, below: int) -> int:
        """A whole number from 0 to `below` - 1 that the key gives a value, evenly spread.

        Raises
        ------
        ValueError
            If `below` is less than 1.
        """
        if below < 1:
            raise ValueError(f"a number below {below} is asked for")
        # 256 bits against at most a few billion choices: the remainder's bias is beyond any measuring.
        return int(self.digest(purpose, value), 16) % below

    @property
    def fingerprint(self) -> str:
        """16 hex digits that tell two keys apart and reveal neither; may be written beside what was made."""
        return self.digest("fingerprint", "")[:16]

    def _derive(self, purpose: str) -> bytes:
        return hmac.new(self.secret, b"purpose\0" + purpose.encode(errors="surrogatepass"), hashlib.sha256).digest()


def read_privacy_key() -> PrivacyKey:
    """The key that the environment gives: `MEDPREF_PRIVACY_KEY`, or the file that `MEDPREF_PRIVACY_KEY_FILE` names.

    Raises
    ------
    PrivacyKeyError
        If neither or both are set, or the file cannot be read, others than its owner may read or write it, it lies
        in a store, or what is there is no whole key.
    """
    line, file = os.environ.get(KEY_VARIABLE, ""), os.environ.get(FILE_VARIABLE, "")
    if line and file:
        raise PrivacyKeyError(f"both {KEY_VARIABLE} and {FILE_VARIABLE} are set; unset one")
    if line:
        return _parse(line, KEY_VARIABLE)
    if file:
        return _read_file(Path(file).expanduser())
    raise NoPrivacyKeyError(
        f"no privacy key: make one with `medpref privacy-key create PATH`, and set {FILE_VARIABLE} to its path"
    )


def explain_lost(error: PrivacyKeyError, made_with: Iterable[str]) -> str:
    """Why a key that something was made with already cannot be had, and what to do: a new one would not do.

    Parameters
    ----------
    made_with
        Fingerprints of keys.
    """
    reason = "none is set" if isinstance(error, NoPrivacyKeyError) else str(error)
    return (
        f"the privacy key of fingerprint {' and '.join(sorted(set(made_with)))} is needed, and {reason}. Take that key "
        f"from your copy, and set {FILE_VARIABLE} to its path; a new one would know nobody"
    )


def create_privacy_key(path: Path) -> PrivacyKey:
    """Make a new key in a file of its own, mode 0600. Nothing that is there is written over.

    Parameters
    ----------
    path
        A new file in a folder that is there, outside every store and every git work tree that would track it.

    Raises
    ------
    PrivacyKeyError
        If the place is none of these, or cannot be written.
    """
    place = _settle(path.expanduser())
    if not place.parent.is_dir():
        raise PrivacyKeyError(f"{place.parent} is no folder; make it first")
    _refuse_store(place)
    _refuse_git(place)
    key = PrivacyKey(secrets.token_bytes(_BYTES))
    try:
        number = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600)
    except FileExistsError:
        raise PrivacyKeyError(f"{place} is there already; a key is never written over") from None
    except OSError as error:
        raise PrivacyKeyError(f"{place} cannot be written: {error.strerror}") from None
    try:
        with os.fdopen(number, "w") as written:
            written.write(_spell(key) + "\n")
            written.flush()
            os.fsync(written.fileno())
    except OSError as error:
        place.unlink(missing_ok=True)
        raise PrivacyKeyError(f"{place} cannot be written: {error.strerror}") from None
    return key


def _settle(path: Path) -> Path:
    """The real place of a file that need not be there: links of its folders followed, its own name kept."""
    return path.parent.resolve() / path.name


def _spell(key: PrivacyKey) -> str:
    body = base64.urlsafe_b64encode(key.secret).decode().rstrip("=")
    return f"{_PREFIX}:{body}:{_check_letters(body)}"


def _check_letters(body: str) -> str:
    """By these a line that was cut or mistyped is known: another key would make everything anew without a word."""
    return hashlib.sha256(f"{_PREFIX}:{body}".encode()).hexdigest()[:_CHECK_LETTERS]


def _parse(line: str, where: str) -> PrivacyKey:
    prefix, _, rest = line.strip().partition(":")
    body, _, check = rest.partition(":")
    if prefix != _PREFIX:
        raise PrivacyKeyError(f"{where} holds no privacy key; `medpref privacy-key create PATH` makes one")
    if not hmac.compare_digest(check.encode(errors="replace"), _check_letters(body).encode()):
        raise PrivacyKeyError(f"the privacy key in {where} was cut or changed; take it from your copy")
    try:
        return PrivacyKey(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    except binascii.Error:
        raise PrivacyKeyError(f"the privacy key in {where} was cut or changed; take it from your copy") from None


def _read_file(path: Path) -> PrivacyKey:
    try:
        place = path.resolve(strict=True)
        _refuse_store(place)
        with place.open("rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise PrivacyKeyError(f"{path}, which {FILE_VARIABLE} names, is no file")
            if os.name == "posix" and status.st_mode & 0o077:
                raise PrivacyKeyError(
                    f"{path} may be read or written by others (mode {stat.S_IMODE(status.st_mode):04o}): "
                    f"chmod 600 {path}, and ask who has read it"
                )
            line = file.read(1024).decode("ascii", errors="replace")
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or "its links lead in a circle"
        raise PrivacyKeyError(f"{path}, which {FILE_VARIABLE} names, cannot be read: {reason}") from None
    return _parse(line, str(path))


def _refuse_store(place: Path) -> None:
    for folder in place.parents:
        if all((folder / name).is_dir() for name in _STORE_FOLDERS):
            raise PrivacyKeyError(
                f"{place} lies in the store {folder}: the key would be kept, copied and given away with the data "
                "that it protects; name a place outside"
            )


def _refuse_git(place: Path) -> None:
    """Refuse a place in a git work tree, unless git says that it ignores it."""
    tree = next((folder for folder in place.parents if (folder / ".git").exists()), None)
    if tree is None:
        return
    command = ["git", "-C", str(place.parent), "check-ignore", "--quiet", "--", place.name]
    try:
        ignored = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError as error:
        if error.errno != errno.ENOENT:
            raise PrivacyKeyError(f"git cannot be asked whether it ignores {place}: {error.strerror}") from None
        ignored = False
    if not ignored:
        raise PrivacyKeyError(
            f"{place} lies in the git work tree {tree}, which would track it; name a place outside, or one that "
            "its .gitignore names"
        )
