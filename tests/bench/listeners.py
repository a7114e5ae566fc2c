"""Long replays and many listeners, by hand: `python -m tests.bench.listeners --events 1000000 --reconnects 10000`.

Writes a run whose events are many, reads them over REST and over a socket, and hurries sockets open and shut, while a
second listener asks for the server's health. Prints seconds, and the server's memory before and at its peak.
"""

import argparse
import json
import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.watch import HEAD, watched
from tests.fixtures.serving import Server, serving, until_closed


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--events", type=int, default=100_000)
    asked.add_argument("--reconnects", type=int, default=1000)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as home:
        run_id = _prepared(Path(home), options.events)
        with serving(Path(home)) as server:
            print(HEAD)
            _row(server, f"{options.events} events over REST", lambda: _over_rest(server, run_id, options.events))
            _row(
                server, f"{options.events} events, one a message", lambda: _over_socket(server, run_id, options.events)
            )
            _row(server, f"{options.events} events in arrays", lambda: _in_arrays(server, run_id, options.events))
            _row(server, f"{options.reconnects} reconnects", lambda: _reconnects(server, run_id, options))


def _prepared(home: Path, events: int) -> str:
    """A home with one ended run of so many events."""
    with serving(home) as server:
        demo = server.client.get("/api/configs/demo").json()
        run_id = server.start({**demo, "iterations": 2, "steps_per_report": 1, "val_data_path": ""})
        server.wait_for_end(run_id)
        file = server.folder(run_id).events.path
    now = datetime.now(UTC).isoformat()
    lines = file.read_bytes().splitlines(keepends=True)
    with file.open("wb") as out:
        out.writelines(lines[:-1])
        for seq in range(len(lines), events):
            step = json.dumps(
                {"seq": seq, "time": now, "type": "step", "step": 1, "total_steps": 2}, separators=(",", ":")
            )
            out.write(step.encode() + b"\n")
        last = json.loads(lines[-1]) | {"seq": events}
        out.write(json.dumps(last, separators=(",", ":")).encode() + b"\n")
    shutil.rmtree(home / "huggingface", ignore_errors=True)
    return run_id


def _over_rest(server: Server, run_id: str, events: int) -> None:
    size = 0
    with server.client.stream("GET", f"/api/runs/{run_id}/events", timeout=600) as answer:
        for part in answer.iter_bytes():
            size += part.count(b'"seq":')
    assert abs(size - events) <= events // 1000, size


def _over_socket(server: Server, run_id: str, events: int) -> None:
    with server.socket(run_id) as socket:
        assert sum(1 for _ in until_closed(socket)) == events


def _in_arrays(server: Server, run_id: str, events: int) -> None:
    with server.socket(run_id, batch=True) as socket:
        assert sum(len(json.loads(message)) for message in until_closed(socket)) == events


def _reconnects(server: Server, run_id: str, options: argparse.Namespace) -> None:
    for _ in range(options.reconnects):
        with server.socket(run_id, after=options.events - 1) as socket:
            socket.recv(30)


def _row(server: Server, what: str, work: Callable[[], None]) -> None:
    print(watched(server, work).line(what), flush=True)


if __name__ == "__main__":
    main()
