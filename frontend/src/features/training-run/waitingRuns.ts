/** The runs that wait, in the order in which they begin. Pure. */
import type { Run } from "@/api/gen/types.gen";

/** Runs that the order names come first; the others wait behind them, first come, first served. */
export function waitingRuns(runs: readonly Run[], order: readonly string[] = []): Run[] {
  const place = new Map(order.map((id, index) => [id, index]));
  const placeOf = ({ id }: Run) => place.get(id) ?? order.length;
  const joined = ({ queued_at, created_at }: Run) => Date.parse(queued_at ?? created_at);
  return runs
    .filter(({ state }) => state === "queued")
    .toReversed()
    .sort((one, other) => placeOf(one) - placeOf(other) || joined(one) - joined(other));
}

/** Place in the queue, counted from 1; null for a run that does not wait. */
export function placeIn(waiting: readonly string[], id: string): number | null {
  const place = waiting.indexOf(id);
  return place < 0 ? null : place + 1;
}

/** The order after a run has been put at a place, counted from 0. */
export function movedTo(order: readonly string[], id: string, place: number): string[] {
  const others = order.filter((one) => one !== id);
  const at = Math.min(Math.max(place, 0), others.length);
  return others.toSpliced(at, 0, id);
}
