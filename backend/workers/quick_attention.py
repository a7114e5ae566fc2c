"""Attention as training on a processor uses it: by blocks, and shared among cores. Both give MLX's own values to the last bit."""

import platform

import mlx.core as mx

from backend.runtime.loaded_blas import loaded_blas
from backend.workers.causal_attention import by_blocks
from backend.workers.parallel_attention import shared


def quicken_attention() -> int:
    """Put it in the place of MLX's own from now on; on how many streams it works.

    Nothing changes on a GPU or a Mac, and there is one stream without a BLAS that says how many threads it may use.
    """
    if platform.system() != "Linux" or mx.default_device() != mx.Device(mx.cpu):
        return 1
    blas = loaded_blas()
    streams = blas.threads or 1 if blas else 1
    attention = by_blocks(mx.fast.scaled_dot_product_attention)
    mx.fast.scaled_dot_product_attention = shared(attention, streams) if streams > 1 else attention
    return streams
