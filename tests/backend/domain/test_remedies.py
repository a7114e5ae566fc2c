"""Corrected copies: offered only where a change is known to help, and each of them a configuration that is valid."""

import pytest

from backend.domain.enhanced_config import EnhancedConfig
from backend.domain.exit_cause import ExitCause
from backend.domain.remedies import remedies
from backend.domain.training_config import TrainingConfig

SETUP = TrainingConfig(batch_size=8, max_seq_length=2048, iterations=100)


@pytest.mark.parametrize("cause", set(ExitCause) - {ExitCause.OUT_OF_MEMORY, ExitCause.NOT_FINITE})
def test_nothing_is_offered_where_nothing_is_known_to_help(cause: ExitCause) -> None:
    assert remedies(cause, SETUP) == []


def test_out_of_memory_keeps_the_rows_that_are_seen() -> None:
    found = {tuple(remedy.changes): remedy.changes for remedy in remedies(ExitCause.OUT_OF_MEMORY, SETUP)}
    assert found["grad_checkpoint",] == {"grad_checkpoint": True}
    smaller = found["batch_size", "grad_accumulation_steps", "iterations"]
    assert smaller == {"batch_size": 4, "grad_accumulation_steps": 2, "iterations": 200}
    assert found["max_seq_length",] == {"max_seq_length": 1024}


def test_a_loss_that_is_no_number() -> None:
    rate, alpha = remedies(ExitCause.NOT_FINITE, SETUP)
    assert rate.changes == {"learning_rate": 2e-6}
    assert alpha.changes == {"lora_alpha": 8}


@pytest.mark.parametrize("config", [SETUP, EnhancedConfig(batch_size=2), TrainingConfig(batch_size=1)])
@pytest.mark.parametrize("cause", [ExitCause.OUT_OF_MEMORY, ExitCause.NOT_FINITE])
def test_every_corrected_copy_is_valid(config: TrainingConfig | EnhancedConfig, cause: ExitCause) -> None:
    for remedy in remedies(cause, config):
        assert type(config).model_validate({**config.model_dump(), **remedy.changes}) != config
