"""`python -m tests.bench.val_loss <model> <adapters> <rows> [--answers]`: the loss on valid.jsonl, the same way for every adapter."""

import sys
import types
from pathlib import Path

from mlx_lm.tuner.datasets import CacheDataset, load_local_dataset
from mlx_lm.tuner.trainer import evaluate
from mlx_lm.utils import load

from tests.bench.rows import LONGEST


def main() -> None:
    """Print the mean over all target tokens."""
    model, tokenizer = load(sys.argv[1], adapter_path=sys.argv[2])[:2]
    _, valid, _ = load_local_dataset(
        Path(sys.argv[3]), tokenizer, types.SimpleNamespace(mask_prompt="--answers" in sys.argv)
    )
    print(evaluate(model, CacheDataset(valid), batch_size=8, num_batches=-1, max_seq_length=LONGEST))


if __name__ == "__main__":
    main()
