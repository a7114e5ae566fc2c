import type { ReplayEventsResponse } from "@/api/gen/types.gen";

export type { Preparation, Proof, Run, RunQueue as Queue } from "@/api/gen/types.gen";
export type RunEvent = ReplayEventsResponse[number];
