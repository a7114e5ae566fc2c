"""`python -m backend.workers.inspect_rows`: what is in this long file of rows?

Reads one JSON line, {"path", "inspection": "inspect_dataset" or "inspect_prompts"}, from standard input and answers with
one JSON line: {"report": <what the inspection returns>}, or {"unreadable": [errno, message, file]} where the system
refuses. A process of its own, because parsing rows leaves the other threads of its process little time.
"""

import json
import sys
from pathlib import Path
from typing import Any

from backend.runtime.dataset_files import INSPECTIONS


def answer(line: str) -> dict[str, Any]:
    """The reply to one request line."""
    request = json.loads(line)
    try:
        report = INSPECTIONS[request["inspection"]](Path(request["path"]))
    except OSError as error:
        return {"unreadable": [error.errno, error.strerror, error.filename]}
    return {"report": report.model_dump()}


def main() -> None:
    """Answer the one request on standard input."""
    sys.stdout.write(json.dumps(answer(sys.stdin.readline())) + "\n")


if __name__ == "__main__":
    main()
