"""The event stream of a run: replayed in full or from a number on, live to the end, and closed with a reason."""

import json

import httpx
import pytest

from backend.domain.events import RUN_EVENT
from tests.fixtures.serving import Ended, Server, until_closed


def test_a_live_stream_is_numbered_without_a_gap_and_closed_at_the_end(finished_run: Ended) -> None:
    assert [event["seq"] for event in finished_run.events] == list(range(1, len(finished_run.events) + 1))
    assert finished_run.close_code == 1000
    last = finished_run.events[-1]
    assert (last["type"], last["state"]) == ("state", "completed")
    assert last["exit"]["message"]


def test_every_event_is_one_of_the_union(finished_run: Ended) -> None:
    kinds = {RUN_EVENT.validate_python(event).type for event in finished_run.events}
    assert kinds >= {"state", "phase", "plan", "step", "train", "eval", "checkpoint", "log", "proof", "finished"}


def test_a_socket_replays_what_is_in_the_file(server: Server, finished_run: Ended) -> None:
    again = server.wait_for_end(finished_run.run["id"])
    assert again.events == finished_run.events
    assert again.close_code == 1000
    lines = server.folder(finished_run.run["id"]).events.path.read_text().splitlines()
    assert [json.loads(line) for line in lines] == finished_run.events


@pytest.mark.parametrize("missing", [0, 1, 5])
def test_a_listener_that_comes_back_misses_nothing(server: Server, finished_run: Ended, missing: int) -> None:
    after = len(finished_run.events) - missing
    again = server.wait_for_end(finished_run.run["id"], after=after)
    assert again.events == finished_run.events[after:]
    replayed = server.client.get(f"/api/runs/{finished_run.run['id']}/events", params={"after": after}).json()
    assert replayed == finished_run.events[after:]


def test_a_number_beyond_the_last_gives_nothing(server: Server, finished_run: Ended) -> None:
    assert server.wait_for_end(finished_run.run["id"], after=10**6).events == []


def test_an_unknown_run(server: Server, client: httpx.Client) -> None:
    events, code = server.listen("no-such-run")
    assert (events, code) == ([], 4404)
    answer = client.get("/api/runs/no-such-run/events")
    assert answer.status_code == 404
    assert answer.json()["detail"]


@pytest.mark.parametrize("after", ["-1", "x", "1.5"])
def test_a_number_that_is_none(client: httpx.Client, finished_run: Ended, after: str) -> None:
    answer = client.get(f"/api/runs/{finished_run.run['id']}/events", params={"after": after})
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert error["field"] == "after"
    assert error["hint"]


def test_two_listeners_see_the_same(server: Server, demo_config: dict[str, object]) -> None:
    run_id = server.start({**demo_config, "adapter_name": "watched"})
    with server.socket(run_id) as slow:
        quick = server.wait_for_end(run_id)
        assert [json.loads(line) for line in until_closed(slow)] == quick.events
