"""Which engines are installed, read from package metadata: nothing is imported."""

import platform
from importlib.metadata import PackageNotFoundError, version

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
