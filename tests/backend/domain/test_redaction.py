"""What is taken out of texts that leave this computer, and what stays."""

import pytest

from backend.domain.redaction import Redaction

REDACTION = Redaction({"/people/ann": "~", "/people/ann/runs/r1": "", "/disk/models/tiny": "tiny", "/": "never"})


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("/people/ann/x", "~/x"),
        ("'/people/ann'", "'~'"),
        ("/people/ann/runs/r1/data", "data"),
        ("/people/ann/runs/r1", "."),
        ("/people/anna/x", "/people/anna/x"),
        ("/people/ann-b", "/people/ann-b"),
        ("In /disk/models/tiny.", "In tiny."),
        ("/other/people/ann", "/other/people/ann"),
        ("a / b", "a / b"),
        ("the key hf_abcdefghijklmnopqrstuvwx is", "the key hf_*** is"),
        ("hf_hub", "hf_hub"),
    ],
)
def test_texts(text: str, shown: str) -> None:
    assert REDACTION.text(text) == shown


def test_every_text_of_a_json_value() -> None:
    value = {"a": ["/people/ann/x", 1.5, None, True], "b": {"c": "/disk/models/tiny"}}
    assert REDACTION.value(value) == {"a": ["~/x", 1.5, None, True], "b": {"c": "tiny"}}


def test_nothing_to_hide() -> None:
    assert Redaction({}).text("/people/ann") == "/people/ann"
