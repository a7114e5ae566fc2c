"""Which engines are installed, read from package metadata: nothing is imported."""

import platform
from importlib.metadata import PackageNotFoundError, version

_ON_A_CARD = ("mlx-cuda-12", "mlx-cuda-13", "mlx-cuda")

_ENGINES = ("mlx", "mlx-lm", "mlx-lm-lora", "transformers", "tokenizers", "numpy")


def engine_versions() -> dict[str, str]:
    """Name -> installed version, Python included; an engine that is missing is left out."""
    found = {"python": platform.python_version()}
    for name in _ENGINES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def trains_on_processor() -> bool:
    """Whether MLX computes on the processor here: on Linux without its CUDA build."""
    return platform.system() == "Linux" and not any(map(_is_installed, _ON_A_CARD))


def _is_installed(name: str) -> bool:
    try:
        version(name)
    except PackageNotFoundError:
        return False
    return True
