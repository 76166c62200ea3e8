"""A Slurm cluster of one node, this machine: Debian's munged, slurmctld and slurmd.

Slurm's daemons listen on every interface there is; told otherwise (`NoInAddrAny`), on what the host's name leads to, by
which other machines reach it. So they are started where there is no interface but the loopback one (`own_network`).
"""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

PROGRAMS = ("munged", "slurmctld", "slurmd", "sbatch", "scontrol", "scancel", "sinfo")
_SECONDS_TO_START = 60.0

_CONFIGURATION = """\
ClusterName=one
SlurmctldHost={host}(127.0.0.1)
SlurmUser={user}
SlurmdUser={user}
SlurmctldPort={ports[0]}
SlurmdPort={ports[1]}
AuthType=auth/munge
AuthInfo=socket={folder}/munge/socket
CredType=cred/munge
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SchedulerType=sched/builtin
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
MpiDefault=none
ReturnToService=2
KillWait=5
NodeName={host} NodeAddr=127.0.0.1 CPUs=2 RealMemory=1000 State=UNKNOWN
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
PartitionName=main Nodes={host} Default=YES MaxTime=INFINITE State=UP PriorityTier=1
PartitionName=urgent Nodes={host} MaxTime=INFINITE State=UP PriorityTier=2
"""


def list_missing() -> list[str]:
    """The programs that are not installed here."""
    return [name for name in PROGRAMS if shutil.which(name, path=_path()) is None]


@contextmanager
def run_cluster(folder: Path) -> Generator[dict[str, str]]:
    """The environment in which jobs go to a cluster that runs in a folder during the block."""
    environment = {"SLURM_CONF": str(folder / "slurm.conf"), "PATH": _path()}
    for name in ("state", "spool", "munge"):
        (folder / name).mkdir(parents=True, mode=0o700)
    key = folder / "munge" / "key"
    key.write_bytes(secrets.token_bytes(1024))
    key.chmod(0o400)
    host = socket.gethostname().partition(".")[0]
    user = pwd.getpwuid(os.getuid()).pw_name
    configuration = _CONFIGURATION.format(host=host, user=user, folder=folder, ports=_find_ports(2))
    (folder / "slurm.conf").write_text(configuration)
    munge = [f"--{name}={folder / 'munge' / name}" for name in ("socket", "pid-file", "log-file", "seed-file")]
    with ExitStack() as running:
        for command in (
            ["munged", "--foreground", "--force", f"--key-file={key}", *munge],
            ["slurmctld", "-D", "-c"],
            ["slurmd", "-D", "-N", host],
        ):
            running.enter_context(_running(command, environment, folder))
            if command[0] == "munged":
                _wait_for(lambda: (folder / "munge" / "socket").exists(), folder)
        _wait_for(lambda: _say_state(environment) == "idle", folder)
        yield environment


def _say_state(environment: dict[str, str]) -> str:
    command = ["sinfo", "--noheader", "--format=%T"]
    done = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, timeout=60)
    return " ".join(sorted(set(done.stdout.split())))


@contextmanager
def _running(command: list[str], environment: dict[str, str], folder: Path) -> Iterator[None]:
    with (folder / f"{command[0]}.out").open("w") as out:
        process = subprocess.Popen(
            command, env=os.environ | environment, stdout=out, stderr=out, stdin=subprocess.DEVNULL
        )
        try:
            yield
        finally:
            process.terminate()
            process.wait(30)


def _wait_for(condition, folder: Path) -> None:
    until = time.monotonic() + _SECONDS_TO_START
    while not condition():
        if time.monotonic() > until:
            said = "\n".join(f"{path.name}: {path.read_text()[-2000:]}" for path in sorted(folder.glob("*.out")))
            raise TimeoutError(f"the cluster did not come up:\n{said}")
        time.sleep(0.1)


def _find_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for item in sockets:
            item.bind(("127.0.0.1", 0))
        return [item.getsockname()[1] for item in sockets]


def _path() -> str:
    return os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])
