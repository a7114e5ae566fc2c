"""The generation worker beside mlx-lm alone: the same tokens for every side, from one copy of the base."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from mlx_lm import convert

from tests.fixtures.comparing import ATTENTION, MODEL, QUESTIONS, Worker, make_adapter, said, side, working
from tests.fixtures.mlx_lm_answers import mlx_lm_answers


@pytest.fixture(scope="module")
def adapter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_adapter(tmp_path_factory.mktemp("adapters") / "full")


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with working() as running:
        yield running


def expected(adapters: list[Path | None], texts: list[str], model: Path = MODEL, **settings: Any) -> list[Any]:
    """mlx-lm's answers, text after text, adapter after adapter."""
    questions = [
        {"adapter": None if folder is None else str(folder), "messages": said(text), "settings": settings}
        for text in texts
        for folder in adapters
    ]
    return mlx_lm_answers(str(model), questions)


def test_twenty_prompts_at_temperature_0_token_for_token(worker: Worker, adapter: Path) -> None:
    wanted = iter(expected([None, adapter], QUESTIONS, max_tokens=24))
    for text in QUESTIONS:
        done = worker.answers(text, [side(0), side(1, adapter)], max_tokens=24)
        for index in (0, 1):
            alone = next(wanted)
            finished = next(event for event in done.of("side_finished") if event["side"] == index)
            assert done.tokens(index) == alone["tokens"], text
            assert done.text(index) == finished["text"] == alone["text"]
            assert finished["finish_reason"] == alone["reason"]
            assert finished["completion_tokens"] == len(alone["tokens"])
        assert done.text(0) != done.text(1)


@pytest.mark.parametrize(
    "settings",
    [
        {"temperature": 1.2, "seed": 7},
        {"temperature": 1.6, "top_p": 0.8, "seed": 2**32 - 1},
        {"temperature": 1.9, "top_k": 12, "min_p": 0.02, "seed": 3},
        {"temperature": 1.4, "repetition_penalty": 1.4, "seed": 5},
        {"temperature": 0, "repetition_penalty": 1.8},
    ],
)
def test_sampled_sides_answer_as_if_alone(worker: Worker, adapter: Path, settings: dict[str, Any]) -> None:
    texts = QUESTIONS[:3]
    wanted = iter(expected([None, adapter], texts, max_tokens=24, **settings))
    for text in texts:
        done = worker.answers(text, [side(0), side(1, adapter)], max_tokens=24, **settings)
        assert [done.tokens(index) for index in (0, 1)] == [next(wanted)["tokens"] for _ in (0, 1)]


def test_another_seed_says_something_else(worker: Worker) -> None:
    answers = {worker.answers("Tell me of the fox.", [side(0)], temperature=2, seed=seed).text(0) for seed in range(6)}
    assert len(answers) > 1


def test_every_side_starts_from_the_same_seed(worker: Worker) -> None:
    done = worker.answers("Tell me of the owl.", [side(0), side(1), side(2)], temperature=1.5, seed=4)
    assert done.tokens(0) == done.tokens(1) == done.tokens(2)


def test_sides_take_turns(worker: Worker, adapter: Path) -> None:
    done = worker.answers("Hello", [side(0), side(1, adapter)], max_tokens=4)
    order = [event["side"] for event in done.of("token")][:8]
    assert order[:4] == [0, 1, 0, 1]


def test_the_figures_of_a_side(worker: Worker) -> None:
    (finished,) = worker.answers("What colour is the fox?", [side(0)], max_tokens=3).of("side_finished")
    assert (finished["finish_reason"], finished["completion_tokens"]) == ("length", 3)
    assert finished["prompt_tokens"] == 14
    assert 0 < finished["seconds_to_first_token"] < 60
    assert finished["tokens_per_second"] > 0


def test_a_quantised_base(tmp_path: Path) -> None:
    base = tmp_path / "quantised"
    convert(str(MODEL), str(base), quantize=True, q_group_size=32, q_bits=4)
    adapter = make_adapter(tmp_path / "adapter", model=base)
    wanted = iter(expected([None, adapter], QUESTIONS[:4], base, max_tokens=20))
    with working(base) as worker:
        for text in QUESTIONS[:4]:
            done = worker.answers(text, [side(0), side(1, adapter)], max_tokens=20)
            assert [done.tokens(index) for index in (0, 1)] == [next(wanted)["tokens"] for _ in (0, 1)]
        assert_memory(done.of("loaded")[0], done.resident)


def assert_memory(loaded: dict[str, Any], resident: dict[str, Any]) -> None:
    """Active memory is the base's and the adapters' own, within 5 %."""
    whole = resident["base_bytes"] + sum(held["bytes"] for held in resident["sides"])
    assert loaded["active_bytes"] == pytest.approx(whole, rel=0.05)


