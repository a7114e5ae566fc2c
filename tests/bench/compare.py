"""`python -m tests.bench.compare`: what an answer costs, paired with mlx-lm's own tools on the same model in one run.

A is the product's worker, B is mlx-lm; they take turns, and the one that begins changes from pair to pair. A's times are
taken outside, from the command to its tokens' arrival over the pipe; B's inside the process around `stream_generate`, with
nothing printed. BLAS works with one thread on both sides, so that they meet other load alike. Absolute figures say more about the machine than about the code; the ratios are what counts.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil

from backend.runtime.blas import find_blas, worker_environment
from tests.fixtures.comparing import MODEL, PROJECT, QUESTIONS, Worker, make_adapter, said, side

ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1"}


@dataclass(frozen=True)
class Measured:
    """One answer: seconds to its first token, tokens a second after it, seconds of processor time by token."""

    first: float
    speed: float
    processor: float


def main() -> None:
    """Run every comparison and print one table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.compare")
    parser.add_argument("--pairs", type=int, default=10, help="pairs of each comparison (default %(default)s)")
    parser.add_argument("--tokens", type=int, default=128, help="tokens of an answer (default %(default)s)")
    parser.add_argument("--warm", metavar="ADAPTER", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.warm:
        answer_warm(arguments.warm, arguments.tokens)
        return
    home = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        rows = [
            *warm(home, arguments.pairs, arguments.tokens),
            fresh(home, max(3, arguments.pairs // 2)),
            *memory(home),
        ]
    finally:
        shutil.rmtree(home)
    print("| what | A: product | B: mlx-lm | median ratio | pair by pair |\n| --- | --- | --- | --- | --- |")
    print("\n".join(rows))


def warm(home: Path, pairs: int, tokens: int) -> list[str]:
    """One side of the resident worker against `stream_generate` in a process that has loaded the same adapter."""
    adapter = make_adapter(home / "warm", strength=4)
    worker, other = Worker(environment=ONE_THREAD), Warm(adapter, tokens)

    def ours(text: str) -> Measured:
        return _timed_answer(worker, adapter, text, tokens)

    texts = [text for text in QUESTIONS if _length(worker, adapter, text, tokens) == tokens]
    other.answer(texts[0])
    measured = _in_turns(ours, other.answer, [texts[pair % len(texts)] for pair in range(pairs)])
    worker.close()
    other.close()
    return [
        _row("time to first token, warm: B / A", "ms", [(1000 * a.first, 1000 * b.first) for a, b in measured]),
        _row("tokens/s, warm: A / B", "", [(a.speed, b.speed) for a, b in measured], inverse=True),
        _row(
            "processor time by token, warm: B / A",
            "ms",
            [(1000 * a.processor, 1000 * b.processor) for a, b in measured],
        ),
    ]


def _length(worker: Worker, adapter: Path, text: str, tokens: int) -> int:
    """Tokens of an answer; only those that reach the limit are of one length on both sides."""
    return int(worker.answers(text, [side(0, adapter)], max_tokens=tokens).of("side_finished")[0]["completion_tokens"])


def _in_turns(
    a: Callable[[str], Measured], b: Callable[[str], Measured], texts: list[str]
) -> list[tuple[Measured, Measured]]:
    found = []
    for pair, text in enumerate(texts):
        if pair % 2:
            second = b(text)
            found.append((a(text), second))
        else:
            found.append((a(text), b(text)))
    return found


def _timed_answer(worker: Worker, adapter: Path, text: str, tokens: int) -> Measured:
    arrivals: list[float] = []

    def note(event: dict[str, Any]) -> None:
        if event["type"] == "token":
            arrivals.append(time.perf_counter())

    before = _processor(worker.process.pid)
    began = time.perf_counter()
    worker.do(
        "generate",
        on_event=note,
        sides=[side(0, adapter)],
        prompt={"messages": said(text)},
        settings={"max_tokens": tokens},
    )
    return _figures(began, arrivals, _processor(worker.process.pid) - before)


def _figures(began: float, arrivals: list[float], processor: float) -> Measured:
    speed = (len(arrivals) - 1) / max(arrivals[-1] - arrivals[0], 1e-9)
    return Measured(arrivals[0] - began, speed, processor / len(arrivals))


def _processor(pid: int) -> float:
    """Seconds of processor time that a process has used; unlike the clock it hardly minds what else runs."""
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)


class Warm:
    """A process that has loaded model and adapter with mlx-lm and answers one line with its figures."""

    def __init__(self, adapter: Path, tokens: int) -> None:
        self._child = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.compare", "--warm", str(adapter), "--tokens", str(tokens)],
            cwd=PROJECT,
            env=worker_environment(find_blas()) | ONE_THREAD,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def answer(self, text: str) -> Measured:
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        self._child.stdin.write(text + "\n")
        self._child.stdin.flush()
        return Measured(**json.loads(self._child.stdout.readline()))

    def close(self) -> None:
        assert self._child.stdin is not None
        self._child.stdin.close()
        self._child.wait()


def answer_warm(adapter: str, tokens: int) -> None:
    """The child of `Warm`."""
    from mlx_lm import load, stream_generate

    model, tokenizer = load(str(MODEL), adapter_path=adapter)
    for line in sys.stdin:
        before = _processor(os.getpid())
        began = time.perf_counter()
        prompt = tokenizer.apply_chat_template(said(line.strip()), add_generation_prompt=True)
        arrivals = [time.perf_counter() for _ in stream_generate(model, tokenizer, prompt, max_tokens=tokens)]
        print(json.dumps(asdict(_figures(began, arrivals, _processor(os.getpid()) - before))), flush=True)


def fresh(home: Path, pairs: int) -> str:
    """The first token of a second answer against a process of its own, `python -m mlx_lm generate`."""
    adapter = make_adapter(home / "fresh")
    worker = Worker(environment=ONE_THREAD)
    _timed_answer(worker, adapter, QUESTIONS[0], 4)
    measured = []
    for pair in range(pairs):
        text = QUESTIONS[pair]
        measured.append((_timed_answer(worker, adapter, text, 4).first, _first_byte(adapter, text)))
    worker.close()
    return _row(
        "first token of a second answer: fresh process B / A",
        "ms",
        [(1000 * a, 1000 * b) for a, b in measured],
    )


def _first_byte(adapter: Path, text: str) -> float:
    """Process start to the first byte behind the line that `mlx_lm generate` begins with."""
    command = [sys.executable, "-m", "mlx_lm", "generate", "--model", str(MODEL), "--adapter-path", str(adapter)]
    began = time.perf_counter()
    child = subprocess.Popen(
        [*command, "--prompt", text, "--max-tokens", "4", "--temp", "0"],
        cwd=PROJECT,
        env=worker_environment(find_blas()) | ONE_THREAD,
        stdout=subprocess.PIPE,
        bufsize=0,
    )
    assert child.stdout is not None
    while b"==========" not in child.stdout.readline():
        pass
    child.stdout.read(1)
    seconds = time.perf_counter() - began
    child.stdout.read()
    child.wait()
    return seconds


def memory(home: Path) -> list[str]:
    """Active memory of base and adapters against the base's own and the adapters' own tensors."""
    folders = [make_adapter(home / f"memory-{n}", seed=n, rank=32) for n in range(4)]
    worker = Worker()
    rows = []
    for count in (0, 1, 2, 4):
        sides = [side(0), *(side(n, folder) for n, folder in enumerate(folders[:count], 1))]
        done = worker.do("generate", sides=sides, prompt={"messages": said("Hello")}, settings={"max_tokens": 1})
        (loaded,) = done.of("loaded")
        own = loaded["base_bytes"] + sum(held["bytes"] for held in loaded["sides"])
        active = loaded["active_bytes"]
        rows.append(
            f"| memory, base + {count} adapters: active / tensors | {active / 1e6:.2f} MB | {own / 1e6:.2f} MB "
            f"| {active / own:.3f} | |"
        )
    worker.close()
    return rows


def _row(name: str, unit: str, measured: list[tuple[float, float]], *, inverse: bool = False) -> str:
    def ratio(a: float, b: float) -> float:
        return a / b if inverse else b / a

    a, b = (statistics.median(pair[n] for pair in measured) for n in (0, 1))
    singles = [ratio(*pair) for pair in measured]
    shown = ", ".join(f"{single:.2f}" for single in singles)
    return f"| {name} | {a:.1f} {unit} | {b:.1f} {unit} | {statistics.median(singles):.3f} | {shown} |"


if __name__ == "__main__":
    main()
