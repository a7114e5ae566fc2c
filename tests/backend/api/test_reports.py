"""The report page: one file, no script, no request, and no word from outside that is taken for markup."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

from tests.fixtures.serving import Ended, Server, serving
from tests.fixtures.synthetic_runs import make_run

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\" onload='x' &amp; ]]> </style></title>"


class Page(HTMLParser):
    """Tags, attributes and words of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in ("src", "href", "srcset", "action", "data")]

    def handle_data(self, data: str) -> None:
        self.words += data


def test_what_a_report_holds(server: Server, finished_run: Ended) -> None:
    run = finished_run.run
    server.client.patch(f"/api/runs/{run['id']}", json={"note": "The best so far.", "tags": ["rank 32"]})
    answer = server.client.get(f"/api/runs/{run['id']}/report")
    assert answer.status_code == 200
    page = Page(answer.text)
    for word in (
        "The best so far.",
        "rank 32",
        run["exit"]["message"],
        run["data_sha256"]["train"],
        run["proof"]["adapter_sha256"],
        run["versions"]["mlx"],
        "336 of 336" if run["proof"]["modules_found"] == 336 else str(run["proof"]["modules_found"]),
        "LoRA Rank",
        "6 of 6",
    ):
        assert word in page.words, word
    assert len(re.findall(r'<path class="curve (train|val)"', answer.text)) == 3
    rows = re.findall(r"<tr><td>(\d+)</td>", answer.text)
    assert rows == [str(event["step"]) for event in (*finished_run.of("train"), *finished_run.of("eval"))]
    assert str(server.home) not in answer.text


def test_a_report_asks_nobody_and_runs_nothing(server: Server, finished_run: Ended) -> None:
    answer = server.client.get(f"/api/runs/{finished_run.run['id']}/report")
    page = Page(answer.text)
    assert page.links == []
    assert not page.tags & {"script", "link", "img", "iframe", "object", "embed", "base", "form", "a"}
    assert not [name for name in page.attributes if name.startswith("on") or name == "style"]
    assert "url(" not in answer.text
    assert "@import" not in answer.text
    assert "prefers-color-scheme:dark" in answer.text
    policies = answer.headers.get_list("content-security-policy")
    assert len(policies) == 1
    assert policies[0].startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert "sandbox" in policies[0]
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    folder = make_run(tmp_path, 0, 5)
    run = json.loads(folder.run_file.read_text())
    run["config"]["model_path"] = HOSTILE
    run["exit"]["message"] = HOSTILE
    run["versions"] = {HOSTILE: HOSTILE}
    run["data_sha256"] = {HOSTILE: HOSTILE}
    run["proof"] = None
    folder.run_file.write_text(json.dumps(run))
    with serving(tmp_path) as server:
        server.client.patch(f"/api/runs/{folder.path.name}", json={"note": HOSTILE, "tags": [HOSTILE[:38]]})
        answer = server.client.get(f"/api/runs/{folder.path.name}/report")
    page = Page(answer.text)
    assert page.words.count(HOSTILE) >= 5
    assert page.links == []
    assert not page.tags & {"script", "img"}
    assert not [name for name in page.attributes if name.startswith("on")]


def test_a_run_without_a_single_figure(tmp_path: Path) -> None:
    folder = make_run(tmp_path, 0, 5)
    folder.events.path.unlink()
    with serving(tmp_path) as server:
        answer = server.client.get(f"/api/runs/{folder.path.name}/report")
    assert answer.status_code == 200
    assert "<svg" not in answer.text
