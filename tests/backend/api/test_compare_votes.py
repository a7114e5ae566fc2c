"""Blind comparisons and votes: what is withheld, what is kept, what it adds up to."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.fixtures.comparing import Comparing, Done, make_adapter
from tests.fixtures.serving import serving

BASE = {"source": "base"}


@pytest.fixture(scope="module")
def comparing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Comparing]:
    """A home of its own, because votes are counted."""
    with serving(tmp_path_factory.mktemp("home")) as server:
        yield Comparing(server)


@pytest.fixture(scope="module")
def adapter(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return {"source": "adapter", "path": str(make_adapter(tmp_path_factory.mktemp("adapters") / "mine"))}


def blind(comparing: Comparing, adapter: dict[str, str]) -> tuple[dict[str, Any], Done]:
    session = comparing.ask([BASE, adapter], blind=True, settings={"max_tokens": 8})
    return session, comparing.listen(session["id"])


def vote(comparing: Comparing, session: dict[str, Any], winner: int | str) -> dict[str, Any]:
    answer = comparing.post("/votes", compare_id=session["id"], winner=winner)
    assert answer.status_code == 201, answer.text
    given: dict[str, Any] = answer.json()
    return given


def test_nothing_tells_which_side_is_which(comparing: Comparing, adapter: dict[str, str]) -> None:
    session, done = blind(comparing, adapter)
    told = json.dumps([session, done.events, comparing.get(f"/{session['id']}")])
    assert [side["label"] for side in session["sides"]] == ["A", "B"]
    assert "mine" not in told
    assert "adapter" not in json.dumps(session["sides"])
    assert [side["bytes"] for side in done.of("loaded")[0]["sides"]] == [None, None]
    assert {event["tokens_per_second"] for event in done.of("side_finished")} == {None}
    assert {answer["tokens_per_second"] for answer in comparing.get(f"/{session['id']}")["answers"]} == {None}


def test_a_vote_reveals_and_is_kept(comparing: Comparing, adapter: dict[str, str]) -> None:
    before = comparing.get("/votes")["votes"]
    session, done = blind(comparing, adapter)
    given = vote(comparing, session, 1)
    assert sorted(side["label"] for side in given["sides"]) == ["Base", "mine"]
    assert given["vote"]["blind"]
    assert [side["text"] for side in given["vote"]["sides"]] == [done.text(0), done.text(1)]
    again = comparing.get(f"/{session['id']}")
    assert (again["blind"], again["vote_id"]) == (False, given["vote"]["id"])
    assert again["sides"] == given["sides"]
    assert all(answer["tokens_per_second"] > 0 for answer in again["answers"])
    assert comparing.get("/votes")["votes"] == before + 1
    assert comparing.post("/votes", compare_id=session["id"], winner=0).status_code == 409


def test_an_order_that_nobody_can_guess(comparing: Comparing, adapter: dict[str, str]) -> None:
    orders = set()
    for _ in range(20):
        session, _ = blind(comparing, adapter)
        orders.add(tuple(side["label"] for side in vote(comparing, session, "tie")["sides"]))
        if len(orders) == 2:
            return
    raise AssertionError(f"twenty times the same order: {orders}")


def test_wins_ties_and_an_undo(comparing: Comparing, adapter: dict[str, str], tmp_path: Path) -> None:
    other = {"source": "adapter", "path": str(make_adapter(tmp_path / "other", seed=5))}
    sessions = [comparing.ask([adapter, other], settings={"max_tokens": 4}) for _ in range(4)]
    for session in sessions:
        comparing.listen(session["id"])
    keys = [side["key"] for side in sessions[0]["sides"]]
    winners: list[int | str] = [0, 0, 1, "tie"]
    votes = [vote(comparing, session, winner) for session, winner in zip(sessions, winners, strict=True)]
    (pair,) = comparing.server.client.get("/api/compare/votes", params={"a": keys[0], "b": keys[1]}).json()["pairs"]
    wins = {pair["label_a"]: pair["wins_a"], pair["label_b"]: pair["wins_b"]}
    assert wins == {"mine": 2, "other": 1}
    assert pair["ties"] == 1
    assert pair["interval_a"]["low"] < pair["win_rate_a"] < pair["interval_a"]["high"]
    assert comparing.server.client.delete(f"/api/compare/votes/{votes[2]['vote']['id']}").status_code == 204
    assert comparing.server.client.delete(f"/api/compare/votes/{votes[2]['vote']['id']}").status_code == 404
    (pair,) = comparing.server.client.get("/api/compare/votes", params={"a": keys[0], "b": keys[1]}).json()["pairs"]
    assert pair["wins_a"] + pair["wins_b"] == 2
    assert vote(comparing, sessions[2], 0)["vote"]["winner"] == 0


def test_votes_become_preference_pairs(comparing: Comparing, adapter: dict[str, str]) -> None:
    session = comparing.ask([BASE, adapter], "Where lives the owl?", system="Speak plainly.")
    done = comparing.listen(session["id"])
    vote(comparing, session, 0)
    lines = [json.loads(line) for line in comparing.server.client.get("/api/compare/votes/export").text.splitlines()]
    assert lines[-1] == {
        "prompt": "Where lives the owl?",
        "system": "Speak plainly.",
        "chosen": done.text(0),
        "rejected": done.text(1),
    }


def test_votes_outlive_the_server(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        comparing = Comparing(server)
        session = comparing.ask([BASE, BASE], settings={"max_tokens": 2})
        comparing.listen(session["id"])
        vote(comparing, session, "tie")
    with (tmp_path / "compare" / "votes.jsonl").open("a") as file:
        file.write('{"type": "vote", "cut off')
    with serving(tmp_path) as server:
        assert Comparing(server).get("/votes")["votes"] == 1


def test_votes_that_cannot_be(comparing: Comparing, adapter: dict[str, str]) -> None:
    assert comparing.post("/votes", compare_id="none", winner=0).status_code == 404
    single = comparing.ask([BASE])
    comparing.listen(single["id"])
    assert comparing.post("/votes", compare_id=single["id"], winner=0).json()["errors"][0]["field"] == "compare_id"
    session, _ = blind(comparing, adapter)
    assert comparing.post("/votes", compare_id=session["id"], winner=2).json()["errors"][0]["field"] == "winner"
    answer = comparing.post(model_path="x", sides=[BASE], messages=[{"role": "user", "content": "x"}], blind=True)
    assert answer.status_code == 422
    long = comparing.ask([adapter, adapter], settings={"max_tokens": 10_000, "temperature": 2, "repetition_penalty": 2})
    assert comparing.post("/votes", compare_id=long["id"], winner=0).status_code == 409
    comparing.post(f"/{long['id']}/cancel")
