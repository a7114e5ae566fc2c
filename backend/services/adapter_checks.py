"""Whether an adapter file fits the run that is to go on from it, read off its header alone."""

from backend.errors import FieldError
from backend.runtime.model_files import BrokenSafetensors, read_safetensors_header
from backend.runtime.typed_path import typed_path
from backend.services.data_checks import unreadable


def adapter_errors(path: str, asked: set[str], rank: int, remedy: str) -> list[FieldError]:
    """What keeps an adapter file from being resumed by a run that adapts the modules `asked` (<block>.<path>) at this rank.

    `remedy` says where the coverage could be changed.
    """
    try:
        tensors = read_safetensors_header(typed_path(path))
    except BrokenSafetensors as error:
        return [FieldError("resume_adapter_file", str(error), "Choose a complete adapters.safetensors.")]
    except OSError as error:
        return [unreadable("resume_adapter_file", error)]
    found = {name.rsplit(".", 1)[0] for name in tensors if name.endswith((".lora_a", ".lora_b"))}
    missing = [module for module in asked if not any(name.endswith(f".{module}") for name in found)]
    if missing or len(found) != len(asked):
        return [
            FieldError(
                "resume_adapter_file",
                f"The adapter covers {len(found)} modules, this run {len(asked)}.",
                remedy,
            )
        ]
    ranks = {info.shape[-1] for name, info in tensors.items() if name.endswith(".lora_a") and len(info.shape) == 2}
    if ranks and ranks != {rank}:
        return [
            FieldError(
                "resume_adapter_file",
                f"The adapter has rank {min(ranks)}, this run {rank}.",
                f"Choose an adapter of rank {rank}, or a run of rank {min(ranks)}.",
            )
        ]
    return []
