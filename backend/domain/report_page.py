"""The report of one run as a single HTML file: no script, no request, every word from outside escaped."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from backend.domain.curves import RunCurves
from backend.domain.report_chart import Line, line_chart
from backend.domain.report_style import STYLE
from backend.domain.run import Run
from backend.domain.run_notes import RunNotes

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
TABLE_ROWS = 24
_KINDS = {
    "sft": "Full-layer LoRA",
    "sft_attention": "Attention-only LoRA",
    "gspo": "GSPO",
    "dr_grpo": "Dr. GRPO",
    "grpo": "GRPO",
}


def report_page(run: Run, notes: RunNotes, curves: RunCurves, table: RunCurves, made_by: str) -> str:
    """The page. `curves` are drawn, `table` holds the few points that are written out; `run` holds no private path."""
    name = run.config.adapter_name
    return "".join(
        (
            '<!doctype html><html lang="en"><head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">',
            '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">',
            f"<title>{escape(name)}: report of a run</title><style>{STYLE}</style></head><body><main>",
            f"<h1>{escape(name)}</h1><p>{_KINDS[run.kind]}, {escape(run.state)}. {_ended(run)}</p>",
            _note(notes),
            _section("Result", _pairs(_result(run))),
            _section("Curves", _charts(curves) + _figures(table)),
            _section("Proof", _proof(run)),
            _section("What was asked for", _pairs(_asked(run))),
            _section("Data and engines", _pairs({**_data(run), **run.versions})),
            f"<footer>{escape(run.id)}. Made by {escape(made_by)}.</footer></main></body></html>\n",
        )
    )


def _ended(run: Run) -> str:
    return "" if run.exit is None else escape(run.exit.message)


def _note(notes: RunNotes) -> str:
    tags = "".join(f'<span class="tag">{escape(tag)}</span>' for tag in notes.tags)
    note = f"<blockquote>{escape(notes.note)}</blockquote>" if notes.note else ""
    return (f"<p>{tags}</p>" if tags else "") + note


def _section(title: str, body: str) -> str:
    return f"<section><h2>{escape(title)}</h2>{body}</section>" if body else ""


def _pairs(values: Mapping[str, object]) -> str:
    rows = "".join(
        f"<tr><th scope=row>{escape(name)}</th><td>{escape(_shown(value))}</td></tr>"
        for name, value in values.items()
        if value is not None and value != ""
    )
    return f"<table>{rows}</table>" if rows else ""


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value)


def _result(run: Run) -> dict[str, object]:
    figures = run.metrics
    return {
        "Steps": f"{figures.step} of {figures.total_steps}" if figures.total_steps else figures.step,
        "Tokens trained": figures.trained_tokens and f"{figures.trained_tokens:,}",
        "Time of training": _time(figures.clock.seconds),
        "Training loss": _figure(figures.train_loss),
        "Validation loss": _figure(figures.val_loss),
        "Best validation loss": _figure(figures.best_val_loss),
        "At step": figures.best_step,
        "Mean reward": _figure(figures.reward_mean),
        "Tokens per second": figures.tokens_per_second and f"{figures.tokens_per_second:,.0f}",
        "Peak memory": None if figures.peak_memory_gb is None else f"{figures.peak_memory_gb:.1f} GB",
        "Trainable parameters": None if run.plan is None else f"{run.plan.trainable_parameters:,}",
        "Began": run.created_at.isoformat(timespec="seconds"),
        "Ended": run.ended_at and run.ended_at.isoformat(timespec="seconds"),
    }


def _figure(value: float | None) -> str | None:
    return None if value is None else f"{value:.4g}"


def _time(seconds: float) -> str | None:
    if not seconds:
        return None
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02} m" if hours else f"{minutes} m {rest:02} s"


def _asked(run: Run) -> dict[str, object]:
    fields = type(run.config).model_fields
    return {
        fields[name].title or name: value
        for name, value in run.config.model_dump(mode="json").items()
        if name in fields
    }


def _data(run: Run) -> dict[str, object]:
    hashes: dict[str, object] = {f"SHA-256 of {name}": digest for name, digest in run.data_sha256.items()}
    rows = {} if run.plan is None else {"Training rows": run.plan.train_rows, "Validation rows": run.plan.val_rows}
    return {**hashes, **rows}


def _charts(curves: RunCurves) -> str:
    loss = line_chart(
        "Loss",
        "step",
        (
            Line("training", "train", curves.step, curves.train_loss),
            Line("validation", "val", curves.val_step, curves.val_loss),
        ),
    )
    reward = line_chart("Reward", "step", (Line("mean", "train", curves.reward_step, curves.reward_mean),))
    rate = line_chart("Learning rate", "step", (Line("rate", "train", curves.step, curves.learning_rate),))
    return loss + reward + rate


def _figures(curves: RunCurves) -> str:
    train = zip(curves.step, curves.trained_tokens, curves.seconds, curves.train_loss, strict=True)
    val = zip(curves.val_step, curves.val_tokens, curves.val_seconds, curves.val_loss, strict=True)
    return _table("Training", ("Step", "Tokens", "Seconds", "Loss"), train) + _table(
        "Validation", ("Step", "Tokens", "Seconds", "Loss"), val
    )


def _table(title: str, heads: Sequence[str], rows: Iterable[Sequence[float | None]]) -> str:
    body = "".join(f"<tr>{''.join(f'<td>{_number(figure)}</td>' for figure in row)}</tr>" for row in rows)
    if not body:
        return ""
    head = "".join(f"<th scope=col>{escape(name)}</th>" for name in heads)
    return f"<details><summary>{escape(title)} figures</summary><table><tr>{head}</tr>{body}</table></details>"


def _number(figure: float | None) -> str:
    if figure is None:
        return "not finite"
    return f"{figure:,}" if isinstance(figure, int) else f"{figure:.6g}"


def _proof(run: Run) -> str:
    proof = run.proof
    if proof is None:
        return "<p>This run has no proof: it saved no adapter that could be read back.</p>"
    verdict = (
        f"The adapter was read back: {proof.modules_found} of {proof.modules_asked} modules carry it, and the model answers "
        "differently."
        if proof.ok
        else " ".join(proof.failures)
    )
    facts: dict[str, object] = {
        "Blocks": len(proof.blocks_found),
        "Matrices": proof.matrices_found,
        "Parameters": f"{proof.trainable_parameters:,}",
        "Largest change of a logit": proof.logits_max_difference,
        "KL divergence (nats)": proof.logits_kl,
        "SHA-256 of the adapter": proof.adapter_sha256,
    }
    word = "holds" if proof.ok else "does not hold"
    return f'<p class="{"good" if proof.ok else "bad"}">The proof {word}. {escape(verdict)}</p>{_pairs(facts)}'
