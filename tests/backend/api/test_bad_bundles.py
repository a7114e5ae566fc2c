"""Bundles that an enemy or an accident made: refused with the reason, and nothing of them stays."""

import hashlib
import http.client
import io
import json
import stat
import warnings
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.fixtures.serving import Server, serving
from tests.fixtures.synthetic_runs import make_run

Parts = dict[str, bytes]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Parts:
    """Every part of a good bundle."""
    home = tmp_path_factory.mktemp("origin")
    run_id = make_run(home, 0, 10, adapter_name="travels").path.name
    with serving(home) as origin:
        content = origin.client.get(f"/api/runs/{run_id}/bundle").content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("target")) as running:
        yield running


def packed(parts: list[tuple[str | zipfile.ZipInfo, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(target, "w", method) as archive:
        warnings.simplefilter("ignore")  # that a name comes twice is the point
        for name, content in parts:
            archive.writestr(name, content)
    return target.getvalue()


def listed(parts: Parts, **changes: Any) -> Parts:
    """The parts with a table of contents that fits them, as an enemy would make it."""
    manifest = json.loads(parts["manifest.json"])
    rest = {name: content for name, content in parts.items() if name != "manifest.json"}
    manifest["parts"] = {
        name: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()} for name, content in rest.items()
    }
    return {**rest, "manifest.json": json.dumps({**manifest, **changes}).encode()}


def changed_run(parts: Parts, **changes: Any) -> bytes:
    run = {**json.loads(parts["run.json"]), **changes}
    return packed(list(listed({**parts, "run.json": json.dumps(run).encode()}, run_id=str(run["id"])).items()))


def link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def with_part(parts: Parts, name: str | zipfile.ZipInfo, content: bytes = b"x") -> bytes:
    return packed([*parts.items(), (name, content)])


def without(parts: Parts, gone: str) -> bytes:
    return packed([(name, content) for name, content in parts.items() if name != gone])


def edited(parts: Parts, name: str, old: bytes, new: bytes) -> bytes:
    assert old in parts[name]
    return packed(list({**parts, name: parts[name].replace(old, new)}.items()))


REFUSED: dict[str, tuple[Callable[[Parts], bytes], str]] = {
    "climbs": (lambda p: with_part(p, "../../evil.txt"), "leads out of the folder"),
    "climbs inside": (lambda p: with_part(p, "adapters/../../evil.txt"), "leads out of the folder"),
    "climbs by backslash": (lambda p: with_part(p, "..\\evil.txt"), "leads out of the folder"),
    "absolute": (lambda p: with_part(p, "/etc/evil"), "is an absolute path"),
    "drive": (lambda p: with_part(p, "C:/evil"), "is an absolute path"),
    "link": (lambda p: with_part(p, link("adapters/adapters.safetensors"), b"/etc/passwd"), "is a link"),
    "twice": (lambda p: with_part(p, "run.json", p["run.json"]), "is in it twice"),
    "capitals": (lambda p: with_part(p, "Run.json", p["run.json"]), "differs in capitals only"),
    "rows": (lambda p: with_part(p, "data/train.jsonl"), "is no part of a bundle"),
    "hidden": (lambda p: with_part(p, "notes.json", b"{}"), "not in its table of contents"),
    "many": (lambda p: packed([*p.items(), *((f"{n}", b"") for n in range(5000))]), "entries"),
    "bomb": (lambda p: packed(list(listed({**p, "events.jsonl": bytes(50_000_000)}).items())), "times its size"),
    "too large": (lambda p: packed([*p.items(), ("notes.json", bytes(1_000_001))], 0), "at most 1,000,000"),
    "no table": (lambda p: without(p, "manifest.json"), "manifest.json is missing"),
    "no run": (lambda p: without(p, "run.json"), "run.json is missing"),
    "no events": (lambda p: without(p, "events.jsonl"), "events.jsonl is missing"),
    "run left out of the table": (
        lambda p: packed(list(listed({n: c for n, c in p.items() if n != "run.json"}).items())),
        "run.json is missing",
    ),
    "loss made better": (lambda p: edited(p, "events.jsonl", b'"train_loss":0.', b'"train_loss":0.0'), "hash differs"),
    "run edited": (lambda p: edited(p, "run.json", b'"seed": 0', b'"seed": 1'), "hold different configurations"),
    "proof edited": (lambda p: edited(p, "run.json", b'"modules_found": 96', b'"modules_found": 97'), "hash differs"),
    "newer": (lambda p: packed(list(listed(p, format=2, run_id=7).items())), "made by a newer version"),
    "format none": (lambda p: packed(list(listed(p, format="x").items())), "manifest.json cannot be read"),
    "table garbled": (lambda p: packed(list({**p, "manifest.json": b"{"}.items())), "manifest.json cannot be read"),
    "another id": (lambda p: packed(list(listed(p, run_id="20260105-080000-other-0000").items())), "names the run"),
    "id climbs": (lambda p: changed_run(p, id="../../evil"), "names the run"),
    "id of somebody": (lambda p: changed_run(p, id="evil"), "names the run"),
    "still running": (lambda p: changed_run(p, state="running"), "only an ended one"),
    "state unknown": (lambda p: changed_run(p, state="flying"), "run.json cannot be read"),
    "no adapter file": (
        lambda p: packed(list(listed({**p, "adapters/adapters.safetensors": b"not weights"}).items())),
        "no safetensors file",
    ),
    "another adapter": (
        lambda p: packed(list(listed({**p, "adapters/adapters.safetensors": b"\2\0\0\0\0\0\0\0{}"}).items())),
        "not the file that the proof was made of",
    ),
    "no zip": (lambda _: b"hello", "no zip file"),
    "nothing": (lambda _: b"", "no zip file"),
    "cut short": (lambda p: packed(list(p.items()))[:-40], "no zip file"),
}


def everything(home: Path) -> set[str]:
    return {str(path.relative_to(home)) for path in home.rglob("*") if path.name != "server.log"}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(target: Server, whole: Parts, case: str) -> None:
    make, reason = REFUSED[case]
    before, beside = everything(target.home), set(target.home.parent.iterdir())
    answer = target.client.post("/api/bundles", content=make(whole))
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"].startswith("The bundle is refused: ")
    assert reason in answer.json()["detail"]
    assert everything(target.home) - {"cache", "cache/imports"} == before - {"cache", "cache/imports"}
    assert set(target.home.parent.iterdir()) == beside
    assert target.client.get("/api/results").json() == []


def test_a_body_that_announces_too_much(target: Server) -> None:
    connection = http.client.HTTPConnection(target.url.rstrip("/").removeprefix("http://"), timeout=20)
    connection.putrequest("POST", "/api/bundles")
    connection.putheader("Content-Length", "3000000000")
    connection.endheaders(b"PK")
    answer = connection.getresponse()
    assert answer.status == 413
    assert "larger than" in json.loads(answer.read())["detail"]
    connection.close()


def test_the_good_one_is_taken_after_all(target: Server, whole: Parts) -> None:
    """Last in this file: the cases above fail for what was done to them, not for what they were made of."""
    answer = target.client.post("/api/bundles", content=packed(list(listed(whole).items())))
    assert answer.status_code == 201, answer.text
    assert list((target.home / "cache" / "imports").iterdir()) == []
