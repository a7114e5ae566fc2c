"""How a run ended, in a sentence that closes with the next step.

A cause is named only on evidence, and the evidence is carried along. Out of memory in particular is never guessed: a
SIGKILL alone has many senders.
"""

import re
import signal
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class ExitCause(StrEnum):
    """Why the trainer is no longer there."""

    COMPLETED = "completed"
    STOPPED = "stopped"
    EARLY_STOPPED = "early_stopped"
    OUT_OF_MEMORY = "out_of_memory"
    DISK_FULL = "disk_full"
    NO_PERMISSION = "no_permission"
    HUB_UNREACHABLE = "hub_unreachable"
    NOT_FINITE = "not_finite"
    BAD_MODEL = "bad_model"
    BAD_DATA = "bad_data"
    BAD_REWARD = "bad_reward"
    CHANGED = "changed"
    KILLED = "killed"
    CRASHED = "crashed"
    ERROR = "error"
    LOST = "lost"


class RunExit(BaseModel):
    """The end of a run. `message` is for a person; `evidence` is what it rests on."""

    model_config = ConfigDict(frozen=True)

    cause: ExitCause
    message: str
    evidence: str = Field(default="", description="The line or the code that the cause was read from.")


@dataclass(frozen=True)
class Evidence:
    """What is known about a trainer that has ended."""

    outcome: Literal["completed", "stopped", "early_stopped", "failed"] | None
    """Its own last word; None when it never said one."""
    returncode: int | None
    """As subprocess gives it (negative for a signal); None when the process was not our child."""
    saved: bool
    step: int
    stop_requested: bool
    error_type: str = ""
    error: str = ""
    log_tail: str = ""
    oom_killed: bool = False
    """True when the kernel's own counter says that the memory limit killed it."""
    disk_free: int | None = None
    """Bytes that were free where the run lies once its process had ended; None when nobody could tell."""


_ERRORS: tuple[tuple[re.Pattern[str], ExitCause, str], ...] = (
    (
        re.compile(r"No space left on device|Disk quota exceeded|File too large|Errno (28|122|27)\b", re.IGNORECASE),
        ExitCause.DISK_FULL,
        "The disk refused to take the adapter. Free some space, then start a copy of this run from its last checkpoint.",
    ),
    (
        re.compile(r"Permission denied|Read-only file system|Errno (13|30)\b", re.IGNORECASE),
        ExitCause.NO_PERMISSION,
        "The trainer may not read or write a file it needs. Allow access to it, then start a copy of this run.",
    ),
    (
        re.compile(
            r"\[METAL\].*Insufficient Memory|Unable to allocate|out of memory|MemoryError|bad_alloc", re.IGNORECASE
        ),
        ExitCause.OUT_OF_MEMORY,
        "Memory ran out. Halve the batch size or the sequence length, or turn gradient checkpointing on, then start a copy of this run.",
    ),
    (
        re.compile(
            r"LocalEntryNotFound|OfflineMode|ConnectError|ConnectionError|Name or service not known|"
            r"couldn't connect|cannot send a request|Max retries|ConnectTimeout|ReadTimeout|outgoing traffic",
            re.IGNORECASE,
        ),
        ExitCause.HUB_UNREACHABLE,
        "The model hub could not be reached. Check the network or choose a model that is already on this computer, then start a copy of this run.",
    ),
    (
        re.compile(r"NonFiniteLoss"),
        ExitCause.NOT_FINITE,
        "The loss stopped being a number. Lower the learning rate or the LoRA alpha, then start a copy of this run.",
    ),
    (
        re.compile(
            r"SafetensorError|safetensors|\[load_|Missing \d+ parameters|parameters not in model", re.IGNORECASE
        ),
        ExitCause.BAD_MODEL,
        "The model's weights could not be read. Check that every weight file is complete, then start a copy of this run.",
    ),
    (
        re.compile(r"StateMismatch"),
        ExitCause.CHANGED,
        "The run cannot go on as it was begun, because its files were changed meanwhile. Put them back as they were, or start a copy of this run.",
    ),
    (
        re.compile(r"RewardProblem"),
        ExitCause.BAD_REWARD,
        "A reward function failed. Correct the reward file, try it on sample rows on the Enhanced Setup page, then start a copy of this run.",
    ),
    (
        re.compile(
            r"JSONDecodeError|UndefinedError|TemplateError|chat_template|Dataset must have|NoChatTemplate|RowProblem|JobRefused|FileChanged",
            re.IGNORECASE,
        ),
        ExitCause.BAD_DATA,
        "The trainer could not read the data. Check the data set on the Setup page, then start a copy of this run.",
    ),
)


