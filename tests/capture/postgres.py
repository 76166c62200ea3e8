"""A PostgreSQL server from Debian's packages: a free loopback port, a folder of its own, another user than root."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from tests.servers import find_free_port

_USER = "postgres"


def find_programs() -> Path | None:
    """The folder with `initdb` and `pg_ctl`; None where no server is installed, or nobody is there to run it as."""
    if os.geteuid() == 0 and _USER not in {user.pw_name for user in pwd.getpwall()}:
        return None
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


@contextmanager
def run_server(folder: Path, programs: Path) -> Generator[str]:
    """Run a server for the block; the URL of its database."""
    port = find_free_port()
    data, sockets = folder / "data", folder / "sockets"
    sockets.mkdir(parents=True)
    who = {}
    if os.geteuid() == 0:  # the server refuses to run as root
        user = pwd.getpwnam(_USER)
        who = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        for path in (folder, sockets):
            os.chown(path, user.pw_uid, user.pw_gid)
    common = {**who, "check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    subprocess.run(
        [programs / "initdb", "-D", data, "-U", "medpref", "-A", "trust", "-E", "UTF8", "--no-sync"], **common
    )
    options = f"-c port={port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={sockets}"
    subprocess.run([programs / "pg_ctl", "-D", data, "-w", "-o", options, "-l", folder / "log", "start"], **common)
    try:
        yield f"postgresql://medpref@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([programs / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop"], **common)
