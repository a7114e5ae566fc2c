/** What the events of a run add up to, apart from its points: one immutable summary. Pure. */
import type { PhaseEvent, Proof, RunExit, RunState } from "@/api/gen/types.gen";
import type { ConnectionState } from "@/lib/eventSocket";
import { type Completion, completionOf, newestOf } from "./completions";
import type { RunEvent } from "./runEvents";
import { emptyLog, type RunLog } from "./runLog";

export interface Checkpoint {
  step: number;
  file: string;
  bytes: number;
}

export type PhaseProgress = Pick<PhaseEvent, "phase" | "done" | "total" | "unit">;

export interface RunSummary {
  /** Number of the newest event that is in here. */
  seq: number;
  connection: ConnectionState;
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
  checkpoints: readonly Checkpoint[];
  proof: Proof | null;
  /** Answers that the model gave while it trained, the newest at the end; the oldest are let go. */
  completions: readonly Completion[];
  log: RunLog;
}

export const emptySummary: RunSummary = {
  seq: 0,
  connection: { phase: "connecting", attempt: 0 },
  state: null,
  exit: null,
  phase: null,
  step: null,
  totalSteps: null,
  eta: null,
  trainedTokens: null,
  best: null,
  device: null,
  checkpoints: [],
  proof: null,
  completions: [],
  log: emptyLog,
};

/** What one event changes. */
export function changeOf(now: RunSummary, event: RunEvent): Partial<RunSummary> {
  switch (event.type) {
    case "state":
      return { state: event.state, exit: event.exit ?? now.exit };
    case "phase": {
      const { phase, done, total, unit } = event;
      return {
        phase: { phase, done: done ?? null, total: total ?? null, unit: unit ?? null },
      };
    }
    case "plan":
      return { totalSteps: event.total_steps, device: event.device };
    case "step":
      return {
        step: Math.max(event.step, now.step ?? 0),
        totalSteps: event.total_steps,
        phase: steppingAgain(now, event.step),
      };
    case "train":
      return { step: Math.max(event.step, now.step ?? 0), trainedTokens: event.trained_tokens };
    case "eval":
      if (!event.best || event.val_loss === null) return {};
      return { best: { step: event.step, valLoss: event.val_loss } };
    case "checkpoint": {
      const { step, file, bytes } = event;
      // One save writes two files, the numbered one and the newest one: that is one checkpoint.
      const others = now.checkpoints.filter((checkpoint) => checkpoint.step !== step);
      return { checkpoints: [...others, { step, file, bytes }] };
    }
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

/** Steps that go on after a save or an evaluation say that it is over. */
function steppingAgain({ phase, step }: RunSummary, reached: number): PhaseProgress | null {
  const paused = phase?.phase === "saving" || phase?.phase === "evaluating";
  if (!paused || reached <= (step ?? 0)) return phase;
  return { phase: "training", done: null, total: null, unit: null };
}
