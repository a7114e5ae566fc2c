"""Where a model's small files are: a folder on this machine, or a repository of the hub.

Of a hub repository only config.json and the files that may hold a chat template are fetched, never weights; a cached
copy is used as it is, without asking the hub whether it is the newest. HF_ENDPOINT, HF_HOME and HF_HUB_OFFLINE are
respected because huggingface_hub reads them. Does not know what the files say.
"""

import os
from pathlib import Path

from backend.workers.inspection_error import InspectionError

CONFIG_FILE = "config.json"
TOKENIZER_FILE = "tokenizer_config.json"
TEMPLATE_FILES = ("chat_template.jinja", "chat_template.json")


def find_model_folder(model: str) -> Path:
    """The folder that holds this model's config.json. `model` is a folder or a hub id. Raises `InspectionError`."""
    try:
        path = Path(model)
        if path.is_dir():
            return _local_folder(path)
        if path.exists():
            raise InspectionError(
                "not_a_model", f"{model} is a file, not a folder.", "Choose the folder that holds config.json."
            )
    except PermissionError as error:
        raise _forbidden(model) from error
    except OSError:  # a name that no file system takes is no folder; the hub says whether it is an id
        path = Path()
    return _hub_folder(model) if _could_be_hub_id(model) else _no_folder(model)


def _local_folder(path: Path) -> Path:
    if (path / CONFIG_FILE).is_file():
        return path
    raise InspectionError(
        "not_a_model",
        f"The folder {path} has no config.json.",
        "Choose the folder that holds config.json and the safetensors files; it may be one level further down.",
    )


def _forbidden(model: str) -> InspectionError:
    return InspectionError(
        "no_permission", f"This program may not read {model}.", "Change the permissions, or copy the model elsewhere."
    )


def _could_be_hub_id(model: str) -> bool:
    return not model.startswith(("/", ".", "~")) and "\\" not in model and model.count("/") <= 1


def _no_folder(model: str) -> Path:
    raise InspectionError(
        "not_found", f"There is no folder {model}.", "Check the spelling; write the full path, without ~."
    )


def _hub_folder(model: str) -> Path:
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    from huggingface_hub import errors, get_hf_file_metadata, hf_hub_download, hf_hub_url

    try:
        return Path(hf_hub_download(model, CONFIG_FILE, local_files_only=True)).parent
    except errors.HFValidationError as error:
        raise _unknown_model(model) from error
    except errors.LocalEntryNotFoundError:
        pass
    try:
        # Asked first because a download retries for half a minute before it admits that nobody answers.
        get_hf_file_metadata(hf_hub_url(model, CONFIG_FILE))
        folder = Path(hf_hub_download(model, CONFIG_FILE)).parent
    except errors.RemoteEntryNotFoundError as error:
        raise InspectionError(
            "not_a_model",
            f"{model} on the hub has no config.json.",
            "Choose a repository in MLX or transformers format.",
        ) from error
    except (errors.GatedRepoError, errors.DisabledRepoError) as error:
        raise InspectionError(
            "no_permission",
            f"The hub does not let you read {model}.",
            "Ask for access on the model's page, then log in with `hf auth login`.",
        ) from error
    except errors.RepositoryNotFoundError as error:
        raise _unknown_model(model) from error
    except (errors.LocalEntryNotFoundError, errors.OfflineModeIsEnabled, errors.HTTPError) as error:
        raise InspectionError(
            "offline",
            f"{model} is not on this machine, and the hub could not be reached.",
            "Check the connection and try again, or choose a folder on this machine.",
        ) from error
    for name in (TOKENIZER_FILE, *TEMPLATE_FILES):
        try:
            hf_hub_download(model, name)
        except (errors.EntryNotFoundError, errors.HTTPError):
            continue  # most repositories have one of these; the map says unknown where none came
    return folder


def _unknown_model(model: str) -> InspectionError:
    return InspectionError(
        "not_found",
        f"There is no folder {model} here, and no model of that name on the hub.",
        "Check the spelling (owner/name), or log in with `hf auth login` if the model is private.",
    )
