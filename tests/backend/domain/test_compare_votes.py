"""Votes counted by pair, and the interval around a win rate."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.compare import Turn
from backend.domain.compare_votes import Undo, Vote, VotedSide, preference_pairs, standing, totals
from backend.domain.interval import wilson

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def vote(winner: int | str, *keys: str, name: str = "v", turns: int = 1) -> Vote:
    return Vote.model_validate(
        {
            "id": name,
            "time": NOW,
            "compare_id": "c",
            "model_path": "m",
            "blind": True,
            "messages": [Turn(role="user", content=f"q{n}") for n in range(turns)],
            "system": None,
            "sides": [VotedSide(key=key, label=key.upper(), text=f"by {key}") for key in keys],
            "winner": winner,
        }
    )


def test_the_order_of_sides_does_not_matter() -> None:
    (pair,) = totals([vote(0, "a", "b"), vote(1, "b", "a"), vote(0, "b", "a"), vote("tie", "b", "a")]).pairs
    assert (pair.a, pair.wins_a, pair.wins_b, pair.ties) == ("a", 2, 1, 1)
    assert pair.win_rate_a == pytest.approx(2 / 3)
    assert (pair.label_a, pair.label_b) == ("A", "B")


def test_a_winner_among_three_beats_the_others_and_says_nothing_of_them() -> None:
    found = {(pair.a, pair.b): (pair.wins_a, pair.wins_b) for pair in totals([vote(1, "a", "b", "c")]).pairs}
    assert found == {("a", "b"): (0, 1), ("b", "c"): (1, 0)}


def test_ties_alone_give_no_rate() -> None:
    (pair,) = totals([vote("tie", "a", "b")]).pairs
    assert (pair.ties, pair.win_rate_a, pair.interval_a) == (1, None, None)


def test_a_side_against_itself_counts_for_nothing() -> None:
    assert totals([vote(0, "a", "a")]).pairs == []


def test_pairs_of_one_side() -> None:
    votes = [vote(0, "a", "b"), vote(0, "a", "c"), vote(0, "b", "c")]
    assert {(pair.a, pair.b) for pair in totals(votes, a="a").pairs} == {("a", "b"), ("a", "c")}
    assert len(totals(votes, a="c", b="b").pairs) == 1


def test_what_was_taken_back_does_not_stand() -> None:
    lines = [vote(0, "a", "b", name="1"), vote(1, "a", "b", name="2"), Undo(time=NOW, vote_id="1")]
    assert [vote.id for vote in standing(lines)] == ["2"]


def test_preference_pairs() -> None:
    ties_and_wins = [vote("tie", "a", "b"), vote(2, "a", "b", "c"), vote(0, "a", "a")]
    assert list(preference_pairs(ties_and_wins)) == [
        {"prompt": "q0", "chosen": "by c", "rejected": "by a"},
        {"prompt": "q0", "chosen": "by c", "rejected": "by b"},
    ]
    (pair,) = preference_pairs([vote(0, "a", "b", turns=2)])
    assert pair["prompt"] == "q1"
    assert pair["history"] == [{"role": "user", "content": "q0"}]


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [(0, 1, 0.0, 0.7935), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0), (81, 263, 0.2553, 0.3662)],
)
def test_wilsons_interval(successes: int, trials: int, low: float, high: float) -> None:
    """The last row is the worked example of Newcombe (1998)."""
    found = wilson(successes, trials)
    assert found is not None
    assert (found.low, found.high) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))


@given(st.integers(1, 10_000).flatmap(lambda trials: st.tuples(st.integers(0, trials), st.just(trials))))
def test_the_interval_holds_the_share(counts: tuple[int, int]) -> None:
    successes, trials = counts
    found = wilson(successes, trials)
    assert found is not None
    assert 0 <= found.low <= successes / trials + 1e-12
    assert successes / trials - 1e-12 <= found.high <= 1


def test_no_trial_no_interval() -> None:
    assert wilson(0, 0) is None
