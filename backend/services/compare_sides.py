"""From what was asked for to the files that hold it, and everything that can be refused before a model is loaded."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from backend.domain.compare_sides import AdapterSide, BaseSide, RunChoice, RunSide, SideChoices, SideInfo, SideSpec
from backend.domain.generation_protocol import SideSource
from backend.domain.model_map import ModelMap
from backend.domain.run import END_STATES, Run
from backend.errors import FieldError, InvalidInput, NotFound
from backend.runtime.typed_path import typed_path
from backend.services.adapter_fit import adapter_errors, config_model
from backend.services.run_store import RunStore
from backend.services.run_weights import RunWeights, Weights, run_weights
from backend.services.same_model import same_model


@dataclass(frozen=True)
class FoundSide:
    """A side with its files. `info` is what a person sees, `source` what the worker gets."""

    info: SideInfo
    source: SideSource


@dataclass(frozen=True)
class _Place:
    file: Path
    label: str
    field: str
    step: int | None = None
    note: str | None = None


class CompareSides:
    """Finds sides among the runs and on the disk."""

    def __init__(self, store: RunStore) -> None:
        self._store = store

    def find(self, specs: Sequence[SideSpec], model_path: str, model: ModelMap) -> list[FoundSide]:
        """Every side, in order. Raises `InvalidInput` with all that must change, by `sides.N`."""
        errors: list[FieldError] = []
        found: list[FoundSide] = []
        for index, spec in enumerate(specs):
            try:
                found.append(self._find(index, spec, model_path, model))
            except InvalidInput as refused:
                errors.extend(refused.errors)
        if errors:
            raise InvalidInput.of(*errors)
        return found

    def choices(self, model_path: str) -> SideChoices:
        """The base, and every ended run that left an adapter for it, newest first."""
        runs = [
            run
            for run in self._store.all()
            if run.state in END_STATES and same_model(run.config.model_path, model_path)
        ]
        return SideChoices(model_path=model_path, runs=[c for c in map(self._choice, runs) if c is not None])

    def scrub_specs(self, run: Run) -> list[RunSide]:
        """A side for each checkpoint in step order, and for the final weights where no checkpoint has their step."""
        weights = self._weights(run)
        steps = [checkpoint.step for checkpoint in weights.checkpoints]
        specs = [RunSide(run_id=run.id, checkpoint=step) for step in steps]
        if weights.final is None or weights.final.step in steps:
            return specs
        return [*specs, RunSide(run_id=run.id)]

    def _weights(self, run: Run) -> RunWeights:
        return run_weights(self._store.folder(run.id), run)

    def _choice(self, run: Run) -> RunChoice | None:
        weights = self._weights(run)
        if not weights.checkpoints and weights.final is None:
            return None
        return RunChoice(
            run_id=run.id,
            adapter_name=run.config.adapter_name,
            kind=run.kind.value,
            state=run.state,
            label=f"{run.config.adapter_name} ({run.created_at:%d %b %H:%M})",
            created_at=run.created_at,
            final_step=run.metrics.step if weights.final is None else weights.final.step,
            best_step=run.metrics.best_step,
            best_checkpoint=None if weights.best is None else weights.best.step,
            checkpoints=weights.checkpoints,
        )

    def _find(self, index: int, spec: SideSpec, model_path: str, model: ModelMap) -> FoundSide:
        field = f"sides.{index}"
        if isinstance(spec, BaseSide):
            label, key = spec.label or "Base", f"base:{model_path}"
            info = SideInfo(index=index, label=label, spec=spec, key=key, step=0)
            return FoundSide(info, SideSource(side=index, key=key, label=label))
        if isinstance(spec, RunSide):
            place = self._run_place(field, spec, model_path)
        else:
            place = _adapter_place(f"{field}.path", field, spec, model_path)
        errors = adapter_errors(place.field, place.file, model)
        if errors:
            raise InvalidInput.of(*errors)
        return _found(index, spec, place)

    def _run_place(self, field: str, spec: RunSide, model_path: str) -> _Place:
        try:
            run = self._store.get(spec.run_id)
        except NotFound as error:
            raise InvalidInput.of(
                FieldError(f"{field}.run_id", error.detail, "Choose another run, or an adapter folder.")
            ) from error
        name = run.config.adapter_name
        if same_model(run.config.model_path, model_path) is False:
            raise InvalidInput.of(_other_base(field, name, run.config.model_path, model_path))
        found = self._chosen(f"{field}.checkpoint", run, spec)
        which = "final" if spec.checkpoint == "final" else f"step {found.step}"
        label = f"{name}, {'best, ' if spec.checkpoint == 'best' else ''}{which}"
        return _Place(found.file, spec.label or label, f"{field}.run_id", found.step, found.note)

    def _chosen(self, field: str, run: Run, spec: RunSide) -> Weights:
        weights = self._weights(run)
        folder = self._store.folder(run.id)
        final = weights.final or Weights(folder.adapter_file, run.metrics.step)
        if spec.checkpoint == "final":
            return final
        if spec.checkpoint == "best":
            note = "The run has no validation losses: its final weights stand for the best."
            return weights.best or Weights(final.file, final.step, note)
        found = weights.numbered(folder.adapters, spec.checkpoint)
        if found is not None:
            return found
        saved = ", ".join(str(checkpoint.step) for checkpoint in weights.checkpoints) or "none"
        raise InvalidInput.of(
            FieldError(
                field,
                f"{run.config.adapter_name} has no checkpoint of step {spec.checkpoint} (saved: {saved}).",
                "Choose a saved step, best or final.",
            )
        )


def _other_base(field: str, adapter: str, theirs: str, ours: str) -> FieldError:
    return FieldError(
        field,
        f"{adapter} was trained on {theirs}, but the chosen base is {ours}.",
        "Choose that base, or another adapter.",
    )


def _adapter_place(field: str, whole: str, spec: AdapterSide, model_path: str) -> _Place:
    try:
        folder = typed_path(spec.path)
        is_folder = folder.is_dir()
    except OSError as error:
        shown = repr(spec.path[:200])
        raise InvalidInput.of(
            FieldError(field, f"{shown} cannot be a folder: {error.strerror}.", "Check the path.")
        ) from error
    if not is_folder:
        raise InvalidInput.of(
            FieldError(field, f"There is no adapter folder {folder}.", "Check the path; somebody may have deleted it.")
        )
    theirs = config_model(folder)
    if theirs is not None and same_model(theirs, model_path) is False:
        raise InvalidInput.of(_other_base(whole, folder.name, theirs, model_path))
    name = folder.parent.name if folder.name == "adapters" else folder.name
    return _Place(folder / "adapters.safetensors", spec.label or name[:80], field)


def _found(index: int, spec: SideSpec, place: _Place) -> FoundSide:
    """The side; the worker's key changes with the file, so that a file written anew is loaded anew."""
    key = str(place.file.resolve())
    stat = place.file.stat()
    info = SideInfo(
        index=index, label=place.label, spec=spec, key=key, file=str(place.file), step=place.step, note=place.note
    )
    source = SideSource(
        side=index,
        key=f"{key}@{stat.st_mtime_ns}-{stat.st_size}",
        label=place.label,
        folder=str(place.file.parent),
        file=str(place.file),
    )
    return FoundSide(info, source)


def by_index(sides: Sequence[FoundSide], order: Sequence[int]) -> list[FoundSide]:
    """The same sides in another order, numbered anew."""
    return [
        FoundSide(sides[old].info.model_copy(update={"index": new}), sides[old].source.model_copy(update={"side": new}))
        for new, old in enumerate(order)
    ]
