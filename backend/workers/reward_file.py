"""A person's own reward functions: loaded from their Python file, called under a time limit, blamed by line number.

Only workers import this. The limit is a signal that comes again and again and is no `Exception`, so that code which
swallows errors in a loop still ends.
"""

import importlib.util
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

Reward = Callable[..., Any]
_MODULE = "custom_rewards"
_AGAIN_SECONDS = 0.5
LOAD_SECONDS = 10.0


class RewardProblem(Exception):
    """A reward that cannot be used: whose, why, and in which line of the person's file."""

    def __init__(self, message: str, *, function: str | None = None, line: int | None = None, hint: str = "") -> None:
        where = ", ".join(
            part for part in (f"reward {function}" if function else "", f"line {line}" if line else "") if part
        )
        super().__init__(f"{where}: {message}" if where else message)
        self.message = message
        self.function = function
        self.line = line
        self.hint = hint


class RewardTimeout(BaseException):
    """The time is up."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise `RewardTimeout` in the body once the time is up. For the main thread only."""

    running = True

    def expired(_number: int, _frame: FrameType | None) -> None:
        if running:
            raise RewardTimeout

    before = signal.signal(signal.SIGALRM, expired)
    signal.setitimer(signal.ITIMER_REAL, max(seconds, 1e-3), _AGAIN_SECONDS)
    try:
        yield
    finally:
        running = False
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def load_rewards(file: Path, seconds: float = LOAD_SECONDS) -> dict[str, Reward]:
    """The functions that a file defines or registers with the engine's decorator, by name. Raises `RewardProblem`."""
    from mlx_lm_lora.trainer.grpo_reward_functions import REWARD_REGISTRY

    if not file.is_file():
        raise RewardProblem(f"There is no file {file}.", hint="Check the path.")
    engines_own = set(REWARD_REGISTRY)
    module = _execute(file, seconds)
    defined = {name: value for name, value in vars(module).items() if _is_reward(name, value)}
    registered = {name: value for name, value in REWARD_REGISTRY.items() if name not in engines_own}
    return {**defined, **registered}


def _is_reward(name: str, value: object) -> bool:
    return not name.startswith("_") and callable(value) and getattr(value, "__module__", "") == _MODULE


def _execute(file: Path, seconds: float) -> ModuleType:
    sys.dont_write_bytecode = True
    spec = importlib.util.spec_from_file_location(_MODULE, file)
    if spec is None or spec.loader is None:
        raise RewardProblem(f"{file.name} is no Python file.", hint="Its name must end in .py.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[_MODULE] = module
    try:
        with time_limit(seconds):
            spec.loader.exec_module(module)
    except RewardTimeout as error:
        raise RewardProblem(
            f"Loading {file.name} took longer than {seconds:g} s.",
            line=line_in(file, error),
            hint="Remove the endless loop.",
        ) from error
    except SyntaxError as error:
        raise RewardProblem(f"{file.name} is not Python: {error.msg}.", line=error.lineno) from error
    except (Exception, SystemExit) as error:
        raise RewardProblem(
            f"Loading {file.name} failed with {described(error)}.", line=line_in(file, error)
        ) from error
    return module


def line_in(file: Path | None, error: BaseException) -> int | None:
    """The innermost line of `file` that an error passed through."""
    frames = traceback.extract_tb(error.__traceback__)
    return next((frame.lineno for frame in reversed(frames) if file and frame.filename == str(file)), None)


def described(error: BaseException) -> str:
    """An error as its traceback's last line."""
    return traceback.format_exception_only(error)[-1].strip().removesuffix(".")
