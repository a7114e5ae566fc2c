"""The sweep: what it asks for, that it goes on where it was cut off, and what its page claims."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.bench.sweep import asked_points, file_result, left, read_results
from tests.bench.sweep_points import COVERAGES, RANKS, RATES, Point, Result
from tests.bench.sweep_report import write_report

ASKED = asked_points(tiny=False)


def result(point: Point, seed: int, loss: float | None = 0.5) -> Result:
    return Result(
        point=point.name,
        seed=seed,
        steps=100,
        best_val_loss=loss,
        last_val_loss=loss,
        test_loss=loss,
        base_test_loss=4.0,
        old_task=1.0,
        general=0.1,
        trained_tokens=21_000,
        seconds=12.0,
        peak_memory_gb=0.2,
        adapter_bytes=4_000_000,
        trainable_parameters=1_000_000,
        versions={"mlx": "0.0"},
    )


def page(folder: Path, results: list[Result], seeds: int = 3) -> str:
    write_report(folder, ASKED, seeds, results)
    return (folder / "which-settings.md").read_text()


def test_every_factor_is_tried_and_no_point_twice() -> None:
    assert len(ASKED) == len({point.name for point in ASKED}) == 24
    full = [point for point in ASKED if point.method == "full"]
    assert {point.rank for point in full} == set(RANKS)
    assert {point.coverage for point in full} == set(COVERAGES)
    for method in ("full", "attention", "enhanced"):
        assert {point.rate for point in ASKED if point.method == method} == set(RATES)


def test_a_cut_sweep_goes_on(tmp_path: Path) -> None:
    file = tmp_path / "results.jsonl"
    for point in ASKED[:3]:
        file_result(file, result(point, 0))
    with file.open("ab") as lines:
        lines.write(b'{"point": "full ra')
    assert len(read_results(file)) == 3
    waiting = list(left(ASKED, range(2), read_results(file), 100))
    assert waiting == [*((point, 0) for point in ASKED[3:]), *((point, 1) for point in ASKED)]
    file_result(file, result(ASKED[3], 0))
    assert [found.point for found in read_results(file)] == [point.name for point in ASKED[:4]]
    assert len(list(left(ASKED, range(1), read_results(file), 4))) == len(ASKED)  # of another length: not the same


@pytest.mark.parametrize(("default", "words"), [(0.509, "1.8% more, which is within 2%"), (0.515, "**not within 2%**")])
def test_the_page_says_how_far_the_default_is_from_the_best(tmp_path: Path, default: float, words: str) -> None:
    done = [result(point, seed, default if point == ASKED[0] else 0.5) for point in ASKED for seed in range(3)]
    text = page(tmp_path, done)
    assert words in text
    assert "Not complete" not in text
    assert text.count("\n| ") == len(ASKED) + 2


def test_the_page_of_a_cut_sweep_says_so(tmp_path: Path) -> None:
    assert "**Not complete: 2 of 72 runs are done.**" in page(tmp_path, [result(point, 0) for point in ASKED[:2]])


def test_a_run_without_a_loss_is_left_out_of_the_mean(tmp_path: Path) -> None:
    text = page(tmp_path, [result(ASKED[0], 0, 0.4), result(ASKED[0], 1, None), result(ASKED[1], 0)])
    assert "0.400" in text


def test_the_plot_is_whole(tmp_path: Path) -> None:
    page(tmp_path, [result(point, seed, 0.3 + 0.1 * seed) for point in ASKED for seed in range(3)])
    root = ET.parse(tmp_path / "which-settings.svg").getroot()  # noqa: S314 - written a moment ago
    titles = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text") if "Validation" in (text.text or "")]
    assert len(titles) == 3
    circles = len(list(root.iter("{http://www.w3.org/2000/svg}circle")))
    assert circles == 18 + 5 + 3 + 5  # points of the three panels, and five names


def test_nothing_is_written_without_a_result(tmp_path: Path) -> None:
    write_report(tmp_path, ASKED, 3, [])
    assert list(tmp_path.iterdir()) == []
