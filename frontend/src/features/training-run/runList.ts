/** Which run of the list is meant. The list is newest first. Pure. */
import type { Run, RunState } from "@/api/gen/types.gen";

const order: Record<RunState, number> = {
  queued: 0,
  starting: 1,
  running: 2,
  stopping: 3,
  completed: 4,
  stopped: 4,
  failed: 4,
  lost: 4,
};

export function hasEnded(state: RunState): boolean {
  return order[state] === order.completed;
}

/** Of two reports, the one that is further on: a replay begins long ago, a poll may be old. */
export function furtherState(polled: RunState, streamed: RunState | null): RunState {
  return streamed !== null && order[streamed] > order[polled] ? streamed : polled;
}

/** The run that trains now; else the next one in the queue. */
export function activeRun(runs: readonly Run[], waiting: readonly Run[]): Run | undefined {
  return trainingRuns(runs)[0] ?? waiting[0];
}

/** Runs whose trainer is at work, newest first. */
export function trainingRuns(runs: readonly Run[]): Run[] {
  return runs.filter(({ state }) => state !== "queued" && !hasEnded(state));
}
