import { useCallback, useEffect, useSyncExternalStore } from "react";
import type { Run } from "@/api/gen/types.gen";
import { feedOf, goOn, watchFeed } from "./runFeeds";
import { roundOf } from "./runRound";
import type { RunSummary } from "./runSummary";

/**
 * What the run's events add up to so far; holds its socket open while it is on the page, and opens it
 * again when an ended run is taken up.
 */
export function useRunSummary(run: Pick<Run, "id" | "queued_at" | "ended_at">): RunSummary {
  const { id } = run;
  const subscribe = useCallback((listener: () => void) => watchFeed(id, listener), [id]);
  const summary = useSyncExternalStore(subscribe, () => feedOf(id).summary());
  const closed = summary.connection.phase === "closed";
  const round = closed && roundOf(run, summary) === "behind" ? run.queued_at : null;
  useEffect(() => {
    if (round) goOn(id, round);
  }, [round, id]);
  return summary;
}
