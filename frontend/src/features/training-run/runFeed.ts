/**
 * What the events of one run add up to. Points go into columns that draw once per frame; the rest is
 * one immutable summary that changes a few times a second. Knows nothing of sockets or of React.
 */
import type { PhaseEvent, Proof, RunExit, RunState } from "@/api/gen/types.gen";
import { type Columns, createColumns } from "@/lib/columns";
import type { ConnectionState } from "@/lib/eventSocket";
import { type StepSample, secondsLeft, withSample } from "./eta";
import type { RunEvent } from "./runEvents";
import { emptyLog, type LogLine, type RunLog, toneOfPrinted, trimmed } from "./runLog";

export const metricNames = [
  "trainLoss",
  "valLoss",
  "learningRate",
  "tokensPerSecond",
  "memory",
  "peakMemory",
] as const;

export type MetricName = (typeof metricNames)[number];

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
  log: emptyLog,
};

export interface RunFeed {
  columns: Columns<MetricName>;
  apply(event: RunEvent): void;
  connectionMoved(connection: ConnectionState): void;
  summary(): RunSummary;
  subscribe(listener: () => void): () => void;
}

/** A timer and not a frame: frames rest in a hidden tab, whose title still counts up. */
const summaryEveryMs = 100;
/** Charts of 10 000 points cost tens of milliseconds: a long replay must not draw them every frame. */
const pointsEveryMs = 200;

export function createRunFeed(): RunFeed {
  const columns = createColumns(metricNames, (task) => void setTimeout(task, pointsEveryMs));
  const listeners = new Set<() => void>();
  const lines: LogLine[] = [];
  let dropped = 0;
  let samples: readonly StepSample[] = [];
  let now = emptySummary;
  let shown = emptySummary;
  let waiting = false;

  function announce() {
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      shown = { ...now, log: logOf() };
      for (const listener of listeners) listener();
    }, summaryEveryMs);
  }

  function logOf(): RunLog {
    const { log } = shown;
    if (log.lines.at(-1)?.seq === lines.at(-1)?.seq) return log;
    const kept = trimmed({ lines, dropped });
    if (kept.lines !== lines) lines.splice(0, kept.dropped - dropped);
    dropped = kept.dropped;
    return { lines: lines.slice(), dropped };
  }

  return {
    columns,
    apply(event) {
      appendPoints(columns, event);
      const line = lineOf(event);
      if (line) lines.push(line);
      if (event.type === "step" || event.type === "train") {
        samples = withSample(samples, { time: Date.parse(event.time), step: event.step });
      }
      now = { ...now, ...changeOf(now, event), seq: event.seq };
      now.eta = now.state === "running" ? secondsLeft(samples, now.totalSteps) : null;
      announce();
    },
    connectionMoved(connection) {
      now = { ...now, connection };
      announce();
    },
    summary: () => shown,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function changeOf(now: RunSummary, event: RunEvent): Partial<RunSummary> {
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

function appendPoints(columns: Columns<MetricName>, event: RunEvent): void {
  if (event.type === "eval") columns.append(event.step, { valLoss: event.val_loss });
  if (event.type !== "train") return;
  columns.append(event.step, {
    trainLoss: event.train_loss,
    learningRate: event.learning_rate,
    tokensPerSecond: event.tokens_per_second,
    memory: event.memory_gb,
    peakMemory: event.peak_memory_gb,
  });
}

function lineOf(event: RunEvent): LogLine | null {
  const { seq, time } = event;
  if (event.type === "log") {
    return { seq, time, text: event.line, tone: toneOfPrinted(event.line) };
  }
  if (event.type === "message") return { seq, time, text: event.text, tone: event.level };
  if (event.type === "finished" && event.error) {
    return { seq, time, text: `${event.error_type ?? "Error"}: ${event.error}`, tone: "danger" };
  }
  return null;
}
