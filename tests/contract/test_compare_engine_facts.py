"""Facts of mlx and mlx-lm that comparisons stand on, each named. A new version of the engine has to pass them anew."""

import inspect

import mlx.core as mx
import mlx.nn as nn
from mlx_lm import sample_utils, utils
from mlx_lm.generate import generate_step
from mlx_lm.tuner import datasets

from backend.domain.compare_settings import REPETITION_CONTEXT


def test_the_global_random_state_is_split_into_what_goes_on_and_what_is_drawn_with() -> None:
    mx.random.seed(7)
    drawn = [mx.random.categorical(mx.zeros((1, 1000))).item() for _ in range(5)]
    key = mx.random.key(7)
    alone = []
    for _ in range(5):
        key, now = mx.random.split(key)
        alone.append(mx.random.categorical(mx.zeros((1, 1000)), key=now).item())
    assert alone == drawn


def test_the_sampler_cuts_by_top_p_then_min_p_then_top_k_and_divides_by_temperature() -> None:
    text = inspect.getsource(sample_utils.make_sampler)
    places = [text.index(name) for name in ("apply_top_p(x", "apply_min_p(x", "apply_xtc(x", "apply_top_k(x")]
    assert places == sorted(places)
    assert "categorical(logits * (1.0 / temp))" in inspect.getsource(sample_utils.categorical_sampling)


def test_the_repetition_penalty_looks_at_twenty_tokens() -> None:
    default = inspect.signature(sample_utils.make_logits_processors).parameters["repetition_context_size"].default
    assert default == REPETITION_CONTEXT


def test_generate_step_takes_what_a_side_gives_it() -> None:
    names = set(inspect.signature(generate_step).parameters)
    assert names >= {"prompt", "model", "max_tokens", "sampler", "logits_processors", "prompt_progress_callback"}


def test_a_model_is_found_loaded_and_read_in_three_steps() -> None:
    assert next(iter(inspect.signature(utils._download).parameters)) == "path_or_hf_repo"
    assert "eos_token_ids" in inspect.signature(utils.load_tokenizer).parameters
    assert callable(utils.load_config)
    assert callable(utils.load_model)


def test_a_module_is_a_dictionary_whose_copy_is_another_module() -> None:
    module = nn.Linear(2, 2)
    assert isinstance(module, dict)
    assert set(module) == {"weight", "bias"}
    assert isinstance(module._no_grad, set)


def test_rows_become_tokens_and_an_offset() -> None:
    for kind in (datasets.ChatDataset, datasets.CompletionsDataset, datasets.TextDataset):
        assert "d" in inspect.signature(kind.process).parameters
