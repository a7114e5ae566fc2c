import { useListResultsQuery } from "@/api/resultsApi";

const pollMs = 2000;

/** Every run as a row, asked for again while the page is looked at; an unchanged table costs next to nothing. */
export function useResults() {
  return useListResultsQuery(undefined, {
    pollingInterval: pollMs,
    skipPollingIfUnfocused: true,
    refetchOnFocus: true,
    refetchOnReconnect: true,
    refetchOnMountOrArgChange: true,
  });
}
