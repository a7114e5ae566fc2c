"""One prompt for all sides, told token by token; or one row of a batch, told as a whole."""

from collections.abc import Callable
from typing import Any

from backend.domain.compare_answers import FinishReason, RowAnswer
from backend.domain.compare_batches import contains_match, exact_match
from backend.domain.generation_protocol import GenerateCommand, RowCommand, SideSource
from backend.workers.adapter_files import AdapterProblem
from backend.workers.answering import Answering, wired
from backend.workers.generation_prompt import (
    NO_TEMPLATE,
    EncodedPrompt,
    PromptProblem,
    check_context,
    encode_prompt,
)
from backend.workers.generation_room import Room
from backend.workers.score_all import tell_scores
from backend.workers.side_answer import Cancelled, SideAnswer


def answer_all(command: GenerateCommand, room: Room) -> None:
    """Load the sides, let them answer, score what was asked. Raises `PromptProblem`, `Cancelled`."""
    prompt = encode_prompt(room.base.tokenizer, command.prompt)
    check_context(len(prompt.tokens), command.context_length)
    if command.one_by_one:
        _one_by_one(command, room, prompt)
        return
    models = room.load(command.sides)
    answers = [_answer(side, model, room, prompt, command) for side, model in models.items()]
    _tell_started(room, answers, prompt)
    if answers:
        with wired(next(iter(models.values()))):
            Answering(answers, room.between, room.tell).in_turns()
    tell_scores(command, room, prompt.tokens, models, answers)


def _one_by_one(command: GenerateCommand, room: Room, prompt: EncodedPrompt) -> None:
    for done, source in enumerate(command.sides, 1):
        for side, model in room.load([source]).items():
            answer = _answer(side, model, room, prompt, command)
            _tell_started(room, [answer], prompt)
            with wired(model):
                Answering([answer], room.between, room.tell).in_turns()
        room.base.trim()
        room.tell("progress", done=done, total=len(command.sides), unit="checkpoints")
        room.stop_if_asked()


def _answer(
    side: int, model: Any, room: Room, prompt: EncodedPrompt, command: GenerateCommand | RowCommand
) -> SideAnswer:
    return SideAnswer(side, model, room.base.tokenizer, prompt.tokens, command.settings)


def _tell_started(room: Room, answers: list[SideAnswer], prompt: EncodedPrompt) -> None:
    room.tell(
        "started",
        sides=[{"side": answer.side, "prompt_tokens": answer.prompt_tokens} for answer in answers],
        chat_template=prompt.chat_template,
        note=None if prompt.chat_template else NO_TEMPLATE,
    )


def answer_row(command: RowCommand, room: Room) -> None:
    """Let every side answer one row and tell the row. What keeps a side from answering is told in its place."""
    if command.index == 0 or not all(room.base.has(source) for source in command.sides):
        room.load(command.sides)
    answers = [_row_answer(command, room, source) for source in command.sides]
    room.tell(
        "row",
        index=command.index,
        prompt=command.prompt.messages[-1].content,
        reference=command.reference,
        answers=[answer.model_dump() for answer in answers],
    )


def _row_answer(command: RowCommand, room: Room, source: SideSource) -> RowAnswer:
    problems: list[str] = []
    try:
        prompt = encode_prompt(room.base.tokenizer, command.prompt)
        check_context(len(prompt.tokens), command.context_length)
        model, _ = room.base.side(source)
    except (PromptProblem, AdapterProblem) as problem:
        return _unanswered(source.side, f"{problem.message} {problem.hint}")
    answer = _answer(source.side, model, room, prompt, command)
    with wired(model):
        Answering([answer], room.between, _only_failures(problems)).in_turns()
    if answer.finish_reason is FinishReason.CANCELLED:
        raise Cancelled
    if answer.finish_reason is None or problems:
        return _unanswered(source.side, " ".join(problems))
    reference = command.reference
    return RowAnswer(
        side=source.side,
        text=answer.text,
        completion_tokens=len(answer.tokens),
        finish_reason=answer.finish_reason,
        exact=None if reference is None else exact_match(answer.text, reference),
        contains=None if reference is None else contains_match(answer.text, reference),
    )


def _only_failures(problems: list[str]) -> Callable[..., None]:
    def tell(kind: str, **fields: Any) -> None:
        if kind == "side_failed":
            problems.append(f"{fields['message']} {fields['hint']}")

    return tell


def _unanswered(side: int, problem: str) -> RowAnswer:
    return RowAnswer(side=side, text="", completion_tokens=0, finish_reason=FinishReason.ERROR, problem=problem)