def classify_exit(seen: Evidence) -> RunExit:
    """The end of a run from what was seen of it. Never raises, never guesses."""
    if seen.outcome in ("completed", "early_stopped", "stopped"):
        return _own_word(seen)
    if seen.outcome == "failed":
        return _named_error(seen)
    return _without_a_word(seen)


def _own_word(seen: Evidence) -> RunExit:
    if seen.outcome == "completed":
        return RunExit(
            cause=ExitCause.COMPLETED,
            message=f"Finished after {seen.step} steps; the adapter is saved. Try it with mlx_lm.generate --adapter-path.",
        )
    if seen.outcome == "early_stopped":
        return RunExit(
            cause=ExitCause.EARLY_STOPPED,
            message=f"Ended after {seen.step} steps because the validation loss had stopped improving. The adapter is saved. Try it with mlx_lm.generate --adapter-path.",
        )
    if seen.saved:
        return RunExit(
            cause=ExitCause.STOPPED,
            message=f"Stopped after {seen.step} steps; what was learned is saved. Try it with mlx_lm.generate --adapter-path.",
        )
    return RunExit(
        cause=ExitCause.STOPPED,
        message="Stopped before the first step, so there is nothing to keep. Start it again when ready.",
    )


def _named_error(seen: Evidence) -> RunExit:
    text = f"{seen.error_type}: {seen.error}"
    for pattern, cause, message in _ERRORS:
        if pattern.search(text):
            return RunExit(cause=cause, message=message, evidence=text)
    return RunExit(
        cause=ExitCause.ERROR,
        message=f"The trainer ended with {text.rstrip('. ')}. The log holds the whole story; correct the cause and start a copy of this run.",
        evidence=text,
    )


_FULL_BYTES = 1_000_000
"""With less than this no adapter can be written."""
_GO_ON = "Resume this run if its page offers it, or start a copy of it"


def _without_a_word(seen: Evidence) -> RunExit:
    kept = "The last checkpoint is kept." if seen.saved else "Nothing had been saved yet."
    if seen.oom_killed:
        return RunExit(
            cause=ExitCause.OUT_OF_MEMORY,
            message=f"The system ended the trainer because memory ran out. {kept} Halve the batch size or turn gradient checkpointing on, then start a copy of this run.",
            evidence="The kernel's out-of-memory counter rose while it ran.",
        )
    if seen.returncode is None:
        return RunExit(
            cause=ExitCause.LOST,
            message=f"The trainer ended while nobody was watching, without a last word. {kept} {_GO_ON}.",
            evidence=last_line(seen.log_tail),
        )
    if seen.stop_requested or seen.returncode < 0:
        return _by_signal(seen, kept)
    for pattern, cause, message in _ERRORS:
        if found := pattern.search(seen.log_tail):
            return RunExit(cause=cause, message=message, evidence=_line_of(seen.log_tail, found.start()))
    if seen.disk_free is not None and seen.disk_free < _FULL_BYTES:
        return RunExit(
            cause=ExitCause.DISK_FULL,
            message=f"The disk is full, and the trainer could not even write down why it ended. {kept} Free some space first. {_GO_ON}.",
            evidence=f"{seen.disk_free} bytes were free when the trainer ended with code {seen.returncode}.",
        )
    return RunExit(
        cause=ExitCause.CRASHED,
        message=f"The trainer ended with code {seen.returncode} and no word. {kept} Read the end of the log, then start a copy of this run.",
        evidence=last_line(seen.log_tail) or f"exit code {seen.returncode}",
    )


def _by_signal(seen: Evidence, kept: str) -> RunExit:
    code = seen.returncode or 0
    name = _signal_name(-code) if code < 0 else f"exit code {code}"
    if seen.stop_requested:
        return RunExit(
            cause=ExitCause.STOPPED,
            message=f"Stopped before the trainer could save. {kept} {_GO_ON}.",
            evidence=name,
        )
    if name in ("SIGKILL", "SIGTERM", "SIGINT", "SIGHUP"):
        return RunExit(
            cause=ExitCause.KILLED,
            message=f"Something outside ended the trainer with {name}. {kept} {_GO_ON}; if it happens again, watch its memory.",
            evidence=name,
        )
    return RunExit(
        cause=ExitCause.CRASHED,
        message=f"The trainer crashed with {name}. {kept} Read the end of the log, then start a copy of this run.",
        evidence=f"{name}; {last_line(seen.log_tail)}".rstrip("; "),
    )


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def last_line(text: str) -> str:
    """The last line that is not blank."""
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "")


def _line_of(text: str, position: int) -> str:
    start = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    return text[start : end if end >= 0 else len(text)].strip()
