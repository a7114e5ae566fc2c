import { useListRunsQuery } from "@/api/runsApi";
import { useNoticeState } from "@/lib/useNoticeState";

/**
 * Runs that wait or train and those that ended last, asked for again and again while the page is looked at:
 * a run may be started elsewhere.
 * Also behind other windows where a notice of its end is wanted.
 */
export function useRuns() {
  return useListRunsQuery(undefined, {
    pollingInterval: 2000,
    skipPollingIfUnfocused: useNoticeState() !== "on",
    refetchOnFocus: true,
    refetchOnReconnect: true,
  });
}
