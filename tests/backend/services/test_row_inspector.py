"""Reports on long files: made by a worker, the same as those made here, and made once until the file changes."""

import asyncio
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from backend.errors import WorkerFailed
from backend.runtime.dataset_files import inspect_dataset, inspect_prompts
from backend.services import row_inspector
from backend.services.row_inspector import LONG_BYTES, RowInspector
from backend.services.worker_question import Answer, ask_worker

Answered = list[bytes]
GOOD = '{"text": "Owls hunt at night.", "weight": NaN}\n'
PROMPT = '{"prompt": "How many legs has an owl?", "answer": "2", "system": "Count."}\n'
BROKEN = '{"text": 5}\n\nno JSON \ud55c\n'


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch) -> Answered:
    """What the workers of this test answered, one after the other; every file counts as long."""
    answers: Answered = []

    async def ask(module: str, question: bytes, seconds: float | None) -> Answer:
        answer = await ask_worker(module, question, seconds)
        answers.append(answer.out)
        return answer

    monkeypatch.setattr(row_inspector, "ask_worker", ask)
    monkeypatch.setattr(row_inspector, "LONG_BYTES", 0)
    return answers


def file_of(folder: Path, text: str, name: str = "rows.jsonl") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("text", [GOOD * 5 + BROKEN, PROMPT * 3, "", BROKEN * 15])
def test_the_report_is_the_same_as_one_made_here(tmp_path: Path, answered: Answered, text: str) -> None:
    path, inspector = file_of(tmp_path, text), RowInspector()
    # As text, for a number that is none equals nothing.
    assert repr(asyncio.run(inspector.dataset(path))) == repr(inspect_dataset(path))
    assert repr(asyncio.run(inspector.prompts(path))) == repr(inspect_prompts(path))
    assert len(answered) == 2


@pytest.mark.parametrize(("bytes_more", "questions"), [(-1, 0), (0, 1)])
def test_only_a_long_file_takes_a_worker(
    tmp_path: Path, answered: Answered, monkeypatch: pytest.MonkeyPatch, bytes_more: int, questions: int
) -> None:
    monkeypatch.setattr(row_inspector, "LONG_BYTES", LONG_BYTES)
    rows, rest = divmod(LONG_BYTES + bytes_more, len(GOOD))
    report = asyncio.run(RowInspector().dataset(file_of(tmp_path, GOOD * rows + " " * rest)))
    assert (report.rows, report.bytes, len(answered)) == (rows, LONG_BYTES + bytes_more, questions)


def test_a_file_is_read_once_however_many_ask_and_again_when_it_has_changed(tmp_path: Path, answered: Answered) -> None:
    path, inspector = file_of(tmp_path, GOOD), RowInspector()

    async def ask(times: int) -> set[int]:
        return {report.rows for report in await asyncio.gather(*(inspector.dataset(path) for _ in range(times)))}

    assert asyncio.run(ask(3)) == {1}
    assert asyncio.run(ask(1)) == {1}
    assert len(answered) == 1
    file_of(tmp_path, GOOD * 2)
    assert asyncio.run(ask(2)) == {2}
    assert len(answered) == 2


def test_the_oldest_report_is_forgotten_and_a_large_one_is_never_kept(
    tmp_path: Path, answered: Answered, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(row_inspector, "_REPORTS", 2)
    monkeypatch.setattr(row_inspector, "_REPORT_BYTES", 2000)
    first, second, third = (file_of(tmp_path, GOOD, name) for name in ("first", "second", "third"))
    large = file_of(tmp_path, json.dumps({"text": "owl " * 600}) + "\n", "large")
    inspector = RowInspector()

    def asked_for(path: Path) -> bool:
        before = len(answered)
        asyncio.run(inspector.dataset(path))
        return len(answered) > before

    order = [first, second, first, third, first, second, large, large, second]
    assert [asked_for(path) for path in order] == [True, True, False, True, False, True, True, True, False]


def gone(path: Path) -> None:
    path.unlink()


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(("change", "error"), [(gone, FileNotFoundError), (a_folder, IsADirectoryError)])
def test_what_the_system_refuses_the_worker_is_told_as_if_it_were_refused_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], None], error: type[OSError]
) -> None:
    path = file_of(tmp_path, GOOD)

    async def ask_later(module: str, question: bytes, seconds: float | None) -> Answer:
        change(path)
        return await ask_worker(module, question, seconds)

    monkeypatch.setattr(row_inspector, "ask_worker", ask_later)
    monkeypatch.setattr(row_inspector, "LONG_BYTES", 0)
    with pytest.raises(error) as refused:
        asyncio.run(RowInspector().dataset(path))
    assert refused.value.filename == str(path)


def test_a_file_that_is_not_there_takes_no_worker(tmp_path: Path, answered: Answered) -> None:
    with pytest.raises(FileNotFoundError):
        asyncio.run(RowInspector().dataset(tmp_path / "none.jsonl"))
    assert not answered


def test_a_worker_that_dies_is_told_and_asked_anew(
    tmp_path: Path, answered: Answered, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, inspector = file_of(tmp_path, GOOD), RowInspector()
    with monkeypatch.context() as patch:
        patch.setattr(row_inspector, "_MODULE", "backend.workers.none")
        with pytest.raises(WorkerFailed, match=r"rows\.jsonl could not be looked into: .*backend\.workers\.none"):
            asyncio.run(inspector.dataset(path))
    assert asyncio.run(inspector.dataset(path)).rows == 1
    assert len(answered) == 2


def test_an_asker_who_leaves_takes_the_worker_along_and_no_report_away(tmp_path: Path, answered: Answered) -> None:
    path, inspector = tmp_path / "endless", RowInspector()
    os.mkfifo(path)  # nobody writes: its reader would wait for ever

    async def leave() -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(inspector.dataset(path), 1)
        path.unlink()
        file_of(tmp_path, GOOD, "endless")
        assert (await inspector.dataset(path)).rows == 1

    asyncio.run(leave())
    assert len(answered) == 1
