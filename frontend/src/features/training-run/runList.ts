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
export function activeRun(runs: readonly Run[]): Run | undefined {
  const training = runs.find(({ state }) => state !== "queued" && !hasEnded(state));
  return training ?? runs.findLast(({ state }) => state === "queued");
}

/** Place in the queue, counted from 1; null for a run that does not wait. */
export function queuePosition(runs: readonly Run[], id: string): number | null {
  const waiting = runs.filter(({ state }) => state === "queued").toReversed();
  const place = waiting.findIndex((run) => run.id === id);
  return place < 0 ? null : place + 1;
}
