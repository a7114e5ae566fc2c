"""Models to measure with: the demo (24 blocks, 64 wide) and a wider one of 8 blocks, untrained, with the demo's tokenizer."""

import json
import shutil
from pathlib import Path

from tests.bench.rows import DEMO

WIDE = {
    "hidden_size": 256,
    "intermediate_size": 704,
    "num_hidden_layers": 8,
    "num_attention_heads": 8,
    "num_key_value_heads": 4,
    "max_position_embeddings": 1024,
}


def demo() -> Path:
    """The demo that is shipped."""
    return DEMO / "model"


def wide(folder: Path) -> Path:
    """Eight blocks of 256, float32, initial weights that every run of this program makes alike."""
    import mlx.core as mx
    from mlx.utils import tree_flatten
    from mlx_lm.models.qwen2 import Model, ModelArgs

    shutil.copytree(demo(), folder)
    config = json.loads((folder / "config.json").read_text()) | WIDE
    (folder / "config.json").write_text(json.dumps(config))
    mx.random.seed(0)
    model = Model(ModelArgs.from_dict(config))
    small = {
        name: mx.random.normal(array.shape, scale=0.05) if array.ndim > 1 else array
        for name, array in tree_flatten(model.parameters())
    }
    mx.save_safetensors(str(folder / "model.safetensors"), small, {"format": "mlx"})
    return folder
