/** Which runs came to an end of their own between two lists. Pure. */
import type { Run, RunState } from "@/api/gen/types.gen";
import { hasEnded } from "./runList";

export type States = ReadonlyMap<string, RunState>;

export function statesOf(runs: readonly Run[]): States {
  return new Map(runs.map(({ id, state }) => [id, state]));
}

/** Not those that a person stopped: who stops a run knows that it ends. */
export function endedSince(before: States, runs: readonly Run[]): Run[] {
  return runs.filter(({ id, state }) => {
    const was = before.get(id);
    return was !== undefined && !hasEnded(was) && hasEnded(state) && state !== "stopped";
  });
}

/** "pirate-demo: completed". */
export function endTitle({ id, state, config }: Run): string {
  return `${config.adapter_name ?? id}: ${state}`;
}
