"""The proof: what an adapter file really holds, and whether it changes what the model says.

Reads the file back from the disk with mlx, and loads base and adapter anew with mlx-lm's own loader, so that nothing the
trainer still holds in memory can stand in for what was saved. `python -m backend.workers.verify_adapter <run folder>`
proves a finished run again and prints the result.
"""

import hashlib
import math
import re
import sys
from pathlib import Path
from typing import Any

from backend.domain.proof import Proof, ProofFigures, judge
from backend.runtime.run_folder import RunFolder

PROBE = "The quick brown fox asks: what do you know?"
_TENSOR = re.compile(r"^(?:[^\d.][^.]*\.)*?(\d+)\.(.+)\.lora_([ab])$")


def prove(model: str, adapters: Path, asked: list[tuple[int, str]]) -> Proof:
    """Measure the adapter in a folder and judge it against the (block, matrix) pairs that were asked for."""
    return judge(measure(model, adapters), asked)


def measure(model: str, adapters: Path) -> ProofFigures:
    """Read the tensors, then compare logits on a fixed prompt. Raises OSError, ValueError, RuntimeError."""
    import mlx.core as mx

    file = adapters / "adapters.safetensors"
    tensors: dict[str, mx.array] = mx.load(str(file))  # type: ignore[assignment]
    modules: dict[str, int] = {}
    norms: dict[str, float] = {}
    non_finite = []
    for name, array in sorted(tensors.items()):
        if not mx.all(mx.isfinite(array)).item():
            non_finite.append(name)
        found = _TENSOR.match(name)
        if found is None:
            continue
        module = f"{found[1]}.{found[2]}"
        modules[module] = modules.get(module, 0) + array.size
        if found[3] == "b":
            norm = float(mx.sqrt(mx.sum(mx.square(array.astype(mx.float32)))).item())  # type: ignore[arg-type]
            norms[module] = norm if math.isfinite(norm) else -1.0
    difference, kl = _logit_change(model, adapters)
    return ProofFigures(
        adapter_file=str(file),
        adapter_bytes=file.stat().st_size,
        adapter_sha256=hashlib.sha256(file.read_bytes()).hexdigest(),
        modules=modules,
        norms=norms,
        non_finite=non_finite,
        tensors=len(tensors),
        probe_prompt=PROBE,
        logits_max_difference=difference,
        logits_kl=kl,
    )


def _logit_change(model: str, adapters: Path) -> tuple[float, float]:
    """(largest change of a logit, KL divergence in nats at the last position), base against tuned; 0 where not finite."""
    import mlx.core as mx
    from mlx_lm.utils import load, load_adapters

    base, tokenizer = load(model)
    tokens = mx.array([tokenizer.encode(PROBE)])
    base.eval()
    before = _logits(base, tokens)
    tuned = load_adapters(base, str(adapters))
    tuned.eval()
    after = _logits(tuned, tokens)
    difference = float(mx.max(mx.abs(after - before)).item())  # type: ignore[arg-type]
    log_p = before[-1] - mx.logsumexp(before[-1])
    log_q = after[-1] - mx.logsumexp(after[-1])
    kl = float(mx.sum(mx.exp(log_p) * (log_p - log_q)).item())  # type: ignore[arg-type]
    return (difference if math.isfinite(difference) else 0.0, kl if math.isfinite(kl) else 0.0)


def _logits(model: Any, tokens: Any) -> Any:
    import mlx.core as mx

    logits = model(tokens)[0].astype(mx.float32)
    mx.eval(logits)
    return logits


def main() -> int:
    """Prove the run in the folder named on the command line again; 0 when the proof holds."""
    folder = RunFolder(Path(sys.argv[1]))
    run = folder.read_run()
    if run.plan is None:
        sys.stderr.write("run.json holds no plan to prove against.\n")
        return 2
    proof = prove(run.config.model_path, folder.adapters, run.plan.asked())
    sys.stdout.write(proof.model_dump_json(indent=2) + "\n")
    return 0 if proof.ok else 1


if __name__ == "__main__":
    sys.exit(main())
