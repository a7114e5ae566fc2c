"""The tree of errors: every one has an answer, and the drawing at its top is true."""

import re
from collections.abc import Iterator

import pytest

from backend import errors
from backend.api.problems import problem_response
from backend.errors import DroidError, FieldError, InvalidInput


def tree(root: type[DroidError]) -> Iterator[type[DroidError]]:
    yield root
    for child in root.__subclasses__():
        yield from tree(child)


@pytest.mark.parametrize("kind", tree(DroidError))
def test_every_error_has_a_status_a_title_and_a_document(kind: type[DroidError]) -> None:
    assert 400 <= kind.status < 600
    assert kind.title
    answer = problem_response(kind("It broke. Mend it."))
    assert answer.status_code == kind.status
    assert answer.media_type == "application/problem+json"
    assert b"It broke. Mend it." in bytes(answer.body)


def test_the_drawing_is_the_tree() -> None:
    drawn = dict(re.findall(r"(\w+) +(\d{3})  ", errors.__doc__ or ""))
    assert drawn == {
        kind.__name__: str(kind.status) for kind in tree(DroidError) if kind.__module__ == "backend.errors"
    }


def test_titles_of_siblings_differ() -> None:
    titles = [kind.title for kind in tree(DroidError)]
    assert len(set(titles)) == len(titles)


def test_the_detail_of_invalid_input_is_all_its_fields() -> None:
    error = InvalidInput.of(FieldError("a", "A is bad.", "Mend A."), FieldError("b", "B is bad."))
    assert error.detail == "A is bad. Mend A. B is bad."
    assert [field.field for field in error.errors] == ["a", "b"]
