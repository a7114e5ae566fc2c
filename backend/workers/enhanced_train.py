"""The Enhanced trainer: `python -m backend.workers.enhanced_train <run folder>`.

Reads `enhanced.json`, trains attention adapters by one of the four methods, writes numbered events, proves the adapter, and
says how it ended, as `backend.workers.train` does for Setup. It needs no server.
"""

import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

from backend.domain.enhanced_choices import EnhancedKind
from backend.domain.enhanced_mlx import rl_arguments, sft_yaml
from backend.domain.enhanced_request import REQUEST_FILE, EnhancedRequest
from backend.domain.events import Phase
from backend.runtime.atomic_file import write_atomic
from backend.runtime.engines import engine_versions
from backend.runtime.run_folder import RunFolder
from backend.workers.log_tee import tee_output
from backend.workers.mlx_seams import run_mlx_lora, save_atomically
from backend.workers.rl_hooks import RlHooks
from backend.workers.rl_session import RlSession, RunCut
from backend.workers.run_session import NonFiniteLoss, RunSession
from backend.workers.train import SftHooks, figures, last_word, tell_of_missing_blas


def train(folder: RunFolder, request: EnhancedRequest, session: RunSession) -> None:
    """Fetch the model where it is missing, train, prove. Raises whatever goes wrong."""
    if not Path(request.model_path).is_dir():
        from backend.workers.hub_download import fetch_model

        fetch_model(request.model_path, session)
    if isinstance(session, RlSession):
        _train_by_rewards(request, session)
    else:
        write_atomic(folder.mlx_yaml, sft_yaml(request).encode())
        run_mlx_lora(folder.mlx_yaml, SftHooks(session))
    if session.saved and session.step:
        from backend.workers.verify_adapter import prove

        session.phase(Phase.PROVING)
        session.events.append("proof", proof=prove(request.model_path, request.adapters, request.asked()))


def _train_by_rewards(request: EnhancedRequest, session: RlSession) -> None:
    from backend.workers.reward_functions import find_rewards
    from backend.workers.rl_model import load_policy, make_optimizer
    from backend.workers.rl_seams import hooked

    config = request.config
    file = Path(config.reward_functions_file) if config.reward_functions_file else None
    rewards, _ = find_rewards(config.reward_functions, file)
    model, reference, tokenizer = load_policy(request)
    train_rows, val_rows = _rows(request, session, tokenizer)
    hooks = RlHooks(session, config, rewards)
    save_atomically(SftHooks(session))
    _tell_plan(request, session, model, len(train_rows), len(val_rows))
    session.begin_training(request.iterations)
    with hooked(hooks) as engine:
        try:
            engine.train_grpo(
                model=model,
                ref_model=reference,
                tokenizer=tokenizer,
                optimizer=make_optimizer(config, request.iterations),
                train_dataset=train_rows,
                val_dataset=val_rows,
                reward_funcs=hooks.rewards,
                args=engine.GRPOTrainingArgs(**rl_arguments(request)),
                iterate_batches=hooks.batches(engine.iterate_grpo_batches),
                training_callback=hooks,
            )
        except RunCut:
            session.abandon_step()
            if not session.step:
                return
            _save(request, model)
        except FloatingPointError as error:
            raise NonFiniteLoss(str(error)) from error
    session.end_training()


def _rows(request: EnhancedRequest, session: RlSession, tokenizer: Any) -> tuple[list[Any], list[Any]]:
    from backend.workers.rl_rows import cut_prompts, read_rows

    session.phase(Phase.TOKENISING)
    train_rows = read_rows(request.data / "train.jsonl", tokenizer)
    val_rows = read_rows(request.data / "valid.jsonl", tokenizer)
    cut = cut_prompts(train_rows + val_rows, request.config.max_seq_length)
    if cut:
        session.message(
            f"{cut} prompts are longer than {request.config.max_seq_length} tokens and are cut at the end, which is where "
            "the answer is asked for.",
            "warning",
        )
    return train_rows, val_rows


def _tell_plan(request: EnhancedRequest, session: RlSession, model: Any, train_rows: int, val_rows: int) -> None:
    session.events.append(
        "plan",
        total_steps=request.iterations,
        train_rows=train_rows,
        val_rows=val_rows,
        versions={**engine_versions(), "mlx-lm-lora": version("mlx-lm-lora")},
        **figures(model),
    )


def _save(request: EnhancedRequest, model: Any) -> None:
    import mlx.core as mx
    from mlx.utils import tree_flatten

    weights: dict[str, Any] = dict(tree_flatten(model.trainable_parameters()))
    mx.save_safetensors(str(request.adapters / "adapters.safetensors"), weights)


def main() -> int:
    """Train the run in the folder named on the command line; 0 when it ended as wished."""
    folder = RunFolder(Path(sys.argv[1]))
    request = EnhancedRequest.model_validate_json((folder.path / REQUEST_FILE).read_bytes())
    session: RunSession
    if request.kind is EnhancedKind.SFT_ATTENTION:
        session = RunSession(folder.events, request.config.patience if request.config.early_stop else None)
    else:
        session = RlSession(folder.events)
    session.listen_for_stop()
    session.phase(Phase.LOADING)
    tee_output(folder.events)
    tell_of_missing_blas(session)
    with last_word(session):
        train(folder, request, session)
    return 0


if __name__ == "__main__":
    sys.exit(main())
