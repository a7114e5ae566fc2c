"""Notes: what is left out stays, and what is too much is refused."""

import pytest
from pydantic import ValidationError

from backend.domain.run_notes import MAX_NOTE, MAX_TAGS, NotesChange, RunNotes


def test_what_is_left_out_stays() -> None:
    notes = RunNotes(starred=True, tags=["a"], note="first")
    assert NotesChange(note="").applied(notes) == RunNotes(starred=True, tags=["a"])
    assert NotesChange(starred=False).applied(notes) == RunNotes(tags=["a"], note="first")
    assert NotesChange(tags=[]).applied(notes).tags == []


def test_a_tag_is_kept_once_and_without_blanks_around_it() -> None:
    assert NotesChange(tags=[" a ", "a", "b c"]).tags == ["a", "b c"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"tags": ["x" * 41]},
        {"tags": [" "]},
        {"tags": ["a,b"]},
        {"tags": ["a\nb"]},
        {"tags": [str(number) for number in range(MAX_TAGS + 1)]},
        {"note": "x" * (MAX_NOTE + 1)},
        {"star": True},
    ],
)
def test_too_much(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        NotesChange.model_validate(wrong)
