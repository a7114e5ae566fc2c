"""A second module tree over the arrays of a first one."""

import copy
from typing import Any


def module_twin(module: Any) -> Any:
    """A tree of new modules that hold the same arrays; layers replaced in one tree stay as they are in the other.

    Works for any module, quantised ones included: the tree is copied as it stands and no weight is touched. A module that
    appears twice in the first tree appears twice in the second.
    """
    return _Twins().of(module)


class _Twins:
    def __init__(self) -> None:
        self._known: dict[int, Any] = {}

    def of(self, value: Any) -> Any:
        import mlx.nn as nn

        if isinstance(value, nn.Module):
            if id(value) not in self._known:
                self._known[id(value)] = self._module(value)
            return self._known[id(value)]
        if isinstance(value, list | tuple):
            return type(value)(self.of(part) for part in value)
        if isinstance(value, dict):
            return {key: self.of(part) for key, part in value.items()}
        return value

    def _module(self, module: Any) -> Any:
        twin = copy.copy(module)
        self._known[id(module)] = twin
        object.__setattr__(twin, "_no_grad", set(module._no_grad))
        for key, value in list(twin.items()):
            twin[key] = self.of(value)
        return twin
