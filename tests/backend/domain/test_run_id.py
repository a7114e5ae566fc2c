"""Ids of runs, and names that are none."""

from datetime import UTC, datetime

import pytest

from backend.domain.run_id import make_run_id, parse_run_id

MADE = datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)


def test_an_id_tells_what_it_was_made_of() -> None:
    told = parse_run_id(make_run_id(MADE, "my-a.b_c", "0f1e"))
    assert told is not None
    assert (told.created_at, told.adapter_name) == (MADE, "my-a.b_c")


@pytest.mark.parametrize(
    "name",
    [
        "",
        "..",
        "20260203-040506-x",
        "20261303-040506-x-0f1e",
        "20260203-040506-../x-0f1e",
        "20260203-040506-x-0f1e\n",
        "２0260203-040506-x-0f1e",
    ],
)
def test_names_that_are_none(name: str) -> None:
    assert parse_run_id(name) is None
