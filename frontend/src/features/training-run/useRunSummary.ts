import { useCallback, useSyncExternalStore } from "react";
import { feedOf, watchFeed } from "./runFeeds";
import type { RunSummary } from "./runSummary";

/** What the run's events add up to so far; holds its socket open while it is on the page. */
export function useRunSummary(runId: string): RunSummary {
  const subscribe = useCallback((listener: () => void) => watchFeed(runId, listener), [runId]);
  return useSyncExternalStore(subscribe, () => feedOf(runId).summary());
}
