"""Which address is a page, which is a file, and which is nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from backend.main import create_app
from backend.settings import Settings

HTML = {"Accept": "text/html,application/xhtml+xml"}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[TestClient]:
    pages = tmp_path / "pages"
    (pages / "assets").mkdir(parents=True)
    (pages / "index.html").write_text("<title>the page</title>")
    (pages / "assets" / "index-1a2b.js").write_text("1")
    (tmp_path / "secret.txt").write_text("secret")
    with TestClient(create_app(Settings(home=tmp_path / "home", pages=pages)), base_url="http://127.0.0.1") as client:
        yield client


@pytest.mark.parametrize("path", ["/", "/setup", "/training/20260101-000000-a-b1c2", "/compare", "/no/such/page"])
def test_page_addresses_give_the_one_page(site: TestClient, path: str) -> None:
    answer = site.get(path, headers=HTML)
    assert answer.status_code == 200
    assert "the page" in answer.text
    assert answer.headers["cache-control"] == "no-cache"


def test_assets_are_kept_for_ever(site: TestClient) -> None:
    answer = site.get("/assets/index-1a2b.js")
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize("path", ["/api/nothing", "/api", "/assets/gone.js"])
def test_what_is_no_page_stays_404(site: TestClient, path: str) -> None:
    answer = site.get(path, headers=HTML)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]


def test_a_missing_picture_is_not_answered_with_the_page(site: TestClient) -> None:
    assert site.get("/gone.png", headers={"Accept": "image/png"}).status_code == 404


@pytest.mark.parametrize(
    "path", ["/../secret.txt", "/%2e%2e/secret.txt", "/assets/../../secret.txt", "/..%2fsecret.txt"]
)
def test_nothing_outside_the_folder_is_served(site: TestClient, path: str) -> None:
    assert "secret" not in site.get(path, headers=HTML).text


def test_without_built_pages_the_api_still_answers(tmp_path: Path) -> None:
    with TestClient(
        create_app(Settings(home=tmp_path / "home", pages=tmp_path / "none")), base_url="http://127.0.0.1"
    ) as client:
        assert client.get("/api/health").status_code == 200
        assert client.get("/", headers=HTML).status_code == 404


def test_a_wrong_method_is_a_problem_document(site: TestClient) -> None:
    answer = site.put("/api/runs")
    assert answer.status_code == 405
    assert answer.headers["content-type"] == "application/problem+json"
