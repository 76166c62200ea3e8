"""Objects under a URL (`s3://bucket/prefix`, `gs://`, `az://`): read, listed, and written only under a condition.

The one module that knows the client of object stores. Credentials, region and endpoint are the environment's, by the
names that each cloud's own tools use (`AWS_ACCESS_KEY_ID`, `AWS_ENDPOINT_URL`, `GOOGLE_APPLICATION_CREDENTIALS`,
`AZURE_STORAGE_ACCOUNT_NAME`, ...); what a server answers is never quoted, since it repeats them. Encryption at rest is
the server's.
"""

import os
import re
import secrets
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from medpref_dagster.storage.errors import CrossedError, StoreError, UnreachableError

if TYPE_CHECKING:
    from obstore import UpdateVersion

_RETRIES: Any = {"max_retries": 4, "retry_timeout": timedelta(seconds=30)}
_CLIENT: Any = {"connect_timeout": "5s", "timeout": "120s"}
_PART_BYTES = 32 * 2**20
"""Of a download; each is asked for again by itself."""
_WRITER = "writer"
"""Metadata of an object: which write it is of. An answer that got lost is known by it."""
_MARK = "store.json"
_CODE = re.compile(r"<Code>([A-Za-z0-9.]+)</Code>|\"(?:code|reason)\": ?\"?([A-Za-z0-9_.]+)")
_STATUS = re.compile(r"Server returned non-2xx status code: (\d{3})")
_BROKEN = re.compile(
    r"source: (Missing(?:AccessKeyId|SecretAccessKey|Account)|InvalidAccessKey|(?:Open|Decode)Credentials)\b"
)
"""What a client says of credentials that it does not even send."""
_STALE = re.compile(r"ExpiredToken|InvalidToken|TokenRefreshRequired|InvalidAccessKeyId|SignatureDoesNotMatch")
"""Some servers say so with a status that is not about credentials."""
_ELSEWHERE = re.compile(r"redirect without LOCATION|PermanentRedirect|AuthorizationHeaderMalformed")
_ENDPOINTS = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT", "AZURE_STORAGE_ENDPOINT", "AZURE_ENDPOINT")
_ALLOW_HTTP = ("AWS_ALLOW_HTTP", "AZURE_ALLOW_HTTP", "GOOGLE_ALLOW_HTTP")
_FULL = re.compile(r"quota|insufficientstorage|storagefull|toomuchdata|accountlimit|sizelimit|507", re.IGNORECASE)
_SKEWED = re.compile(r"RequestTimeTooSkewed|RequestExpired", re.IGNORECASE)
_TAKEN = frozenset({"BlobAlreadyExists", "ConditionalRequestConflict", "OperationAborted", "UpdateConflict"})
"""Conflicts (status 409) that say that another one has written, or is writing; of Azure there are others."""
_CROSSED = "InvalidBlockList"
"""Azure drops the parts of every unfinished upload to a name when one of them is finished."""
_BUSY = re.compile(r"4(?:08|29)|5\d\d")
_NO_CREDENTIALS = re.compile(r"169\.254\.\d+\.\d+|metadata\.google\.internal")
"""Who has none asks the machine for its role."""
_CREDENTIALS = {
    "s3": "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a role of the machine",
    "gs": "GOOGLE_APPLICATION_CREDENTIALS, or the machine's account",
    "az": "AZURE_STORAGE_ACCOUNT_NAME and AZURE_STORAGE_ACCOUNT_KEY, or the machine's identity",
}


@dataclass(frozen=True)
class Found:
    """An object as it was when it was read."""

    content: bytes
    version: "UpdateVersion"
    """What `Objects.replace` compares."""


@dataclass(frozen=True)
class Listed:
    """An object in a listing."""

    key: str
    bytes: int
    modified: float
    """By the server's clock, in seconds since 1970."""


