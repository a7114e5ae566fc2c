"""Comparisons on a real server: streamed answers, everything that is refused, and what goes wrong half way."""

import json
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psutil
import pytest
from mlx_lm import convert

from backend.domain.compare_events import COMPARE_EVENT
from tests.fixtures.comparing import MODEL, QUESTIONS, Comparing, make_adapter, said
from tests.fixtures.mlx_lm_answers import mlx_lm_answers
from tests.fixtures.serving import PATIENCE_SECONDS, Ended, Server, until_closed

BASE = {"source": "base"}
ENDLESS = {"temperature": 2, "max_tokens": 10_000, "repetition_penalty": 2}


@pytest.fixture(scope="module")
def comparing(server: Server) -> Iterator[Comparing]:
    yield Comparing(server)
    server.client.post("/api/compare/worker/unload")


@pytest.fixture(scope="module")
def adapter(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return {"source": "adapter", "path": str(make_adapter(tmp_path_factory.mktemp("adapters") / "mine"))}


def of_run(run: Ended, checkpoint: str | int = "final") -> dict[str, Any]:
    return {"source": "run", "run_id": run.run["id"], "checkpoint": checkpoint}


def test_base_and_tuned_answer_side_by_side(comparing: Comparing, finished_run: Ended) -> None:
    folder = f"{finished_run.run['folder']}/adapters"
    wanted = mlx_lm_answers(
        str(MODEL), [{"adapter": a, "messages": said(QUESTIONS[0]), "settings": {}} for a in (None, folder)]
    )
    session = comparing.ask([BASE, of_run(finished_run)], QUESTIONS[0])
    done = comparing.listen(session["id"])
    assert [done.tokens(index) for index in (0, 1)] == [answer["tokens"] for answer in wanted]
    kinds = [event["type"] for event in done.events if event["type"] != "token"]
    assert kinds[0] == "queued"
    assert [kind for kind in kinds if kind != "loading"] == [
        "queued", "loaded", "started", "side_finished", "side_finished", "finished",
    ]  # fmt: skip
    assert [event["seq"] for event in done.events] == list(range(1, len(done.events) + 1))
    assert all(COMPARE_EVENT.validate_python(event) for event in done.events)
    assert done.reply["code"] == 1000
    assert comparing.listen(session["id"], after=3).events == done.events[3:]
    assert comparing.get(f"/{session['id']}/events?after=5") == done.events[5:]
    ended = comparing.get(f"/{session['id']}")
    assert (ended["state"], ended["outcome"]) == ("ended", "completed")
    assert {answer["side"]: answer["text"] for answer in ended["answers"]} == {0: done.text(0), 1: done.text(1)}


def test_where_answers_part_is_told(comparing: Comparing, adapter: dict[str, str]) -> None:
    session = comparing.ask([BASE, adapter, BASE])
    comparing.listen(session["id"])
    answers = {answer["side"]: answer for answer in comparing.get(f"/{session['id']}")["answers"]}
    base, tuned = answers[0]["text"], answers[1]["text"]
    parted = answers[1]["difference_from"]
    assert base[: parted["character"]] == tuned[: parted["character"]]
    assert base[parted["character"] :][:1] != tuned[parted["character"] :][:1]
    assert answers[0]["difference_from"] is None
    assert answers[2]["difference_from"] == {"side": 0, "character": None, "token": None}


def test_a_conversation_with_a_system_prompt(comparing: Comparing) -> None:
    turns = [*said("What colour is the fox?"), {"role": "assistant", "content": "Orange."}, *said("And the owl?")]
    session = comparing.ask([BASE], messages=turns, system="Speak like a farmer.")
    comparing.listen(session["id"])
    wanted = mlx_lm_answers(
        str(MODEL),
        [{"messages": [{"role": "system", "content": "Speak like a farmer."}, *turns], "settings": {}}],
    )
    assert comparing.get(f"/{session['id']}")["answers"][0]["text"] == wanted[0]["text"]


def test_the_best_and_a_numbered_checkpoint(comparing: Comparing, finished_run: Ended) -> None:
    session = comparing.ask([of_run(finished_run, 3), of_run(finished_run, "best"), {**BASE, "label": "Plain"}])
    steps = [side["step"] for side in session["sides"]]
    assert steps[0] == 3
    assert steps[1] >= finished_run.run["metrics"]["best_step"]
    assert session["sides"][2]["label"] == "Plain"
    assert comparing.listen(session["id"]).of("side_failed") == []


def test_what_can_be_compared(comparing: Comparing, finished_run: Ended) -> None:
    found = comparing.server.client.get("/api/compare/sides", params={"model": str(MODEL)}).json()
    (run,) = [run for run in found["runs"] if run["run_id"] == finished_run.run["id"]]
    assert [checkpoint["step"] for checkpoint in run["checkpoints"]] == [3, 6]
    assert all(checkpoint["val_loss"] > 0 for checkpoint in run["checkpoints"])
    assert run["final_step"] == 6
    assert run["best_step"] == finished_run.run["metrics"]["best_step"]
    assert comparing.server.client.get("/api/compare/sides", params={"model": "some/other"}).json()["runs"] == []


def test_scores_on_request(comparing: Comparing, adapter: dict[str, str]) -> None:
    session = comparing.ask([BASE, adapter], reference="The fox is orange.")
    done = comparing.listen(session["id"])
    (reference,) = done.of("scores")
    scores = comparing.post(f"/{session['id']}/score", answer_of=0).json()
    assert [scored["token"] for scored in scores["tokens"]] == done.tokens(0)
    assert scores["sides"][0]["total"] > scores["sides"][1]["total"]
    assert reference["scores"]["sides"][0]["total"] == pytest.approx(scores["sides"][0]["total"], abs=1e-3)
    refused = comparing.post(f"/{session['id']}/score", answer_of=2)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "answer_of")


