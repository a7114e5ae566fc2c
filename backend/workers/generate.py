"""`python -m backend.workers.generate`: a base model that stays in memory and answers for every adapter.

Commands come in as JSON lines on standard input, replies go out as JSON lines on standard output
(`backend.domain.generation_protocol`); what libraries print goes to standard error. The first command names the base. The
process ends when its input closes.
"""

import sys

from backend.domain.generation_protocol import OpenCommand, RefusedReply
from backend.workers.generation_inbox import Inbox
from backend.workers.generation_outbox import Outbox


def main() -> int:
    """Load the base, then work until the input closes; 1 when the base cannot be loaded."""
    outbox = Outbox()
    inbox = Inbox(sys.stdin.fileno())
    command = inbox.next()
    while command is None:
        command = inbox.next()
    if not isinstance(command, OpenCommand):
        raise TypeError(f"the first command is {command.type}, not open")
    from backend.workers.generation_work import Worker

    try:
        worker = Worker(command.model, inbox, outbox)
    except Exception as error:  # noqa: BLE001 - loaders raise anything; the last word of this process says what
        outbox.send(_cannot_load(command.model, error))
        return 1
    while True:
        worker.do(inbox.next())


def _cannot_load(model: str, error: Exception) -> RefusedReply:
    said = str(error).strip().splitlines() or [type(error).__name__]
    return RefusedReply(
        job=None,
        field="model_path",
        message=f"The model {model} could not be loaded: {said[0].rstrip('.')}.",
        hint="Check that the folder is complete, or choose another model.",
    )


if __name__ == "__main__":
    sys.exit(main())
