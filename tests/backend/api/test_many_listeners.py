"""Many sockets, hurried sockets, and sockets that never read: each gets everything, and none holds the server up."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor

import psutil
from websockets.sync.client import connect

from backend.runtime.event_log import PART_EVENTS
from tests.fixtures.serving import Ended, Server, until_closed

SOCKETS = 200
RECONNECTS = 300


def test_two_hundred_sockets_on_one_run(server: Server, finished_run: Ended) -> None:
    run_id = finished_run.run["id"]
    with ThreadPoolExecutor(SOCKETS) as pool:
        heard = list(pool.map(lambda _: server.listen(run_id), range(SOCKETS)))
    assert all(events == finished_run.events and code == 1000 for events, code in heard)


def test_quick_reconnects_leave_nothing_behind(server: Server, demo: dict[str, object]) -> None:
    """On a run that waits and says nothing, so that only listening tells the server that a page is gone."""
    long = {**demo, "iterations": 5000, "val_data_path": "", "steps_per_report": 1, "adapter_name": "first-in-line"}
    busy, waiting = server.start(long), server.start({**long, "adapter_name": "second-in-line"})
    process = psutil.Process(server.pid)
    before = process.num_fds()
    for _ in range(RECONNECTS):
        with server.socket(waiting) as socket:
            assert socket.recv(30)
    assert server.client.get("/api/health").status_code == 200
    assert process.num_fds() <= before + 20
    for run_id in (waiting, busy):
        server.client.post(f"/api/runs/{run_id}/stop")
        server.wait_for_end(run_id)


def test_a_listener_that_never_reads_holds_nobody_up(server: Server, finished_run: Ended) -> None:
    run_id = finished_run.run["id"]
    folder = server.folder(run_id)
    address = f"ws{server.url.removeprefix('http')}/api/runs/{run_id}/events"
    with connect(address, proxy=None, max_queue=1) as silent:
        heard: list[int] = []
        other = threading.Thread(target=lambda: heard.append(len(server.listen(run_id)[0])))
        other.start()
        other.join(60)
        assert heard == [len(finished_run.events)]
        assert silent.recv(30)
    assert folder.events.size() > 0


def test_arrays_of_events(server: Server, finished_run: Ended) -> None:
    address = f"ws{server.url.removeprefix('http')}/api/runs/{finished_run.run['id']}/events?batch=true"
    with connect(address, proxy=None, max_queue=None) as socket:
        parts = [json.loads(message) for message in until_closed(socket)]
    assert [event for part in parts for event in part] == finished_run.events
    assert all(0 < len(part) <= PART_EVENTS for part in parts)
    assert len(parts) < len(finished_run.events)
