"""The kernel's own count of processes that it ended for memory, where it tells."""

from pathlib import Path

_VMSTAT = Path("/proc/vmstat")
_CGROUP_EVENTS = Path("/sys/fs/cgroup/memory.events")


def oom_kills(files: tuple[Path, ...] = (_VMSTAT, _CGROUP_EVENTS)) -> int:
    """Out-of-memory kills since the system started; 0 on systems that do not count them."""
    return sum(_count(file) for file in files)


def _count(file: Path) -> int:
    try:
        lines = file.read_text().splitlines()
    except OSError:
        return 0
    pairs = (line.split() for line in lines)
    return sum(int(pair[1]) for pair in pairs if len(pair) == 2 and pair[0] in ("oom_kill", "oom_group_kill"))
