"""A service on a port of this machine, for clients that know nothing of tests."""

import socket
import threading
from collections.abc import Generator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

from medpref_dagster.capture.connections import BoundedHeads


@contextmanager
def serve(app: FastAPI, port: int = 0) -> Generator[str]:
    """The service's URL, for the block."""
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind(("127.0.0.1", port))
    # From here on the kernel keeps who connects waiting until the server accepts.
    listening.listen(128)
    config = uvicorn.Config(app, http=BoundedHeads, log_level="critical", access_log=False, timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(30)
        listening.close()
