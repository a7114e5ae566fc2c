import type { ReplayEventsResponse } from "@/api/gen/types.gen";

export type { Proof, Run } from "@/api/gen/types.gen";
export type RunEvent = ReplayEventsResponse[number];
