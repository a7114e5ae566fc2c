"""Which events move a run's training clock."""

from backend.domain.events import (
    FinishedEvent,
    MessageEvent,
    Phase,
    PhaseEvent,
    ProofEvent,
    RunEvent,
    StateEvent,
)
from backend.domain.run import END_STATES, RunState
from backend.domain.training_clock import TrainingClock

_OPENS_A_LIFE = frozenset({Phase.DOWNLOADING, Phase.LOADING, Phase.PREPARING, Phase.TOKENISING})
_NOT_TRAINING = END_STATES | {RunState.QUEUED, RunState.STARTING}


def tick(clock: TrainingClock, event: RunEvent) -> TrainingClock:
    """The clock after one more event.

    States and messages are the server's words, told hours after a death perhaps: they stop the clock at the trainer's own
    last word and never move it.
    """
    match event:
        case StateEvent():
            return clock.stop() if event.state in _NOT_TRAINING else clock
        case MessageEvent():
            return clock
        case PhaseEvent() if event.phase in _OPENS_A_LIFE:
            return clock.stop()
        case PhaseEvent(phase=Phase.PROVING) | FinishedEvent() | ProofEvent():
            return clock.read(event.time).stop()
        case PhaseEvent(phase=Phase.TRAINING):
            return clock.read(event.time).begin(event.time)
        case _:
            return clock.read(event.time)
