import { useListRunsQuery } from "@/api/runsApi";

/** Every run, asked for again and again while the page is visible: a run may be started elsewhere. */
export function useRuns() {
  return useListRunsQuery(undefined, {
    pollingInterval: 2000,
    skipPollingIfUnfocused: true,
    refetchOnFocus: true,
    refetchOnReconnect: true,
  });
}