def test_the_worker_shows_what_it_holds_and_leaves_on_request(comparing: Comparing, adapter: dict[str, str]) -> None:
    done = comparing.listen(comparing.ask([BASE, adapter])["id"])
    held = comparing.get("/worker")
    assert (held["model_path"], held["loaded"], held["busy"]) == (str(MODEL), True, False)
    assert held["active_bytes"] == pytest.approx(
        held["base_bytes"] + sum(side["bytes"] for side in held["sides"]), rel=0.05
    )
    assert held["base_bytes"] == done.of("loaded")[0]["base_bytes"]
    (mine,) = [side for side in held["sides"] if side["label"] == "mine"]
    fewer = comparing.post("/worker/unload", side=mine["key"]).json()
    assert mine["key"] not in [side["key"] for side in fewer["sides"]]
    assert fewer["pid"] == held["pid"]
    assert comparing.server.client.post("/api/compare/worker/unload").json()["pid"] is None
    assert not psutil.pid_exists(held["pid"])


def test_an_idle_worker_leaves_by_itself(comparing: Comparing) -> None:
    comparing.listen(comparing.ask([BASE])["id"])
    pid = comparing.get("/worker")["pid"]
    set_idle(comparing, 1)
    try:
        psutil.Process(pid).wait(PATIENCE_SECONDS)
    finally:
        set_idle(comparing, 300)
    assert comparing.get("/worker")["pid"] is None
    assert comparing.listen(comparing.ask([BASE])["id"]).text(0) == "The fox is orange."


def set_idle(comparing: Comparing, seconds: float) -> None:
    answer = comparing.server.client.put("/api/compare/worker/settings", json={"idle_seconds": seconds})
    assert answer.json()["idle_seconds"] == seconds


def _until(holds: Callable[[], bool]) -> None:
    for _ in range(10_000):
        if holds():
            return
    raise AssertionError("it never came to hold")


def test_a_worker_that_is_killed_in_the_middle_of_an_answer(comparing: Comparing, adapter: dict[str, str]) -> None:
    session = comparing.ask([adapter, adapter], settings=ENDLESS)["id"]
    with comparing.socket(session) as socket:
        events = [json.loads(line) for line in _until_token(socket)]
        os.kill(comparing.get("/worker")["pid"], signal.SIGKILL)
        events += [json.loads(line) for line in until_closed(socket)]
    failed = [event for event in events if event["type"] == "side_failed"]
    assert [event["side"] for event in failed] == [0, 1]
    assert "SIGKILL" in failed[0]["message"]
    assert events[-1]["outcome"] == "failed"
    assert comparing.listen(comparing.ask([BASE])["id"]).text(0) == "The fox is orange."


def _until_token(socket: Any) -> Iterator[str]:
    for line in until_closed(socket):
        yield line
        if json.loads(line)["type"] == "token":
            return