class Objects:
    """The objects under one URL."""

    def __init__(self, url: str) -> None:
        """Reach the server, and see that it keeps the conditions that the store stands on.

        Raises
        ------
        StoreError
            If it cannot be reached, refuses the credentials, or writes where its condition does not hold.
        """
        try:
            from obstore.store import from_url
        except ImportError:
            raise StoreError(
                f"{url} needs the client of object stores: pip install 'medpref-dagster[cluster]'"
            ) from None

        self.url = url.rstrip("/")
        # What is given to the client hides what the environment says of it.
        allow_http = any(os.environ.get(name, "").lower() == "true" for name in _ALLOW_HTTP)
        _require_endpoints(allow_http)
        try:
            options: Any = {**_CLIENT, "allow_http": allow_http}
            self._client: Any = from_url(self.url, retry_config=_RETRIES, client_options=options)
        except Exception as error:
            if broken := _BROKEN.search(str(error)):
                raise StoreError(
                    f"the credentials for {self.url} in this environment are not whole ({broken[1]}): set all the "
                    "variables that docs/shared-store.md names for it"
                ) from None
            raise StoreError(
                f"{self.url} cannot be opened ({type(error).__name__}): look at store.url of the profile and at the "
                "variables of the environment that name region and endpoint"
            ) from None
        self._require_conditions()

    def _require_conditions(self) -> None:
        content = b'{"format": 1}\n'
        # The second is refused wherever the first was not; a name that was never given has no version that could hold.
        is_kept = not (self.create(_MARK, content) and self.create(_MARK, content))
        if not is_kept or self.replace(_MARK, content, {"e_tag": '"never"', "version": "1"}):
            raise StoreError(
                f"{self.url} does not keep conditions (If-None-Match, If-Match): two machines would overwrite each "
                "other. Use a server that does: S3, GCS, Azure, or a recent version of an S3-compatible one"
            )

    def read(self, key: str) -> Found | None:
        """An object; None where there is none."""
        import obstore

        with self._explained("read"):
            try:
                found = obstore.get(self._client, key)
                content = bytes(found.bytes())
            except FileNotFoundError:
                return None
            return Found(content, _version_of(found.meta))

    def find(self, key: str) -> Listed | None:
        """How large an object is, and since when it is there; None where there is none."""
        import obstore

        with self._explained("read"):
            try:
                return _list_one(obstore.head(self._client, key))
            except FileNotFoundError:
                return None

    def read_parts(self, listed: Listed) -> Iterator[bytes]:
        """An object piece by piece."""
        import obstore

        for start in range(0, listed.bytes, _PART_BYTES):
            end = min(start + _PART_BYTES, listed.bytes)
            with self._explained("read"):
                part = bytes(obstore.get_range(self._client, listed.key, start=start, end=end))
            yield part

    def write(self, key: str, content: bytes | Iterable[bytes]) -> None:
        """Write an object, in the place of one that is there; it is there when it is complete.

        Raises
        ------
        CrossedError
            If another one has written it meanwhile, and the server dropped what was sent for it.
        """
        import obstore

        with self._explained("write"):
            obstore.put(self._client, key, content if isinstance(content, bytes) else iter(content))

    def create(self, key: str, content: bytes) -> "UpdateVersion | None":
        """Write an object where there is none; its version, or None where there is one."""
        return self._write_if(key, content, "create")

    def replace(self, key: str, content: bytes, version: "UpdateVersion") -> "UpdateVersion | None":
        """Write an object in the place of one that is still of a version; its new version, or None where it is not."""
        return self._write_if(key, content, version)

    def _write_if(self, key: str, content: bytes, mode: Any) -> "UpdateVersion | None":
        import obstore
        from obstore.exceptions import AlreadyExistsError, NotModifiedError, PreconditionError

        writer = secrets.token_hex(8)
        with self._explained("write"):
            try:
                made = obstore.put(
                    self._client, key, content, mode=mode, attributes={_WRITER: writer}, use_multipart=False
                )
            except FileNotFoundError:
                if mode == "create":
                    kind, _, place = self.url.partition("://")
                    bucket = f"the {'container' if kind == 'az' else 'bucket'} {place.partition('/')[0]!r}"
                    raise StoreError(f"{self.url} is not there: make {bucket} first") from None
                return None
            except (AlreadyExistsError, PreconditionError, NotModifiedError) as error:
                code, status = _read_refusal(error)
                if status == "409" and code and code not in _TAKEN:  # full, being deleted, kept unchanged by a policy
                    raise
                return self._find_own(key, writer)
            return _version_of(made)

    def _find_own(self, key: str, writer: str) -> "UpdateVersion | None":
        """The version of what this very write has written: it was sent again because its answer got lost."""
        import obstore

        try:
            found = obstore.get(self._client, key)
        except FileNotFoundError:
            return None
        if found.attributes.get(_WRITER) != writer:
            return None
        return _version_of(found.meta)

    def change(self, key: str, change: Callable[[bytes | None], bytes]) -> None:
        """Write what is computed of an object, and compute it anew where another has changed it meanwhile."""
        while True:
            found = self.read(key)
            changed = change(None if found is None else found.content)
            if found is not None and changed == found.content:
                return
            if self.create(key, changed) if found is None else self.replace(key, changed, found.version):
                return

    def list_folder(self, folder: str) -> list[Listed]:
        """The objects of a folder and of those in it, in the order of their keys."""
        import obstore

        with self._explained("list"):
            found = [_list_one(item) for batch in obstore.list(self._client, f"{folder}/") for item in batch]
        return sorted(found, key=lambda item: item.key)

    def list_folders(self, folder: str) -> list[str]:
        """The names of the folders right in a folder, in order."""
        import obstore

        with self._explained("list"):
            found = obstore.list_with_delimiter(self._client, f"{folder}/")["common_prefixes"]
        return sorted(prefix.rstrip("/").rpartition("/")[2] for prefix in found)

    def remove(self, key: str) -> None:
        """Remove an object; none is no error."""
        import obstore

        with self._explained("remove"):
            try:
                obstore.delete(self._client, key)
            except FileNotFoundError:
                return

    @contextmanager
    def _explained(self, doing: str) -> Generator[None]:
        """What a client says quotes requests, and with them names of keys: only a code and a number are kept of it."""
        from obstore.exceptions import BaseError

        try:
            yield
        except (FileNotFoundError, StoreError):
            raise
        except (BaseError, OSError, ValueError) as error:
            raise self._explain(error, doing) from None

    def _explain(self, error: Exception, doing: str) -> StoreError:
        from obstore.exceptions import PermissionDeniedError, UnauthenticatedError

        text = str(error)
        named, status = _read_refusal(error)
        told = ", ".join(part for part in (named, f"status {status}" if status else "") if part) or "no answer"
        if named == _CROSSED:
            return CrossedError(f"{self.url} dropped an upload because another one of the same object was faster")
        if _SKEWED.search(named):
            return StoreError(
                f"{self.url} refuses this machine's requests because its clock is wrong ({told}): set it (NTP)"
            )
        if _NO_CREDENTIALS.search(text):
            return StoreError(
                f"no credentials for {self.url} are in this environment "
                f"({_CREDENTIALS.get(self.url.partition('://')[0], _CREDENTIALS['s3'])}): set them"
            )
        if _FULL.search(told):  # which some servers say as if it were a matter of leave
            return StoreError(f"{self.url} is full ({told}): make room there or raise its quota, and do it again")
        if _ELSEWHERE.search(text):
            return StoreError(
                f"{self.url} lies in another region than this environment says ({told}): set AWS_REGION to its own"
            )
        if isinstance(error, PermissionDeniedError | UnauthenticatedError) or _STALE.search(named):
            return StoreError(
                f"{self.url} refuses to {doing} ({told}): the credentials in this environment are wrong, have expired "
                "or have no leave for it, or this machine's clock is wrong"
            )
        if not status or _BUSY.fullmatch(status):
            return UnreachableError(f"{self.url} cannot be reached or does not answer ({told}): try it again later")
        return StoreError(f"{self.url} refuses to {doing} ({told}): look at its settings and its log")


