/**
 * What the events of one run add up to. Points go into columns that draw once per frame; the rest is
 * one immutable summary that changes a few times a second. Knows nothing of sockets or of React.
 */
import { type Columns, createColumns } from "@/lib/columns";
import type { ConnectionState } from "@/lib/eventSocket";
import { type StepSample, secondsLeft, withSample } from "./eta";
import { type RewardMetric, rewardPoints } from "./rewardPoints";
import type { RunEvent } from "./runEvents";
import { type LogLine, type RunLog, toneOfPrinted, trimmed } from "./runLog";
import { changeOf, emptySummary, type RunSummary } from "./runSummary";

export const metricNames = [
  "trainLoss",
  "valLoss",
  "learningRate",
  "tokensPerSecond",
  "memory",
  "peakMemory",
] as const;

/** Columns of rewards come into being with the first report of one. */
export type MetricName = (typeof metricNames)[number] | RewardMetric;

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
  const columns = createColumns<MetricName>(
    metricNames,
    (task) => void setTimeout(task, pointsEveryMs),
  );
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
      samples = samplesAfter(event, samples);
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

/** A run that goes on after an end may tell steps again: its pace begins anew. */
function samplesAfter(event: RunEvent, samples: readonly StepSample[]): readonly StepSample[] {
  if (event.type === "resumed" || (event.type === "state" && event.state === "queued")) return [];
  if (event.type !== "step" && event.type !== "train") return samples;
  return withSample(samples, { time: Date.parse(event.time), step: event.step });
}

function appendPoints(columns: Columns<MetricName>, event: RunEvent): void {
  if (event.type === "eval") columns.append(event.step, { valLoss: event.val_loss });
  if (event.type === "reward") columns.append(event.step, rewardPoints(event));
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
  if (event.type === "resumed") {
    const text = `Goes on from step ${event.step} of ${event.total_steps}.`;
    return { seq, time, text, tone: "info" };
  }
  if (event.type === "message") return { seq, time, text: event.text, tone: event.level };
  if (event.type === "finished" && event.error) {
    return { seq, time, text: `${event.error_type ?? "Error"}: ${event.error}`, tone: "danger" };
  }
  return null;
}
