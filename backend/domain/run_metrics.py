"""The newest figures of a run, folded from its events one at a time."""

from backend.domain.enhanced_events import RewardEvent
from backend.domain.events import EvalEvent, PhaseEvent, PlanEvent, ResumedEvent, RunEvent, StepEvent, TrainEvent
from backend.domain.run import RunMetrics
from backend.domain.training_clock import TrainingClock
from backend.domain.training_time import tick


def fold(metrics: RunMetrics, event: RunEvent) -> RunMetrics:
    """The figures after one more event. A log that is told again from its first event begins its clock anew."""
    before = TrainingClock() if event.seq == 1 else metrics.clock
    clock = tick(before, event)
    told = _figures(metrics, event)
    return told if clock == told.clock else told.model_copy(update={"clock": clock})


def _figures(metrics: RunMetrics, event: RunEvent) -> RunMetrics:
    match event:
        case PhaseEvent():
            return metrics.model_copy(update={"phase": event.phase.value})
        case PlanEvent():
            return metrics.model_copy(update={"total_steps": event.total_steps})
        case ResumedEvent():
            return metrics.model_copy(update={"step": event.step, "total_steps": event.total_steps})
        case StepEvent():
            return metrics.model_copy(update={"step": max(event.step, metrics.step), "total_steps": event.total_steps})
        case TrainEvent():
            return metrics.model_copy(
                update={
                    "step": max(event.step, metrics.step),
                    "train_loss": event.train_loss,
                    "learning_rate": event.learning_rate,
                    "tokens_per_second": event.tokens_per_second,
                    "steps_per_second": event.steps_per_second,
                    "trained_tokens": event.trained_tokens,
                    "peak_memory_gb": event.peak_memory_gb,
                }
            )
        case EvalEvent():
            best = {"best_val_loss": event.val_loss, "best_step": event.step} if event.best else {}
            return metrics.model_copy(update={"val_loss": event.val_loss, "val_step": event.step, **best})
        case RewardEvent(split="train"):
            return metrics.model_copy(update={"reward_mean": event.mean})
        case _:
            return metrics