def test_memory_is_the_base_and_the_adapters_own_tensors(tmp_path: Path) -> None:
    folders = [make_adapter(tmp_path / f"a{n}", seed=n) for n in range(3)]
    with working() as worker:
        alone = worker.answers("Hello", [side(0)], max_tokens=2).of("loaded")[0]
        assert alone["active_bytes"] == alone["base_bytes"]
        sides = [side(0), *(side(n, folder) for n, folder in enumerate(folders, 1))]
        done = worker.answers("Hello", sides, max_tokens=2)
        loaded = done.of("loaded")[0]
        assert loaded["base_bytes"] == alone["base_bytes"]
        own = [held["bytes"] for held in loaded["sides"]]
        assert own[1:] == [
            pytest.approx((folder / "adapters.safetensors").stat().st_size, rel=0.05) for folder in folders
        ]
        assert loaded["active_bytes"] == pytest.approx(loaded["base_bytes"] + sum(own), rel=0.05)


def test_sides_come_and_go_while_the_base_stays(worker: Worker, adapter: Path, tmp_path: Path) -> None:
    other = make_adapter(tmp_path / "other", seed=9, keys=ATTENTION)
    before = worker.answers("Hello", [side(0), side(1, adapter)], max_tokens=2)
    added = worker.answers("Hello", [side(0), side(1, other)], max_tokens=2)
    assert [held["loaded"] for held in added.of("loaded")[0]["sides"]] == [False, True]
    again = worker.answers("Hello", [side(0), side(1, other), side(2, adapter)], max_tokens=2)
    assert [held["loaded"] for held in again.of("loaded")[0]["sides"]] == [False, False, False]
    assert again.of("loading") == []
    dropped = worker.do("drop", key=side(1, other)["key"])
    assert dropped.resident["base_bytes"] == before.resident["base_bytes"]
    assert str(other / "adapters.safetensors") not in [held["key"] for held in dropped.resident["sides"]]
    assert dropped.resident["active_bytes"] == pytest.approx(before.resident["active_bytes"], rel=0.05)


def test_no_more_than_eight_adapters_stay(tmp_path: Path) -> None:
    folder = make_adapter(tmp_path / "adapter", num_layers=1)
    weights = (folder / "adapters.safetensors").read_bytes()
    for step in range(10):
        (folder / f"{step:07d}_adapters.safetensors").write_bytes(weights)
    sides = [side(step, folder, f"{step:07d}_adapters.safetensors") for step in range(10)]
    with working() as worker:
        done = worker.do(
            "generate", sides=sides, prompt={"messages": said("Hello")}, settings={"max_tokens": 2}, one_by_one=True
        )
        assert [event["side"] for event in done.of("side_finished")] == list(range(10))
        assert len(done.resident["sides"]) == 8
        assert [event["done"] for event in done.of("progress")] == list(range(1, 11))


def test_a_stop_is_heeded_at_the_next_token(worker: Worker, adapter: Path) -> None:
    def stop_at_the_third(event: dict[str, Any]) -> None:
        seen.append(event["type"])
        if seen.count("token") == 3:
            worker.send(type="cancel", job=str(worker._job))

    seen: list[str] = []
    done = worker.do(
        "generate",
        on_event=stop_at_the_third,
        sides=[side(0), side(1, adapter)],
        prompt={"messages": said("Hello")},
        settings={"max_tokens": 10_000, "temperature": 2, "repetition_penalty": 2},
    )
    assert done.reply["cancelled"]
    reasons = {event["finish_reason"] for event in done.of("side_finished")}
    assert reasons <= {"cancelled", "stop"}
    after = worker.answers("What colour is the fox?", [side(0)])
    assert after.text(0) == "The fox is orange."


def test_a_prompt_is_counted_while_another_is_answered(worker: Worker) -> None:
    worker.send(
        type="generate", job="g", sides=[side(0)], prompt={"messages": said("Hello")}, settings={"max_tokens": 99}
    )
    worker.send(type="count", job="c", prompt={"messages": said("What colour is the fox?")})
    assert _until_done(worker) == {"c": 14, "g": None}


def _until_done(worker: Worker) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for reply in worker.replies():
        if reply["type"] in ("counted", "done"):
            found[reply["job"]] = reply.get("tokens")
        if {"c", "g"} <= set(found):
            return found
    raise AssertionError("the worker ended")


def test_it_ends_when_its_input_closes() -> None:
    with working() as worker:
        worker.answers("Hello", [side(0)], max_tokens=2)
    assert worker.process.returncode == 0


def test_it_ends_when_its_input_closes_in_the_middle_of_an_answer(adapter: Path) -> None:
    worker = Worker()
    worker.send(
        type="generate",
        job="g",
        sides=[side(0, adapter)],
        prompt={"messages": said("Hello")},
        settings={"max_tokens": 10_000, "repetition_penalty": 2, "temperature": 2},
    )
    next(reply for reply in worker.replies() if reply["type"] == "event" and reply["event"]["type"] == "token")
    assert worker.close() == 0


def test_a_base_that_is_none(tmp_path: Path) -> None:
    with working(tmp_path) as worker:
        reply = next(worker.replies())
        assert (reply["type"], reply["job"], reply["field"]) == ("refused", None, "model_path")
        assert worker.process.wait(60) == 1
