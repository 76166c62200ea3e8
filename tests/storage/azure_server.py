"""An Azure Blob server on a loopback port: Azurite, Microsoft's own, which keeps conditions and checks who asks."""

import base64
import hashlib
import hmac
import os
import shutil
import sys
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import formatdate
from pathlib import Path

from tests.servers import find_free_port, run_process

ACCOUNT, KEY = "testaccount", base64.b64encode(b"the key of the tests' own account").decode()
CONTAINER = "shared"
_VERSION = "2021-08-06"


def find_program() -> str | None:
    """Azurite, which `npm install --global --prefix .venv azurite` puts beside this Python."""
    return shutil.which("azurite-blob", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))


@dataclass
class Server:
    """A server that runs."""

    endpoint: str

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs to reach it."""
        return {
            "AZURE_STORAGE_ACCOUNT_NAME": ACCOUNT,
            "AZURE_STORAGE_ACCOUNT_KEY": KEY,
            "AZURE_STORAGE_ENDPOINT": f"{self.endpoint}/{ACCOUNT}",
            "AZURE_ALLOW_HTTP": "true",
        }

    def make_container(self) -> None:
        """As no client of objects does it. Signed as the service asks for it ("Authorize with Shared Key")."""
        date = formatdate(usegmt=True)
        signed = "\n".join(
            [
                *("PUT", *[""] * 11),
                *(f"x-ms-date:{date}", f"x-ms-version:{_VERSION}"),
                *(f"/{ACCOUNT}/{ACCOUNT}/{CONTAINER}", "restype:container"),
            ]
        )
        signature = hmac.new(base64.b64decode(KEY), signed.encode(), hashlib.sha256).digest()
        headers = {
            "x-ms-date": date,
            "x-ms-version": _VERSION,
            "Authorization": f"SharedKey {ACCOUNT}:{base64.b64encode(signature).decode()}",
        }
        path = f"{self.endpoint}/{ACCOUNT}/{CONTAINER}?restype=container"
        request = urllib.request.Request(path, method="PUT", headers=headers)  # noqa: S310 - loopback
        urllib.request.urlopen(request, timeout=30).close()  # noqa: S310


@contextmanager
def run_server(program: str, room_mib: int | None = None) -> Generator[Server]:
    """Run a server with an empty container for the block; it keeps everything in memory, at most `room_mib`."""
    port = find_free_port()
    room = [] if room_mib is None else ["--extentMemoryLimit", str(room_mib)]
    command = [
        *(program, "--blobPort", str(port), "--inMemoryPersistence", "--silent"),
        *("--disableTelemetry", "--skipApiVersionCheck", *room),
    ]
    server = Server(f"http://127.0.0.1:{port}")
    with run_process(command, {**os.environ, "AZURITE_ACCOUNTS": f"{ACCOUNT}:{KEY}"}, server.make_container):
        yield server
