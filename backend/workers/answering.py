"""All sides of a comparison, answering in turns, and the telling of it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from backend.domain.compare_answers import FinishReason
from backend.workers.side_answer import Cancelled, Piece, SideAnswer

Tell = Callable[..., None]


class Answering:
    """Runs `SideAnswer`s to their ends. `between` is called before each step: it counts prompts and tells of a stop."""

    def __init__(self, answers: Sequence[SideAnswer], between: Callable[[], bool], tell: Tell) -> None:
        self._answers = answers
        self._between = between
        self._tell = tell

    def in_turns(self) -> None:
        """One token a side and turn, until every side has ended."""
        open_sides = list(self._answers)
        while open_sides:
            for answer in list(open_sides):
                self._step(answer)
                if answer.finish_reason is not None:
                    open_sides.remove(answer)

    def _step(self, answer: SideAnswer) -> None:
        try:
            pieces = answer.end(FinishReason.CANCELLED) if self._between() else answer.turn(self._check)
        except Cancelled:
            pieces = answer.end(FinishReason.CANCELLED)
        except (RuntimeError, ValueError, MemoryError) as error:
            answer.finish_reason = FinishReason.ERROR
            self._tell(
                "side_failed",
                side=answer.side,
                message=f"The model could not go on: {str(error) or type(error).__name__}.",
                hint="Shorten the prompt, or choose other sampling settings.",
            )
            return
        self._told(answer, pieces)

    def _check(self) -> None:
        if self._between():
            raise Cancelled

    def _told(self, answer: SideAnswer, pieces: Sequence[Piece]) -> None:
        for piece in pieces:
            self._tell("token", side=answer.side, text=piece.text, token=piece.token)
        if answer.finish_reason is not None:
            self._tell(
                "side_finished",
                side=answer.side,
                text=answer.text,
                prompt_tokens=answer.prompt_tokens,
                completion_tokens=len(answer.tokens),
                seconds_to_first_token=answer.seconds_to_first_token,
                tokens_per_second=answer.tokens_per_second,
                finish_reason=answer.finish_reason,
            )


@contextmanager
def wired(model: Any) -> Iterator[None]:
    """mlx-lm's own memory setting for the time of an answer; nothing where there is no Metal."""
    from mlx_lm.generate import generation_stream, wired_limit

    with wired_limit(model, [generation_stream]):
        yield
