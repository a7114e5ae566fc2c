"""mlx-lm's training loop, able to begin at any step.

Line for line the arithmetic of `mlx_lm.tuner.trainer.train` in 0.32.2, in one process: where nothing is resumed, losses,
reports and adapter files are the stock ones to the last bit, which `tests/contract/test_training_loop.py` holds it to. Added
are only the places between steps where it can end, save and go on.
"""

import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import mlx.core as mx
import mlx.nn as nn
from mlx.utils import tree_map
from mlx_lm.cli_ui import TrainUI
from mlx_lm.tuner import trainer as stock
from mlx_lm.utils import maybe_set_recommended_wired_limit

from backend.domain.saved_state import DataPlace
from backend.workers.batch_order import BatchOrder, numpy_state, set_numpy_state
from backend.workers.loss_window import LossWindow
from backend.workers.run_session import NonFiniteLoss, RunSession
from backend.workers.state_keeper import StateKeeper
from backend.workers.training_state import Snapshot, StateMismatch, flat, restore_tensors


def train(*, training_callback: Any, **given: Any) -> None:
    """Behind mlx-lm's `train` name; `session` and `keeper` besides. Raises what `TrainingLoop.run` raises."""
    del training_callback  # the session itself is told
    TrainingLoop(**given).run()


class TrainingLoop:
    """One run through the loop."""

    def __init__(
        self,
        model: Any,
        optimizer: Any,
        args: Any,
        train_dataset: Any,
        val_dataset: Any,
        session: RunSession,
        keeper: StateKeeper,
    ) -> None:
        self._model, self._optimizer, self._args = model, optimizer, args
        self._val_dataset = val_dataset
        self._train_rows = len(train_dataset)
        self._session, self._keeper = session, keeper
        self._batches = BatchOrder(train_dataset, args.batch_size, args.max_seq_length, stock.iterate_batches)
        self._window = LossWindow()
        self._gradients: Any = None
        self._done = 0
        self._ui = TrainUI(args.iters)

    def run(self) -> None:
        """Train from where the run stands to its end, and save. Raises `NonFiniteLoss`, `StateMismatch`, OSError."""
        maybe_set_recommended_wired_limit()
        if self._args.grad_checkpoint:
            stock.grad_checkpoint(self._model.layers[0])
        self._go_on_from_saved()
        self._model.train()
        step = self._compiled_step()
        with self._ui:
            try:
                while self._done < self._args.iters and not self._session.wants_end:
                    self._one_step(step)
                self._session.between_steps(self._done)
                self._keeper.last(self._snapshot())
            except NonFiniteLoss:
                self._keeper.keep_last_state()
                raise

    def _go_on_from_saved(self) -> None:
        stored = self._keeper.stored
        if stored is None:
            return
        if stored.saved.train_rows != self._train_rows:
            raise StateMismatch(
                f"The saved state was trained on {stored.saved.train_rows} rows and there are {self._train_rows} now."
            )
        self._gradients = restore_tensors(stored, self._model, self._optimizer)
        self._batches.go_to(stored.saved.place)
        self._window.restore(stored.saved.window)
        self._done = stored.saved.step
        self._ui._progress.advance(self._ui._task, self._done)
        self._session.resumed(self._done, stored.saved.evaluations)
        self._tell_spent_schedule()

    def _compiled_step(self) -> Callable[..., Any]:
        model, optimizer, accumulated = self._model, self._optimizer, self._args.grad_accumulation_steps
        loss_and_gradients = nn.value_and_grad(model, stock.default_loss)
        if not self._done:  # the first step would make it anyway, and the second then be compiled anew
            optimizer.init(model.trainable_parameters())
        state = [model.state, optimizer.state, mx.random.state]
        self._state = state

        @partial(mx.compile, inputs=state, outputs=state)
        def step(batch: Any, previous: Any, do_update: bool) -> Any:
            (loss, tokens), gradients = loss_and_gradients(model, *batch)
            if previous is not None:
                gradients = tree_map(lambda x, y: x + y, gradients, previous)
            if do_update:
                if accumulated > 1:
                    gradients = tree_map(lambda x: x / accumulated, gradients)
                optimizer.update(model, gradients)
                gradients = None
            return loss, tokens, gradients

        return step

    def _one_step(self, step: Callable[..., Any]) -> None:
        number, args = self._done + 1, self._args
        self._session.between_steps(self._done)
        before = self._batches.place() if self._evaluates_at(number) else None
        batch = next(self._batches)
        if before is not None and not self._evaluated(number, before):
            return  # cut: this step comes after it, in another life
        began = time.perf_counter()
        loss, tokens, self._gradients = step(batch, self._gradients, number % args.grad_accumulation_steps == 0)
        self._window.add(loss, tokens)
        mx.eval(self._state, self._window.losses, self._window.tokens, self._gradients)
        stock._clear_cache(args.clear_cache_threshold)
        self._window.seconds += time.perf_counter() - began
        self._done = number
        self._ui.advance()
        self._report(number)
        self._keeper.after_step(self._snapshot, due=number % args.steps_per_save == 0)

    def _evaluates_at(self, number: int) -> bool:
        return bool(self._val_dataset) and (
            number == 1 or number % self._args.steps_per_eval == 0 or number == self._args.iters
        )

    def _evaluated(self, number: int, before: DataPlace) -> bool:
        """Measure the validation loss before a step; False when it was cut, and the run stands where it stood before."""
        began, drawn = time.perf_counter(), numpy_state()
        batches = len(self._val_dataset) // self._args.batch_size
        total = batches if self._args.val_batches == -1 else min(batches, self._args.val_batches)
        with self._ui.val_task(total) as advance:
            loss = stock.evaluate(
                model=self._model,
                dataset=self._val_dataset,
                loss=stock.default_loss,
                batch_size=self._args.batch_size,
                num_batches=self._args.val_batches,
                max_seq_length=self._args.max_seq_length,
                iterate_batches=self._evaluation_batches,
                progress_callback=advance,
            )
        self._model.train()
        if self._session.wants_end:
            self._batches.go_to(before)
            return False
        if number % self._args.steps_per_eval and number != 1:
            set_numpy_state(drawn)  # only the end made it due: a run of more steps would not have drawn here
        seconds = time.perf_counter() - began
        self._ui.report_val(number, loss, seconds)
        best = self._session.on_val_loss_report({"iteration": number - 1, "val_loss": loss, "val_time": seconds})
        if best and self._done:
            self._keeper.best(self._snapshot())
        return True

    def _evaluation_batches(self, dataset: Any, batch_size: int, *args: Any, **kwargs: Any) -> Iterator[Any]:
        made = stock.iterate_batches(dataset, batch_size, *args, **kwargs)
        return self._session.evaluation_batches(made, len(dataset) // batch_size)

    def _report(self, number: int) -> None:
        args, due = self._args, number % self._args.steps_per_report == 0
        if not (due or number == args.iters or not self._window.is_finite()):
            return
        report = self._window.report(number, args.steps_per_report, self._optimizer.learning_rate.item())
        self._ui.report_train(number, report["train_loss"], report["tokens_per_second"], report["trained_tokens"])
        self._session.on_train_loss_report(report)
        if due:
            self._window.begin_anew()

    def _snapshot(self) -> Snapshot:
        return Snapshot(
            step=self._done,
            total_steps=self._args.iters,
            weights=flat(self._model.trainable_parameters()),
            optimizer=flat(self._optimizer.state),
            gradients=None if self._gradients is None else flat(self._gradients),
            place=self._batches.place(),
            window=self._window.saved(),
            evaluations=self._session.evaluations,
            train_rows=self._train_rows,
        )

    def _tell_spent_schedule(self) -> None:
        schedule = self._optimizer._schedulers.get("learning_rate")
        if schedule is None or self._done >= self._args.iters:
            return
        ahead = [float(schedule(self._optimizer.step + offset)) for offset in range(3)]
        if not any(ahead):
            self._session.message(
                "The learning rate's schedule has run out: it is 0 from here on, so further steps change nothing. Start a "
                "copy of this run from its adapter in place of adding steps.",
                "warning",
            )
