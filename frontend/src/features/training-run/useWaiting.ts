import { skipToken } from "@reduxjs/toolkit/query";
import { useMemo } from "react";
import type { Run } from "@/api/gen/types.gen";
import { useGetQueueQuery } from "@/api/queueApi";
import { useRuns } from "./useRuns";
import { waitingRuns } from "./waitingRuns";

/** The runs that wait, next one first. Their order is asked for as long as there are any. */
export function useWaiting(): readonly Run[] {
  const { data: runs } = useRuns();
  const someWait = runs?.some(({ state }) => state === "queued") ?? false;
  const { data: queue } = useGetQueueQuery(someWait ? undefined : skipToken, {
    pollingInterval: 2000,
    skipPollingIfUnfocused: true,
    refetchOnFocus: true,
  });
  const order = queue?.order;
  return useMemo(() => waitingRuns(runs ?? [], order), [runs, order]);
}
