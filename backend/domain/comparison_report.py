"""A comparison as it stands, put together from its runs and their evaluations."""

from collections.abc import Iterable, Mapping, Sequence

from backend.domain.comparison import Comparison, ComparisonMember, ComparisonReport, MemberReport, MethodReport
from backend.domain.comparison_config import BY_REWARDS
from backend.domain.comparison_evidence import MethodEvidence, evidence
from backend.domain.evaluation import Evaluation
from backend.domain.run import Run, RunKind
from backend.domain.spread import Spread, spread

TITLES = {
    RunKind.SFT: "Full-layer",
    RunKind.SFT_ATTENTION: "Attention-only",
    RunKind.GSPO: "GSPO",
    RunKind.DR_GRPO: "Dr. GRPO",
    RunKind.GRPO: "GRPO",
}


def standing(evaluations: Iterable[Evaluation], run: Run, rows_file: str) -> Evaluation | None:
    """The newest evaluation of a run on these rows since it last ended; one that has a result goes first."""
    valid = [
        one
        for one in evaluations
        if one.plan.rows_file == rows_file and (run.ended_at is None or one.created_at >= run.ended_at)
    ]
    return max(valid, key=lambda one: (one.result is not None, one.created_at), default=None)


def report(
    comparison: Comparison, runs: Mapping[str, Run], evaluations: Mapping[str, Sequence[Evaluation]]
) -> ComparisonReport:
    """Every method with its figures. `runs` holds what still is there, `evaluations` goes by run id."""
    members = [_member(member, comparison, runs, evaluations) for member in comparison.members]
    by_kind = {kind: [one for one in members if one.kind is kind] for kind in comparison.methods}
    hashes = {
        kind: frozenset(
            found.result.rows_sha256
            for one in listed
            if (found := _evaluation(one, comparison, runs, evaluations)) is not None and found.result is not None
        )
        for kind, listed in by_kind.items()
    }
    base = spread(one.base_test_loss for one in members)
    return ComparisonReport(
        **comparison.model_dump(),
        reports=[_method(kind, listed, runs) for kind, listed in by_kind.items()],
        base_test_loss=None if base is None else base.mean,
        evidence=evidence(
            [
                MethodEvidence(
                    title=TITLES[kind],
                    losses=[one.test_loss for one in listed if one.test_loss is not None],
                    wanted=len(listed),
                    trained_tokens={one.seed: one.trained_tokens for one in listed if one.trained_tokens},
                    by_rewards=kind in BY_REWARDS,
                    rows_sha256=hashes[kind],
                )
                for kind, listed in by_kind.items()
            ],
            comparison.test_rows,
            comparison.rows_from,
        ),
    )


def _evaluation(
    member: ComparisonMember,
    comparison: Comparison,
    runs: Mapping[str, Run],
    evaluations: Mapping[str, Sequence[Evaluation]],
) -> Evaluation | None:
    run = runs.get(member.run_id or "")
    return None if run is None else standing(evaluations.get(run.id, ()), run, comparison.rows_file)


def _member(
    member: ComparisonMember,
    comparison: Comparison,
    runs: Mapping[str, Run],
    evaluations: Mapping[str, Sequence[Evaluation]],
) -> MemberReport:
    known = member.model_dump()
    run = runs.get(member.run_id or "")
    if run is None:
        gone = None if member.run_id is None else "The run is gone."
        return MemberReport(**{**known, "problem": member.problem or gone})
    figures: dict[str, object] = {
        "state": run.state,
        "val_loss": run.metrics.val_loss,
        "best_val_loss": run.metrics.best_val_loss,
        "trained_tokens": run.metrics.trained_tokens,
        "seconds": run.metrics.clock.seconds or None,
        "tokens_per_second": run.metrics.tokens_per_second,
        "peak_memory_gb": run.metrics.peak_memory_gb,
    }
    found = _evaluation(member, comparison, runs, evaluations)
    if found is not None:
        figures |= {"evaluation_id": found.id, "evaluation_state": found.state}
        if found.result is not None:
            figures |= _measured(found)
    return MemberReport.model_validate({**known, **figures})


def _measured(found: Evaluation) -> dict[str, object]:
    result = found.result
    if result is None:
        return {}
    return {
        "test_loss": result.tuned.loss,
        "test_perplexity": result.tuned.perplexity,
        "base_test_loss": result.base.loss,
        "adapter_bytes": result.adapter_bytes,
        "forgetting": {probe.kind.value: probe.difference for probe in result.probes if probe.difference is not None},
    }


def _method(kind: RunKind, members: list[MemberReport], runs: Mapping[str, Run]) -> MethodReport:
    plans = [run.plan for one in members if (run := runs.get(one.run_id or "")) is not None]
    probes = dict.fromkeys(probe for one in members for probe in one.forgetting)
    return MethodReport(
        kind=kind,
        runs=members,
        trainable_parameters=next((plan.trainable_parameters for plan in plans if plan is not None), None),
        test_loss=spread(one.test_loss for one in members),
        test_perplexity=spread(one.test_perplexity for one in members),
        seconds=spread(one.seconds for one in members),
        tokens_per_second=spread(one.tokens_per_second for one in members),
        peak_memory_gb=spread(one.peak_memory_gb for one in members),
        trained_tokens=spread(one.trained_tokens for one in members),
        adapter_bytes=spread(one.adapter_bytes for one in members),
        forgetting={probe: _present(spread(one.forgetting.get(probe) for one in members)) for probe in probes},
    )


def _present(found: Spread | None) -> Spread:
    if found is None:
        raise ValueError("a probe that no run has")
    return found