def _require_endpoints(allow_http: bool) -> None:
    """Refuse a server's address that the client would break at, or that it would take for a server at rest."""
    for name in _ENDPOINTS:
        if (value := os.environ.get(name)) is None:
            continue
        try:
            parts = urlsplit(value)
            is_one = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0 and "@" not in value
        except ValueError:
            is_one, parts = False, None
        if not is_one:
            raise StoreError(
                f"the variable {name} is no address of a server: expected http:// or https://, a host and perhaps a "
                "port, without a user; credentials have variables of their own"
            )
        if parts is not None and parts.scheme == "http" and not allow_http:
            raise StoreError(
                f"the variable {name} names a server without TLS, which could be overheard: take its https:// address, "
                f"or set {name.partition('_')[0]}_ALLOW_HTTP=true"
            )


def _read_refusal(error: Exception) -> tuple[str, str]:
    """What a server's refusal names, and its status; empty where it has none."""
    text = str(error)
    code, status = _CODE.search(text), _STATUS.search(text)
    return next((part for part in (code.groups() if code else ()) if part), ""), status[1] if status else ""


def _version_of(meta: Any) -> "UpdateVersion":
    """By hash (S3, Azure) and by number (GCS), as far as the server gives them."""
    named: Any = {name: meta[name] for name in ("e_tag", "version") if meta[name] is not None}
    return named


def _list_one(item: Any) -> Listed:
    return Listed(item["path"], item["size"], item["last_modified"].timestamp())
