"""The model classes that mlx-lm ships, reached without importing all of mlx-lm.

`import mlx_lm` pulls in transformers and takes a second or more, of which a look at a model needs nothing. So a
worker may put a bare package in its place (`skip_package_init`) and import `mlx_lm.models.<type>` alone. Which type is
served by which module is read from the source of `mlx_lm/utils.py`, so that no copy of its tables is kept here.
"""

import ast
import importlib
import importlib.util
import sys
from functools import cache
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Any

from backend.workers.inspection_error import InspectionError

Config = dict[str, Any]


@cache
def _package_spec() -> ModuleSpec:
    spec = importlib.util.find_spec("mlx_lm")
    if spec is None or not spec.submodule_search_locations:
        raise InspectionError("missing_package", "mlx-lm is not installed.", "Install the project's dependencies.")
    return spec


def _package_folder() -> Path:
    return Path((_package_spec().submodule_search_locations or [""])[0])


def skip_package_init() -> None:
    """Let `mlx_lm.models.x` be imported without running `mlx_lm/__init__.py`.

    For a process that needs nothing else of mlx-lm: whoever imports the package afterwards finds it empty.
    """
    if "mlx_lm" not in sys.modules:
        sys.modules["mlx_lm"] = importlib.util.module_from_spec(_package_spec())


@cache
def _table(name: str) -> dict[Any, str]:
    """A module-level dictionary of literals in mlx-lm's utils.py."""
    source = (_package_folder() / "utils.py").read_text(encoding="utf-8")
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == name for t in node.targets):
            table = ast.literal_eval(node.value)
            if isinstance(table, dict):
                return table
    raise LookupError(f"mlx_lm/utils.py defines no table {name}.")


def aliases() -> dict[str, str]:
    """Model types that another type's module serves, for example mistral -> llama."""
    return dict(_table("MODEL_REMAPPING"))


@cache
def shipped_types() -> frozenset[str]:
    """Names of the modules in mlx_lm/models that define a Model and its ModelArgs."""
    found = set()
    for file in (_package_folder() / "models").glob("*.py"):
        names = {name for node in ast.parse(file.read_text(encoding="utf-8")).body for name in _bound_names(node)}
        if {"Model", "ModelArgs"} <= names:
            found.add(file.stem)
    return frozenset(found)


def _bound_names(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.ImportFrom):
        return [alias.asname or alias.name for alias in node.names]
    return []


def module_name(config: Config) -> str:
    """The module of mlx_lm/models that serves this config, chosen as `mlx_lm.utils._get_classes` does."""
    model_type = config["model_type"]
    architectures = config.get("architectures") or ()
    if isinstance(architectures, str):
        architectures = (architectures,)
    by_architecture = _table("MODEL_ARCHITECTURE_REMAPPING")
    for architecture in architectures:
        if (name := by_architecture.get((model_type, architecture))) is not None:
            return name
    return aliases().get(model_type, str(model_type))


def model_classes(config: Config) -> tuple[Any, Any]:
    """The (Model, ModelArgs) classes for a config with a `model_type`. Raises `InspectionError`."""
    name = module_name(config)
    if name not in {file.stem for file in (_package_folder() / "models").glob("*.py")}:
        raise _unknown(config)
    try:
        module = importlib.import_module(f"mlx_lm.models.{name}")
    except (ImportError, SystemExit) as error:  # one model file ends the process when its package is missing
        raise InspectionError(
            "missing_package",
            f"mlx-lm's module for {name} could not be loaded: a Python package that it needs is missing.",
            "The log of this inspection names the package; install it, or choose another model.",
        ) from error
    try:
        return module.Model, module.ModelArgs
    except AttributeError as error:
        raise _unknown(config) from error


def _unknown(config: Config) -> InspectionError:
    return InspectionError(
        "unknown_architecture",
        f"mlx-lm does not know the architecture {config['model_type']!r}.",
        "Choose a model of another architecture, or update mlx-lm and try again.",
    )
