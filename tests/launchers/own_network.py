"""A network of its own for a cluster under test: nothing but a loopback interface, so that nobody else can reach it.

Ray and Slurm listen on every interface there is, and can't be told otherwise. What is started in the block, and this
thread meanwhile, is in a network namespace of the kernel. That takes root's rights.
"""

import ctypes
import fcntl
import os
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager

_NEW_NETWORK = 0x40000000  # CLONE_NEWNET
_GET_FLAGS, _SET_FLAGS, _UP = 0x8913, 0x8914, 1  # SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP
_SET_ADDRESS = 0x8916  # SIOCSIFADDR
_ADDRESS = "192.0.2.1"
"""Of no machine (RFC 5737). Slurm resolves names only where there is an address besides those of loopback
(`AI_ADDRCONFIG`); on the loopback interface it leads nowhere else."""
_LIBC = ctypes.CDLL(None, use_errno=True)


class Network:
    """A network namespace, which lives until it is closed and what was started in it has ended."""

    def __init__(self) -> None:
        with _here_again():
            _require(_LIBC.unshare(_NEW_NETWORK))
            _bring_up(b"lo")
            _give_address(b"lo:1", _ADDRESS)
            self._inside = _open_own()

    @contextmanager
    def entered(self) -> Iterator[None]:
        """This thread, and what it starts, is in it during the block."""
        with _here_again():
            _require(_LIBC.setns(self._inside, _NEW_NETWORK))
            yield

    def close(self) -> None:
        """Let it go."""
        os.close(self._inside)


def can_be_had() -> bool:
    """Whether this user may make one."""
    try:
        Network().close()
    except OSError:
        return False
    return True


@contextmanager
def _here_again() -> Iterator[None]:
    """This thread is behind the block in the network in which it was before."""
    before = _open_own()
    try:
        yield
    finally:
        _require(_LIBC.setns(before, _NEW_NETWORK))
        os.close(before)


def _open_own() -> int:
    return os.open("/proc/thread-self/ns/net", os.O_RDONLY | os.O_CLOEXEC)


def _bring_up(interface: bytes) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asked = struct.pack("16sh14x", interface, 0)
        _, flags = struct.unpack("16sh14x", fcntl.ioctl(asking, _GET_FLAGS, asked))
        fcntl.ioctl(asking, _SET_FLAGS, struct.pack("16sh14x", interface, flags | _UP))


def _give_address(interface: bytes, address: str) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        named = struct.pack("16sHH4s8x", interface, socket.AF_INET, 0, socket.inet_aton(address))
        fcntl.ioctl(asking, _SET_ADDRESS, named)


def _require(result: int) -> None:
    if result != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
