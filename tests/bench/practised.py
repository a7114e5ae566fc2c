"""`python -m tests.bench.practised FOLDER`: the demo's base, made to know its context, as the base of a real model does.

The demo never saw more than 64 tokens, so where a token stands is something that a fine-tune has to teach it. Here it is
trained further on plain conversations (no pirate among them): first of the lengths that the bench trains, then of all
lengths alike. About 20 minutes on one core.
"""

import json
import random
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from mlx_lm.utils import load_model

from backend.workers import demo_corpus, demo_model
from tests.bench.bases import demo
from tests.bench.rows import LONGEST, Writer, even_length, mixed_length

_ROWS = 4000
_STAGES: tuple[tuple[Callable[[random.Random], int], demo_model.Pretraining], ...] = (
    (mixed_length, demo_model.Pretraining(steps=400, batch=8, peak_rate=1e-3, warmup=20, seed=3, report_every=20)),
    (even_length, demo_model.Pretraining(steps=250, batch=4, peak_rate=5e-4, warmup=20, seed=4, report_every=20)),
)


def main() -> None:
    """Write the model into a folder that does not exist yet."""
    folder = Path(sys.argv[1])
    shutil.copytree(demo(), folder)
    config = json.loads((folder / "config.json").read_text()) | {"max_position_embeddings": LONGEST}
    model, _ = load_model(folder)
    for number, (length, dials) in enumerate(_STAGES, 1):
        print(f"stage {number}", flush=True)
        demo_model.pretrain(
            model, _sequences(random.Random(number), length), dials, lambda *said: print(*said, flush=True)
        )
    demo_model.save_model(model, config, folder)


def _sequences(chance: random.Random, length: Callable[[random.Random], int]) -> list[demo_model.Sequence]:
    writer = Writer(chance, demo_corpus.base_rows())
    rows = [writer.conversation(length(chance)) for _ in range(_ROWS)]
    return [(writer.tokens(row["messages"])[:LONGEST], 0) for row in rows]


if __name__ == "__main__":
    main()
