"""What the generation worker does with each command."""

from functools import partial
from typing import Any

from pydantic import BaseModel

from backend.domain.generation_protocol import (
    CountedReply,
    DoneReply,
    DropCommand,
    GenerateCommand,
    OpenCommand,
    PerplexityCommand,
    RefusedReply,
    RowCommand,
    ScoreCommand,
    Work,
)
from backend.workers.answer_all import answer_all, answer_row
from backend.workers.generation_inbox import Inbox
from backend.workers.generation_outbox import Outbox
from backend.workers.generation_prompt import PromptProblem, check_context, encode_prompt
from backend.workers.generation_room import Room
from backend.workers.resident_base import ResidentBase
from backend.workers.score_all import score_answer, sum_losses
from backend.workers.side_answer import Cancelled


class Worker:
    """One base, one piece of work at a time."""

    def __init__(self, model: str, inbox: Inbox, outbox: Outbox) -> None:
        """Load tokenizer and weights; prompts that wait are counted in between. Raises what mlx-lm's loader raises."""
        self._inbox = inbox
        self._outbox = outbox
        self._base = ResidentBase(model)
        self._count_waiting()
        self._base.load_weights()
        outbox.send(self._base.report())

    def do(self, command: OpenCommand | Work | None) -> None:
        """Work off one command and say how it ended."""
        self._count_waiting()
        if command is None:
            return
        if isinstance(command, OpenCommand):
            raise TypeError("a worker opens one base only")
        self._outbox.send(self._result(command))
        self._inbox.forget(command.job)

    def _result(self, command: Work) -> BaseModel:
        room = Room(
            base=self._base,
            between=partial(self._between, command.job),
            tell=partial(self._outbox.event, command.job),
        )
        try:
            result = self._work(command, room)
        except Cancelled:
            return DoneReply(job=command.job, cancelled=True)
        except PromptProblem as problem:
            return RefusedReply(job=command.job, field=problem.field, message=problem.message, hint=problem.hint)
        finally:
            self._base.trim()
            self._outbox.send(self._base.report())
        return DoneReply(job=command.job, cancelled=self._inbox.is_cancelled(command.job), result=result)

    def _work(self, command: Work, room: Room) -> dict[str, Any] | None:
        match command:
            case GenerateCommand():
                answer_all(command, room)
                return None
            case RowCommand():
                answer_row(command, room)
                return None
            case ScoreCommand():
                return score_answer(command, room).model_dump()
            case PerplexityCommand():
                return sum_losses(command, room).model_dump()
            case DropCommand():
                self._base.drop(command.key)
                return None

    def _between(self, job: str) -> bool:
        """Whether to stop; counts prompts that wait on the way."""
        self._count_waiting()
        return self._inbox.is_cancelled(job)

    def _count_waiting(self) -> None:
        while (waiting := self._inbox.next_count()) is not None:
            try:
                tokens = len(encode_prompt(self._base.tokenizer, waiting.prompt).tokens)
                check_context(tokens, None)
                self._outbox.send(CountedReply(job=waiting.job, tokens=tokens))
            except PromptProblem as problem:
                self._outbox.send(
                    RefusedReply(job=waiting.job, field=problem.field, message=problem.message, hint=problem.hint)
                )
