"""A connection to the service: the head of a request is bounded, too, before anybody knows who sends it."""

import json

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_BYTES = 64 << 10
"""Of a request's line and headers together, beyond the piece in which they began (256 KiB, asyncio's, at most)."""

_REFUSAL = json.dumps(
    {"error": {"reason": "too_large", "message": f"the request's headers are larger than {HEAD_BYTES} bytes"}}
).encode()


class BoundedHeads(HttpToolsProtocol):
    """HTTP as uvicorn speaks it, but for a head without end, which it would keep: it is answered with 431."""

    _begun = 0
    """Requests of this connection."""
    _in_head = False
    _head = 0
    """Bytes of the head that is not complete."""

    def on_message_begin(self) -> None:
        """As the parser calls it."""
        self._begun, self._in_head, self._head = self._begun + 1, True, 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """As the parser calls it."""
        self._in_head = False
        super().on_headers_complete()

    def data_received(self, data: bytes) -> None:
        """As asyncio calls it."""
        begun = self._begun
        super().data_received(data)
        if not self._in_head or begun != self._begun:
            return
        self._head += len(data)
        if self._head > HEAD_BYTES and not self.transport.is_closing():
            self.transport.write(
                b"HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\n"
                b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(_REFUSAL), _REFUSAL)
            )
            self.transport.close()
