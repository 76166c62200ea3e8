"""A connection to a running service that sends what no client sends."""

import socket
from urllib.parse import urlsplit

import httpx

from medpref_dagster.capture.connections import HEAD_BYTES

PIECE = 1 << 18
"""What the kernel may give at once."""


def _send(url: str, *pieces: bytes) -> bytes:
    """What the service answers to the pieces, up to the end of the connection."""
    address = urlsplit(url)
    with socket.create_connection((address.hostname, address.port), timeout=30) as connection:
        answer = b""
        try:
            for piece in pieces:
                connection.sendall(piece)
            while found := connection.recv(1 << 16):
                answer += found
        except ConnectionError:
            pass  # it was closed while we were still sending
        return answer


def test_a_head_without_end_is_cut_off_and_the_service_goes_on(start_served):
    url = start_served().url
    begin = b"POST /v1/events HTTP/1.1\r\nHost: x\r\n"
    long_value = _send(url, begin + b"A: ", *[b"a" * PIECE] * 4)
    many_fields = _send(url, begin, *[b"a: b\r\n" * (PIECE // 6)] * 4)
    for answer in (long_value, many_fields):
        assert not answer or answer.startswith(b"HTTP/1.1 431 "), answer[:80]
    assert httpx.get(f"{url}/healthz").status_code == 200


def test_a_head_in_small_pieces_is_taken_up_to_the_limit(start_served):
    url = start_served().url
    begin, end = b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n", b"\r\n"
    field = b"a: " + b"b" * 1021 + b"\r\n"
    assert _send(url, begin, *[field] * 16, end).startswith(b"HTTP/1.1 200 ")
    refused = _send(url, begin, *[field] * (HEAD_BYTES // 1024 + 512))
    assert not refused or refused.startswith(b"HTTP/1.1 431 ")
    assert b"alive" not in refused


def test_requests_one_behind_the_other_are_each_bounded(start_served):
    address = urlsplit(start_served().url)
    request = b"GET /healthz HTTP/1.1\r\nHost: x\r\nA: " + b"a" * (HEAD_BYTES // 2) + b"\r\n\r\n"
    with socket.create_connection((address.hostname, address.port), timeout=30) as connection:
        for _ in range(5):
            connection.sendall(request)
            assert connection.recv(1 << 16).startswith(b"HTTP/1.1 200 ")
