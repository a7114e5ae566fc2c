import { skipToken } from "@reduxjs/toolkit/query";
import { useCallback, useEffect, useSyncExternalStore } from "react";
import { useGetCompareQuery } from "@/api/compareApi";
import type { CompareSession } from "@/api/gen/types.gen";
import { feedOf, watchFeed } from "./compareFeeds";
import { type CompareSummary, emptySummary } from "./compareSummary";

export interface LiveSession {
  summary: CompareSummary;
  session: CompareSession | undefined;
}

/** A session's events so far, and what the server said of it. Redrawn once per frame at most. */
export function useSession(id: string | null): LiveSession {
  const subscribe = useCallback(
    (listener: () => void) => (id === null ? () => {} : watchFeed(id, listener)),
    [id],
  );
  const summary = useSyncExternalStore(subscribe, () =>
    id === null ? emptySummary : feedOf(id).summary(),
  );
  const { currentData } = useGetCompareQuery(id ?? skipToken);
  return { summary, session: currentData };
}

/** Keeps a session going while another tab of the page is looked at; hears nothing of it. */
export function useHeldSession(id: string | null): void {
  useEffect(() => (id === null ? undefined : watchFeed(id, () => {})), [id]);
}
