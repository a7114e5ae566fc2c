"""Ways that people try in through paths, headers and bodies: none passes, and none brings the server down."""

import socket
from collections.abc import Iterator

import httpx
import pytest

from tests.fixtures.serving import Server

SECRETS = ("root:x:0:0", '"pid"', "build-system")
CLIMBS = (
    "/../../../../etc/passwd",
    "/..%2f..%2f..%2f..%2fetc/passwd",
    "/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "/assets/../../server.lock",
    "/assets/..%2f..%2f..%2fetc%2fpasswd",
    "/assets/%2e%2e%2f%2e%2e%2fpyproject.toml",
    "/assets/....//....//etc/passwd",
    "/api/runs/..%2f..%2fserver.lock",
    "/api/runs/%2e%2e/files",
    "/api/runs/..%5c..%5cserver.lock/files",
    "/api/runs/%00/events",
    "/api/datasets/..%2f..%2fetc%2fpasswd",
    "//etc/passwd",
    "/%c0%ae%c0%ae/etc/passwd",
    "/file:///etc/passwd",
)


def raw(server: Server, data: bytes) -> bytes:
    """What the server answers to these very bytes; no client tidies them up on the way."""
    host, port = server.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        connection.sendall(data)
        parts = iter(lambda: connection.recv(65536), b"")
        return b"".join(parts)


@pytest.mark.parametrize("path", CLIMBS)
def test_paths_that_climb(server: Server, path: str) -> None:
    host = server.url.removeprefix("http://")
    request = f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept: */*\r\nConnection: close\r\n\r\n"
    answer = raw(server, request.encode()).decode(errors="replace")
    assert answer.startswith("HTTP/1.1 ")
    assert answer.split(" ", 2)[1] in {"200", "400", "404", "405"}
    assert not [secret for secret in SECRETS if secret in answer]


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "127.0.0.1@evil.example"},
        {"Host": "127.0.0.1#evil.example"},
        {"Host": "localhost.evil.example"},
        {"Host": "evil.example:8321"},
        {"Host": "2130706433"},
        {"Host": "127.1"},
        {"Host": "0.0.0.0"},  # noqa: S104
        {"Host": ""},
        {"Host": "evil.example", "X-Forwarded-Host": "127.0.0.1"},
        {"Host": "evil.example", "X-Forwarded-For": "127.0.0.1"},
        {"Origin": "http://127.0.0.1.evil.example"},
        {"Origin": "http://localhost"},
        {"Origin": "null"},
        {"Origin": "file://"},
        {"Origin": "https://{host}"},
        {"Origin": "http://{host}.evil.example"},
        {"Origin": "http://evil.example/http://{host}"},
        {"Origin": "http://user@evil.example"},
    ],
)
def test_headers_that_pretend(server: Server, headers: dict[str, str]) -> None:
    host = server.url.removeprefix("http://")
    made = {name: value.format(host=host) for name, value in headers.items()}
    same_name = made.get("Origin") == f"https://{host}"
    answer = server.client.post("/api/enhanced/samples", json={"kind": "grpo"}, headers=made)
    assert answer.status_code == (201 if same_name else 403), answer.text


def test_two_host_headers(server: Server) -> None:
    host = server.url.removeprefix("http://")
    request = f"GET /api/health HTTP/1.1\r\nHost: {host}\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
    assert b'"status"' not in raw(server, request.encode()) or b"evil" not in raw(server, request.encode())


@pytest.mark.parametrize(
    "data",
    [
        b"GET / HTTP/1.1\r\nConnection: close\r\n" + b"X: " + b"a" * 200_000 + b"\r\n\r\n",
        b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nConnection: close\r\n\r\n",
        b"\x16\x03\x01\x02\x00",
        b"GET / HTTP/9.9\r\n\r\n",
        b"POST /api/runs HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
        b"\0" * 1000,
    ],
    ids=["header", "path", "tls", "version", "smuggled", "zeros"],
)
def test_bytes_that_are_no_request(server: Server, data: bytes) -> None:
    answer = raw(server, data)
    assert not answer.startswith(b"HTTP/1.1 2")
    assert not answer.startswith(b"HTTP/1.1 5")
    assert server.client.get("/api/health").status_code == 200


def test_a_body_that_says_it_is_too_long(server: Server) -> None:
    answer = server.client.post("/api/runs", content=b"[" * 5_000_000, headers={"Content-Type": "application/json"})
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"
    assert "4 MB" in answer.json()["detail"]


def test_a_body_that_does_not_say_how_long_it_is(server: Server) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(100):
            yield b" " * 100_000

    answer = server.client.post("/api/runs", content=endless(), headers={"Content-Type": "application/json"})
    assert answer.status_code == 413


def test_json_that_is_nested_beyond_reason(server: Server) -> None:
    deep = b'{"kind": "sft", "config": ' + b"[" * 200_000 + b"]" * 200_000 + b"}"
    answer = server.client.post("/api/runs", content=deep, headers={"Content-Type": "application/json"})
    assert answer.status_code in {400, 422}
    assert answer.headers["content-type"] == "application/problem+json"


def test_no_answer_lets_another_site_in(client: httpx.Client) -> None:
    answer = client.get("/api/health", headers={"Origin": "http://evil.example"})
    assert not [name for name in answer.headers if name.startswith("access-control")]
    preflight = client.options(
        "/api/runs", headers={"Origin": "http://evil.example", "Access-Control-Request-Method": "POST"}
    )
    assert preflight.status_code == 403
