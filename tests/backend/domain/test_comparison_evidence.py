"""The sentence of a comparison never claims more than its seeds show."""

import pytest

from backend.domain.comparison_evidence import MethodEvidence, evidence
from backend.domain.evaluation import RowsFrom


def method(title: str, *losses: float, **more: object) -> MethodEvidence:
    given = {
        "wanted": len(losses),
        "trained_tokens": {seed: 1000 + seed for seed in range(len(losses))},
        "rows_sha256": frozenset({"same"}),
    }
    return MethodEvidence(title=title, losses=list(losses), **{**given, **more})  # type: ignore[arg-type]


def said(*methods: MethodEvidence, rows: int = 500, rows_from: RowsFrom = RowsFrom.TEST) -> tuple[str, str]:
    """(sentence, all caveats)."""
    found = evidence(list(methods), rows, rows_from)
    assert found.sentence.endswith(".")
    assert all(caveat.endswith(".") for caveat in found.caveats)
    return found.sentence, " ".join(found.caveats)


def test_one_seed_says_nothing_about_chance() -> None:
    sentence, _ = said(method("Full-layer", 0.3), method("Attention-only", 0.4))
    assert sentence == (
        "Full-layer has a lower test loss than Attention-only (0.300 against 0.400 on 500 rows), but with one seed nothing "
        "can be said about how much of that is chance."
    )


def test_one_seed_of_either_is_one_seed() -> None:
    sentence, _ = said(method("Full-layer", 0.3, 0.31, 0.32), method("Attention-only", 0.4))
    assert "with one seed nothing can be said" in sentence


def test_ranges_that_overlap_show_no_difference() -> None:
    sentence, _ = said(method("Attention-only", 0.35, 0.40, 0.45), method("Full-layer", 0.30, 0.36, 0.31))
    assert sentence.startswith("No difference is shown: Full-layer has a lower mean test loss than Attention-only (")
    assert "overlap (0.300 to 0.360 and 0.350 to 0.450)" in sentence


def test_ranges_that_touch_overlap() -> None:
    sentence, _ = said(method("A", 0.3, 0.4), method("B", 0.4, 0.5))
    assert sentence.startswith("No difference is shown")


@pytest.mark.parametrize(("seeds", "times"), [(2, 3), (3, 10), (4, 35), (5, 126)])
def test_ranges_that_are_apart_are_told_with_how_often_chance_does_that(seeds: int, times: int) -> None:
    low = [0.30 + 0.01 * seed for seed in range(seeds)]
    sentence, _ = said(method("Full-layer", *low), method("Attention-only", *(loss + 0.1 for loss in low)))
    assert sentence.startswith("Full-layer has a lower test loss than Attention-only with every seed")
    assert f"once in {times} times" in sentence


def test_the_gap_is_told_in_share_of_the_higher_loss() -> None:
    sentence, _ = said(method("A", 0.2, 0.2), method("B", 0.4, 0.4))
    assert "50.0% less" in sentence


def test_the_same_loss() -> None:
    sentence, _ = said(method("A", 0.2), method("B", 0.2))
    assert sentence == "A and B have the same test loss, 0.200 on 500 rows."


def test_the_best_two_of_many_are_told() -> None:
    sentence, _ = said(method("A", 0.9, 0.9), method("B", 0.4, 0.4), method("C", 0.2, 0.2))
    assert sentence.startswith("C has a lower test loss than B with every seed (0.200 against 0.400")


@pytest.mark.parametrize(
    ("methods", "words"),
    [
        ([method("A", wanted=3), method("B", wanted=3)], "0 of 6 runs are measured"),
        ([method("A", 0.1, 0.2, wanted=3), method("B", wanted=3)], "2 of 6 runs are measured"),
    ],
)
def test_nothing_is_compared_before_two_methods_are_measured(methods: list[MethodEvidence], words: str) -> None:
    found = evidence(methods, 500, RowsFrom.TEST)
    assert found.sentence == f"Nothing can be compared yet: {words}."
    assert not found.complete


def test_what_is_missing_is_told() -> None:
    found = evidence([method("A", 0.1, wanted=3), method("B", 0.2, 0.2)], 500, RowsFrom.TEST)
    assert not found.complete
    assert found.caveats[0] == "2 runs are not measured yet (A): this may still change."
    assert evidence([method("A", 0.1), method("B", 0.2)], 500, RowsFrom.TEST).complete


def test_different_tokens_are_told() -> None:
    _, caveats = said(method("A", 0.1, trained_tokens={7: 1000}), method("B", 0.2, trained_tokens={7: 1100}))
    assert "did not train the same number of tokens (A 1,000, B 1,100 with seed 7)" in caveats
    _, same = said(method("A", 0.1, trained_tokens={7: 10000}), method("B", 0.2, trained_tokens={7: 10005}))
    assert "number of tokens" not in same
    _, seeds = said(method("A", 0.1, 0.1), method("B", 0.2, 0.2))
    assert "number of tokens" not in seeds  # each seed draws other batches: only one seed's runs are held together


def test_rewards_are_not_held_against_tokens() -> None:
    _, caveats = said(
        method("A", 0.1),
        method("GRPO", 0.2, trained_tokens={0: 9}, by_rewards=True),
        method("GSPO", 0.3, by_rewards=True),
    )
    assert "GRPO and GSPO learned from rewards" in caveats
    assert "prompts, batch size and number of steps are equal, trained tokens and time are not" in caveats
    assert "did not train the same number" not in caveats


def test_other_rows_are_told() -> None:
    _, caveats = said(method("A", 0.1), method("B", 0.2, rows_sha256=frozenset({"other"})))
    assert "not measured on the same rows" in caveats


def test_validation_rows_and_few_rows_are_told() -> None:
    _, caveats = said(method("A", 0.1), method("B", 0.2), rows=48, rows_from=RowsFrom.VALIDATION)
    assert "these are the validation rows" in caveats
    assert "48 rows are few" in caveats
    _, many = said(method("A", 0.1), method("B", 0.2))
    assert "few" not in many


def test_the_rate_is_always_named() -> None:
    _, caveats = said(method("A", 0.1), method("B", 0.2))
    assert "same learning rate and number of steps" in caveats
    assert "not that of the matrices alone" in caveats