def test_twenty_prompts_at_once(comparing: Comparing, adapter: dict[str, str]) -> None:
    with ThreadPoolExecutor(20) as at_once:
        sessions = list(
            at_once.map(lambda text: comparing.ask([BASE, adapter], text, settings={"max_tokens": 6}), QUESTIONS)
        )
        done = list(at_once.map(lambda session: comparing.listen(session["id"]), sessions))
    assert {one.events[-1]["outcome"] for one in done} == {"completed"}
    assert all(len(one.of("side_finished")) == 2 for one in done)
    assert max(one.of("queued")[0]["ahead"] for one in done) > 0
    assert comparing.get("/worker")["queued"] == 0


def test_a_stop_keeps_what_was_answered(comparing: Comparing, adapter: dict[str, str]) -> None:
    session = comparing.ask([adapter, adapter], settings=ENDLESS)["id"]
    with comparing.socket(session) as socket:
        list(_until_token(socket))
        assert comparing.post(f"/{session}/cancel").status_code == 202
        rest = [json.loads(line) for line in until_closed(socket)]
    assert {event["finish_reason"] for event in rest if event["type"] == "side_finished"} == {"cancelled"}
    assert rest[-1]["outcome"] == "cancelled"
    texts = {answer["side"]: answer["text"] for answer in comparing.get(f"/{session}")["answers"]}
    told = [event for event in comparing.get(f"/{session}/events") if event["type"] == "token"]
    assert texts == {n: "".join(event["text"] for event in told if event["side"] == n) for n in (0, 1)}


def test_one_that_waits_is_stopped_at_once(comparing: Comparing, adapter: dict[str, str]) -> None:
    first = comparing.ask([adapter], settings=ENDLESS)["id"]
    second = comparing.ask([BASE])["id"]
    comparing.post(f"/{second}/cancel")
    assert [event["type"] for event in comparing.listen(second).events] == ["queued", "finished"]
    comparing.post(f"/{first}/cancel")
    assert comparing.listen(first).events[-1]["outcome"] == "cancelled"


def test_answers_stop_when_the_last_listener_leaves(comparing: Comparing, adapter: dict[str, str]) -> None:
    session = comparing.ask([adapter], settings=ENDLESS)["id"]
    with comparing.socket(session) as one:
        with comparing.socket(session) as other:
            list(_until_token(other))
        list(_until_token(one))
        assert comparing.get(f"/{session}")["state"] == "running"
    _until(lambda: comparing.get(f"/{session}")["state"] == "ended")
    assert comparing.get(f"/{session}")["outcome"] == "cancelled"


def test_unknown_comparisons(comparing: Comparing) -> None:
    assert comparing.server.client.get("/api/compare/none").status_code == 404
    assert comparing.post("/none/cancel").status_code == 404
    assert comparing.listen("none").reply["code"] == 4404


def test_a_model_without_a_chat_template(comparing: Comparing, tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    shutil.copytree(MODEL, plain)
    settings = json.loads((plain / "tokenizer_config.json").read_text())
    settings.pop("chat_template", None)
    (plain / "tokenizer_config.json").write_text(json.dumps(settings))
    (plain / "chat_template.jinja").unlink(missing_ok=True)
    session = comparing.ask([BASE], model_path=str(plain), settings={"max_tokens": 4})
    (started,) = comparing.listen(session["id"]).of("started")
    assert started["chat_template"] is False
    assert started["note"].startswith("This model has no chat template")


def test_another_base_takes_the_place_of_the_first(comparing: Comparing, tmp_path: Path) -> None:
    quantised = tmp_path / "quantised"
    convert(str(MODEL), str(quantised), quantize=True, q_group_size=32, q_bits=4)
    first = comparing.ask([BASE])["id"]
    second = comparing.ask([BASE], model_path=str(quantised))["id"]
    third = comparing.ask([BASE])["id"]
    assert [comparing.listen(one).events[-1]["outcome"] for one in (first, second, third)] == ["completed"] * 3
    assert comparing.get("/worker")["model_path"] == str(MODEL)


def test_the_worker_ends_with_the_server(tmp_path: Path) -> None:
    for end in (Server.close, Server.kill):
        server = Server(tmp_path / end.__name__)
        comparing = Comparing(server)
        comparing.listen(comparing.ask([BASE])["id"])
        worker = psutil.Process(comparing.get("/worker")["pid"])
        end(server)
        psutil.wait_procs([worker], PATIENCE_SECONDS)
        assert not worker.is_running() or worker.status() == psutil.STATUS_ZOMBIE
