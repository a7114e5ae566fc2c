"""Pages of other sites and names of other hosts get nothing, over HTTP and over sockets; the token opens what it must."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect
from websockets.exceptions import InvalidStatus

from backend.main import create_app
from backend.settings import Settings
from tests.fixtures.serving import Ended, Server

SECURITY = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
}


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "evil.example:80"},
        {"Host": "127.0.0.1.evil.example"},
        {"Host": "[bad"},
        {"Origin": "http://evil.example"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "null"},
    ],
)
@pytest.mark.parametrize("path", ["/api/health", "/"])
def test_strangers_are_refused(server: Server, headers: dict[str, str], path: str) -> None:
    answer = server.client.get(path, headers=headers)
    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"
    assert "server" in answer.json()["detail"]


def test_a_stranger_cannot_start_a_run(server: Server, demo_config: dict[str, object]) -> None:
    before = server.run_ids
    body = {"kind": "sft", "config": demo_config}
    assert server.client.post("/api/runs", json=body, headers={"Origin": "http://evil.example"}).status_code == 403
    assert server.run_ids == before


def test_the_page_itself_may_ask(server: Server) -> None:
    assert server.client.get("/api/health", headers={"Origin": server.url}).status_code == 200


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1"])
def test_names_of_this_computer(server: Server, name: str) -> None:
    port = server.url.rsplit(":", 1)[1]
    assert server.client.get("/api/health", headers={"Host": f"{name}:{port}"}).status_code == 200


def test_a_socket_of_another_site_is_refused(server: Server, finished_run: Ended) -> None:
    with pytest.raises(InvalidStatus) as refused:
        server.socket(finished_run.run["id"], origin="http://evil.example")
    assert refused.value.response.status_code == 403
    with server.socket(finished_run.run["id"], origin=server.url) as socket:
        assert socket.recv(30)


@pytest.mark.parametrize("path", ["/api/health", "/", "/api/nothing"])
def test_security_headers(server: Server, path: str) -> None:
    headers = server.client.get(path).headers
    assert SECURITY.items() <= dict(headers).items()
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[TestClient]:
    """The application as it is when other computers can reach it."""
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "index.html").write_text("<title>page</title>")
    settings = Settings(home=tmp_path / "home", host="0.0.0.0", token="open-sesame", pages=pages)  # noqa: S104, S106
    with TestClient(create_app(settings), base_url="http://box.example") as client:
        yield client


def test_without_the_token_there_is_no_api(guarded: TestClient) -> None:
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Cookie": "droid_token=wrong"}):
        answer = guarded.get("/api/health", headers=headers)
        assert answer.status_code == 403
        assert "token" in answer.json()["detail"]
    with pytest.raises(WebSocketDisconnect) as refused, guarded.websocket_connect("/api/runs/x/events"):
        pass
    assert refused.value.code == 4403


def test_the_token_opens_the_api(guarded: TestClient) -> None:
    assert guarded.get("/api/health", headers={"Authorization": "Bearer open-sesame"}).status_code == 200
    assert guarded.get("/api/health?token=open-sesame").status_code == 200


def test_a_page_opened_with_the_token_may_call_from_then_on(guarded: TestClient) -> None:
    page = guarded.get("/?token=open-sesame")
    assert page.status_code == 200
    cookie = page.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert guarded.get("/api/health").status_code == 200
    assert "set-cookie" not in guarded.get("/?token=wrong").headers
