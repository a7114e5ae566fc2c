/** The adapter files of a run as they lie on disk: written, written again, removed. Pure. */
import type { RunEvent } from "./runEvents";

type CheckpointEvent = Extract<RunEvent, { type: "checkpoint" }>;

/** One file. */
export interface Checkpoint {
  step: number;
  file: string;
  bytes: number;
  /** Holds the weights with the lowest validation loss so far. */
  best: boolean;
}

/** The files after one more save. A name that is written again stands for the new file alone. */
export function withCheckpoint(
  held: readonly Checkpoint[],
  { step, file, bytes, best, removed }: CheckpointEvent,
): readonly Checkpoint[] {
  const gone = new Set([file, ...(removed ?? [])]);
  return [...held.filter((one) => !gone.has(one.file)), { step, file, bytes, best }];
}

/** Steps whose weights are on disk, in order: one save may write several files. */
export function checkpointSteps(held: readonly Checkpoint[]): { step: number; best: boolean }[] {
  const byStep = new Map<number, boolean>();
  for (const { step, best } of held) byStep.set(step, best || byStep.get(step) === true);
  return [...byStep]
    .map(([step, best]) => ({ step, best }))
    .sort((left, right) => left.step - right.step);
}

/** As a list shows them; files of one save stay together. */
export function newestFirst(held: readonly Checkpoint[]): Checkpoint[] {
  return [...held].sort((left, right) => right.step - left.step || compare(left.file, right.file));
}

/** Bytes that all files take. */
export function diskUse(held: readonly Checkpoint[]): number {
  return held.reduce((sum, { bytes }) => sum + bytes, 0);
}

function compare(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}
