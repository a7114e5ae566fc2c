"""Prompt and answer rows: their check, and the sample rows that pass it."""

import pytest

from backend.domain.dataset import RowProblem, check_row
from backend.domain.enhanced_choices import RL_KINDS, EnhancedKind
from backend.domain.enhanced_data import check_prompt_row, report_prompt_rows, reward_warnings
from backend.domain.enhanced_methods import METHOD_CARDS
from backend.domain.enhanced_sample import sample_rows


@pytest.mark.parametrize("kind", RL_KINDS)
def test_sample_rows_pass_the_check_and_are_always_the_same(kind: EnhancedKind) -> None:
    rows = sample_rows(kind, 60)
    assert rows == sample_rows(kind, 60)
    assert len({row["prompt"] for row in rows}) == 60
    report = report_prompt_rows(enumerate(rows, 1))
    assert (report.rows, report.error_count) == (60, 0)


def test_sample_rows_for_sft_pass_its_check() -> None:
    for row in sample_rows(EnhancedKind.SFT_ATTENTION):
        check_row(row, None)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"prompt": "x"}, "no answer"),
        ({"answer": "x"}, "no prompt"),
        ({"prompt": "x", "answer": 4}, "answer is not text"),
        ({"prompt": " ", "answer": "x"}, "prompt is empty"),
        ({"prompt": "x", "answer": "y", "system": 1}, "system is not text"),
        ([], "not a JSON object"),
    ],
)
def test_rows_that_cannot_be_trained(row: object, said: str) -> None:
    with pytest.raises(RowProblem, match=said):
        check_prompt_row(row)
    report = report_prompt_rows([(1, {"prompt": "x", "answer": "y"}), (2, row)])
    assert (report.rows, report.errors[0].line) == (1, 2)


def test_tag_rewards_without_a_system_turn_are_warned_of() -> None:
    report = report_prompt_rows([(1, {"prompt": "x", "answer": "y"})])
    assert reward_warnings(["r1_count_xml"], report)
    assert not reward_warnings(["r1_count_xml", "concise_reward"], report)


def test_every_method_has_a_card() -> None:
    assert [card.kind for card in METHOD_CARDS] == list(EnhancedKind)
