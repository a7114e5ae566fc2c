"""How a run's end is read from its evidence, and that every sentence closes with the next step."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.exit_cause import Evidence, ExitCause, RunExit, classify_exit

C = ExitCause
SILENT = Evidence(outcome=None, returncode=1, saved=False, step=3, stop_requested=False)
FAILED = replace(SILENT, outcome="failed")
NEXT_STEP = re.compile(
    r"\b(Open|Try|Start|Free|Allow|Lower|Halve|Check|Read|open|correct|start a copy)\b[^.]*(mlx_lm\.generate [^.]*)?\.$"
)

CASES: list[tuple[Evidence, ExitCause]] = [
    (replace(SILENT, disk_free=4096), C.DISK_FULL),
    (replace(SILENT, disk_free=50_000_000), C.CRASHED),
    (replace(SILENT, returncode=-11, disk_free=4096), C.CRASHED),
    (replace(SILENT, outcome="completed", saved=True), C.COMPLETED),
    (replace(SILENT, outcome="early_stopped", saved=True), C.EARLY_STOPPED),
    (replace(SILENT, outcome="stopped", saved=True), C.STOPPED),
    (replace(SILENT, outcome="stopped"), C.STOPPED),
    (replace(FAILED, error_type="OSError", error="[Errno 28] No space left on device"), C.DISK_FULL),
    (replace(FAILED, error_type="OSError", error="[Errno 27] File too large"), C.DISK_FULL),
    (replace(FAILED, error_type="OSError", error="[Errno 122] Disk quota exceeded"), C.DISK_FULL),
    (replace(FAILED, error_type="PermissionError", error="[Errno 13] Permission denied: 'x'"), C.NO_PERMISSION),
    (replace(FAILED, error_type="OSError", error="[Errno 30] Read-only file system"), C.NO_PERMISSION),
    (replace(FAILED, error_type="RuntimeError", error="[METAL] Command buffer: Insufficient Memory"), C.OUT_OF_MEMORY),
    (replace(FAILED, error_type="MemoryError"), C.OUT_OF_MEMORY),
    (replace(FAILED, error_type="LocalEntryNotFoundError", error="x"), C.HUB_UNREACHABLE),
    (replace(FAILED, error_type="ConnectError", error="refused"), C.HUB_UNREACHABLE),
    (replace(FAILED, error_type="OfflineModeIsEnabled", error="x"), C.HUB_UNREACHABLE),
    (replace(FAILED, error_type="NonFiniteLoss", error="the training loss at step 4 is nan"), C.NOT_FINITE),
    (replace(FAILED, error_type="RuntimeError", error="[load_safetensors] Failed to open file"), C.BAD_MODEL),
    (replace(FAILED, error_type="ValueError", error="Missing 3 parameters"), C.BAD_MODEL),
    (replace(FAILED, error_type="JSONDecodeError", error="Expecting value"), C.BAD_DATA),
    (replace(FAILED, error_type="UndefinedError", error="x"), C.BAD_DATA),
    (replace(FAILED, error_type="NoChatTemplate", error="the tokenizer has none"), C.BAD_DATA),
    (replace(FAILED, error_type="StateMismatch", error="seed was 0 and is 1"), C.CHANGED),
    (replace(FAILED, error_type="RewardProblem", error="reward mine, line 4: division by zero"), C.BAD_REWARD),
    (replace(FAILED, error_type="ZeroDivisionError", error="division by zero"), C.ERROR),
    (replace(SILENT, returncode=-9, oom_killed=True), C.OUT_OF_MEMORY),
    (replace(SILENT, returncode=None), C.LOST),
    (replace(SILENT, returncode=-9), C.KILLED),
    (replace(SILENT, returncode=-15), C.KILLED),
    (replace(SILENT, returncode=-11), C.CRASHED),
    (replace(SILENT, returncode=-6, log_tail="libc++abi: terminating"), C.CRASHED),
    (replace(SILENT, returncode=-9, stop_requested=True), C.STOPPED),
    (replace(SILENT, returncode=-2, stop_requested=True, saved=True), C.STOPPED),
    (replace(SILENT, returncode=1, log_tail="x\nOSError: No space left on device\n"), C.DISK_FULL),
    (replace(SILENT, returncode=134, log_tail="a\nstd::bad_alloc\nb"), C.OUT_OF_MEMORY),
    (replace(SILENT, returncode=3), C.CRASHED),
]


@pytest.mark.parametrize(("seen", "cause"), CASES)
def test_each_cause_from_its_evidence(seen: Evidence, cause: ExitCause) -> None:
    assert classify_exit(seen).cause is cause


def test_the_cases_are_all_causes() -> None:
    assert {cause for _, cause in CASES} == set(ExitCause)


@pytest.mark.parametrize(("seen", "cause"), CASES)
def test_every_message_ends_with_the_next_step(seen: Evidence, cause: ExitCause) -> None:
    del cause
    assert NEXT_STEP.search(classify_exit(seen).message), classify_exit(seen).message


def test_evidence_is_the_line_that_told() -> None:
    seen = replace(SILENT, log_tail="first\nOSError: [Errno 28] No space left on device\nlast\n")
    assert classify_exit(seen).evidence == "OSError: [Errno 28] No space left on device"
    assert classify_exit(replace(SILENT, returncode=7)).evidence == "exit code 7"
    assert classify_exit(replace(SILENT, returncode=-11, log_tail="boom\n")).evidence == "SIGSEGV; boom"


def test_what_was_saved_is_said() -> None:
    killed = replace(SILENT, returncode=-9)
    assert "Nothing had been saved" in classify_exit(killed).message
    assert "last checkpoint is kept" in classify_exit(replace(killed, saved=True)).message


EVIDENCE = st.builds(
    Evidence,
    outcome=st.sampled_from(["completed", "stopped", "early_stopped", "failed", None]),
    returncode=st.none() | st.integers(-70, 255),
    saved=st.booleans(),
    step=st.integers(0, 10**6),
    stop_requested=st.booleans(),
    error_type=st.text(max_size=20),
    error=st.text(max_size=80),
    log_tail=st.text(max_size=200),
)


@given(EVIDENCE)
def test_it_never_raises_and_never_leaves_a_person_without_words(seen: Evidence) -> None:
    ended = classify_exit(seen)
    assert isinstance(ended, RunExit)
    assert ended.message


@given(st.sampled_from([-9, 137]), st.booleans(), st.integers(0, 1000))
def test_a_kill_alone_is_never_called_out_of_memory(code: int, saved: bool, step: int) -> None:
    seen = replace(SILENT, returncode=code, saved=saved, step=step, log_tail="Iter 3: loss 2.0\n")
    assert classify_exit(seen).cause is not ExitCause.OUT_OF_MEMORY
