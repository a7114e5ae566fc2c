"""Answers, references and rows scored under every side."""

from collections.abc import Mapping, Sequence
from typing import Any

from jinja2 import TemplateError

from backend.domain.compare_answers import AnswerScores, FinishReason, ScoredToken, SideLogprobs
from backend.domain.generation_protocol import GenerateCommand, LossSum, PerplexityCommand, ScoreCommand
from backend.workers.adapter_files import AdapterProblem
from backend.workers.generation_prompt import PromptProblem, encode_prompt
from backend.workers.generation_room import Room
from backend.workers.scoring import finite, row_tokens, token_logprobs
from backend.workers.side_answer import SideAnswer


def tell_scores(
    command: GenerateCommand,
    room: Room,
    prompt: list[int],
    models: Mapping[int, Any],
    answers: Sequence[SideAnswer],
) -> None:
    """Score every whole answer, and the reference, as far as that was asked for. Raises `Cancelled`."""
    if command.score:
        for answer in answers:
            room.stop_if_asked()
            if answer.tokens and answer.finish_reason in (FinishReason.STOP, FinishReason.LENGTH):
                room.tell("scores", scores=_scores(room, models, prompt, answer.tokens, answer.side).model_dump())
    if command.reference:
        room.stop_if_asked()
        tokens = list(room.base.tokenizer.encode(command.reference, add_special_tokens=False))
        if tokens:
            room.tell("scores", scores=_scores(room, models, prompt, tokens, None).model_dump())


def score_answer(command: ScoreCommand, room: Room) -> AnswerScores:
    """Score given tokens under all sides. Raises `PromptProblem`, `Cancelled`."""
    prompt = encode_prompt(room.base.tokenizer, command.prompt).tokens
    models = {}
    for source in command.sides:
        try:
            models[source.side], _ = room.base.side(source)
        except AdapterProblem as problem:
            raise PromptProblem(problem.message, problem.hint, field=f"sides.{source.side}") from problem
    return _scores(room, models, prompt, command.tokens, command.answer_of)


def _scores(
    room: Room, models: Mapping[int, Any], prompt: list[int], tokens: list[int], answer_of: int | None
) -> AnswerScores:
    sides = []
    for side, model in models.items():
        found = [
            finite(value)
            for value in token_logprobs(model, [*prompt, *tokens], len(prompt), between=room.stop_if_asked)
        ]
        sides.append(SideLogprobs(side=side, logprobs=found, total=sum(found), mean=sum(found) / len(found)))
    return AnswerScores(answer_of=answer_of, tokens=_texts(room.base.tokenizer, tokens), sides=sides)


def _texts(tokenizer: Any, tokens: list[int]) -> list[ScoredToken]:
    """Each token with the text that it added; the texts joined are the whole."""
    detokenizer = tokenizer.detokenizer
    found = []
    for place, token in enumerate(tokens, 1):
        detokenizer.add_token(token)
        if place == len(tokens):
            detokenizer.finalize()
        found.append(ScoredToken(token=token, text=detokenizer.last_segment))
    return found


def sum_losses(command: PerplexityCommand, room: Room) -> LossSum:
    """Losses of one side over rows. Raises `PromptProblem` for a side or row that cannot be used, `Cancelled`."""
    (source,) = command.sides
    try:
        model, _ = room.base.side(source)
    except AdapterProblem as problem:
        raise PromptProblem(problem.message, problem.hint, field=f"sides.{source.side}") from problem
    nll, scored, cut = 0.0, 0, 0
    for row in command.rows:
        room.stop_if_asked()
        try:
            found = row_tokens(
                room.base.tokenizer, row, answers_only=command.answers_only, context_length=command.context_length
            )
        except (TemplateError, ValueError, TypeError) as error:
            raise PromptProblem(
                f"A row cannot be put to this model: {error}.", "Use rows that its chat template takes.", field="path"
            ) from error
        cut += found.cut
        if len(found.tokens) <= found.offset:
            continue
        losses = token_logprobs(model, found.tokens, found.offset, between=room.stop_if_asked)
        nll -= sum(finite(loss) for loss in losses)
        scored += len(losses)
    return LossSum(nll=nll, tokens=scored, rows=len(command.rows), rows_cut=cut)
