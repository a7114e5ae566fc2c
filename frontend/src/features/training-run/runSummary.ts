/** What the events of a run add up to, apart from its points: one immutable summary. Pure. */
import type { PhaseEvent, Preparation, Proof, RunExit, RunState } from "@/api/gen/types.gen";
import type { ConnectionState } from "@/lib/eventSocket";
import { type Checkpoint, withCheckpoint } from "./checkpoints";
import { type Completion, completionOf, newestOf } from "./completions";
import type { RunEvent } from "./runEvents";
import { emptyLog, type RunLog } from "./runLog";

export type PhaseProgress = Pick<PhaseEvent, "phase" | "done" | "total" | "unit">;

/** Something that a person should know while the run goes on. */
export interface RunWarning {
  seq: number;
  time: string;
  text: string;
}

export interface RunSummary {
  /** Number of the newest event that is in here. */
  seq: number;
  connection: ConnectionState;
  /** When it last joined the queue, by its events: a run that is taken up joins again. */
  queuedAt: string | null;
  /** When it last moved to another state. */
  movedAt: string | null;
  state: RunState | null;
  exit: RunExit | null;
  phase: PhaseProgress | null;
  step: number | null;
  totalSteps: number | null;
  /** Seconds left by the recent pace; null while it is unknown. */
  eta: number | null;
  trainedTokens: number | null;
  /** The lowest validation loss so far. */
  best: { step: number; valLoss: number } | null;
  device: string | null;
  /** How its rows were made ready; once in the life of a run. */
  preparation: Preparation | null;
  /** The newest one of this round. */
  warning: RunWarning | null;
  checkpoints: readonly Checkpoint[];
  proof: Proof | null;
  /** Answers that the model gave while it trained, the newest at the end; the oldest are let go. */
  completions: readonly Completion[];
  log: RunLog;
}

/** What nothing is known of when a run begins, or goes on after an end. */
export const newRound = {
  state: null,
  exit: null,
  phase: null,
  totalSteps: null,
  eta: null,
  warning: null,
  proof: null,
} satisfies Partial<RunSummary>;

export const emptySummary: RunSummary = {
  ...newRound,
  seq: 0,
  connection: { phase: "connecting", attempt: 0 },
  queuedAt: null,
  movedAt: null,
  step: null,
  trainedTokens: null,
  best: null,
  device: null,
  preparation: null,
  checkpoints: [],
  completions: [],
  log: emptyLog,
};

/** What one event changes. */
export function changeOf(now: RunSummary, event: RunEvent): Partial<RunSummary> {
  switch (event.type) {
    case "state":
      return movedBy(event);
    case "resumed":
      return { step: event.step || null, totalSteps: event.total_steps };
    case "message":
      return event.level === "warning" && now.state !== "queued" ? { warning: event } : {};
    case "phase":
      return { phase: progressOf(event) };
    case "plan":
      return { totalSteps: event.total_steps, device: event.device };
    case "preparation":
      return { preparation: event.preparation };
    case "step":
      return {
        step: Math.max(event.step, now.step ?? 0),
        totalSteps: event.total_steps,
        phase: steppingAgain(now, event.step),
      };
    case "train":
      return { step: Math.max(event.step, now.step ?? 0), trainedTokens: event.trained_tokens };
    case "eval":
      return bestAfter(event);
    case "checkpoint":
      return { checkpoints: withCheckpoint(now.checkpoints, event) };
    case "proof":
      // The schema lets optional lists be undefined, the type only absent: the same thing once parsed.
      return { proof: event.proof as Proof };
    case "completion":
      return { completions: newestOf([...now.completions, completionOf(event)]) };
    case "finished":
      return { step: Math.max(event.step, now.step ?? 0) };
    default:
      return {};
  }
}

type Told<Type extends RunEvent["type"]> = Extract<RunEvent, { type: Type }>;

/** Joining the queue begins a new round, in which nothing of the last one counts. */
function movedBy({ state, exit, time }: Told<"state">): Partial<RunSummary> {
  return {
    ...(state === "queued" && { ...newRound, queuedAt: time }),
    ...(exit && { exit }),
    state,
    movedAt: time,
  };
}

function progressOf({ phase, done, total, unit }: Told<"phase">): PhaseProgress {
  return { phase, done: done ?? null, total: total ?? null, unit: unit ?? null };
}

function bestAfter({ step, val_loss: valLoss, best }: Told<"eval">): Partial<RunSummary> {
  return best && valLoss !== null ? { best: { step, valLoss } } : {};
}

/** Steps that go on after a save or an evaluation say that it is over. */
function steppingAgain({ phase, step }: RunSummary, reached: number): PhaseProgress | null {
  const paused = phase?.phase === "saving" || phase?.phase === "evaluating";
  if (!paused || reached <= (step ?? 0)) return phase;
  return { phase: "training", done: null, total: null, unit: null };
}
