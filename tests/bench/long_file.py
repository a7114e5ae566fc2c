"""A very long file, by hand: `python -m tests.bench.long_file --rows 1000000`.

Looks at a file of that many rows, reports on it, splits it, and prepares it for a run, while a second listener asks for
the server's health. Prints seconds, and the most memory that the server and all its workers held together.
"""

import argparse
import json
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.bench.watch import HEAD, watched
from tests.fixtures.serving import PROJECT, Server, serving

_LOOK_SECONDS = 0.1
_DEMO = PROJECT / "configs" / "demo"


def main() -> None:
    """Print a table of what each step took."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=50_000)
    rows = asked.parse_args().rows
    with tempfile.TemporaryDirectory() as made:
        home, path = Path(made) / "home", Path(made) / "long.jsonl"
        write_rows(path, rows)
        with serving(home) as server:
            print(f"{rows} rows, {path.stat().st_size / 1e6:.0f} MB")
            print(HEAD)
            demo = server.client.get("/api/configs/demo").json()
            settings = {"max_seq_length": demo["max_seq_length"], "batch_size": demo["batch_size"]}
            report = {"path": str(path), "model": demo["model_path"], **settings}
            _row(server, "inspect", lambda: _post(server, "/api/datasets/inspect", {"path": str(path)}))
            _row(server, "token report", lambda: _job(server, "reports", "reports", report))
            _row(server, "split", lambda: _job(server, "split", "jobs", {"path": str(path)}))
            run = {**demo, "train_data_path": str(path), "val_data_path": "", "iterations": 1}
            _row(server, "run until it trains", lambda: _prepared(server, run))


def write_rows(path: Path, rows: int, seed: int = 0) -> None:
    """Chat rows of 10 and 30 words that the demo's tokenizer knows, no two alike."""
    lines = (_DEMO / "data" / "train.jsonl").read_text().splitlines()
    said = [json.loads(line)["messages"][-1]["content"] for line in lines]
    words = [word for text in said for word in text.split()]
    chance = random.Random(seed)
    with path.open("w") as file:
        for _ in range(rows):
            turns = [("user", 10), ("assistant", 30)]
            row = [{"role": role, "content": " ".join(chance.choices(words, k=count))} for role, count in turns]
            file.write(json.dumps({"messages": row}) + "\n")


def _post(server: Server, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = server.client.post(path, json=body, timeout=600)
    assert answer.is_success, answer.text
    found: dict[str, Any] = answer.json()
    return found


def _job(server: Server, begin: str, look: str, body: dict[str, Any]) -> None:
    job = _post(server, f"/api/datasets/{begin}", body)
    while job["state"] in ("queued", "running"):
        time.sleep(_LOOK_SECONDS)
        job = server.client.get(f"/api/datasets/{look}/{job['id']}").json()
    assert job["state"] == "done", job


def _prepared(server: Server, config: dict[str, Any]) -> None:
    run_id = server.start(config)
    server.wait_for(run_id, lambda event: event["type"] == "preparation")
    server.client.post(f"/api/runs/{run_id}/stop")
    server.wait_for_end(run_id)


def _row(server: Server, what: str, work: Callable[[], object]) -> None:
    print(watched(server, work).line(what), flush=True)


if __name__ == "__main__":
    main()
