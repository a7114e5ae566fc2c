/** The events of a run as the generated schemas know them, read one at a time. */
import type * as z from "zod";
import {
  zCheckpointEvent,
  zCompletionEvent,
  zEvalEvent,
  zFinishedEvent,
  zLogEvent,
  zMessageEvent,
  zPhaseEvent,
  zPlanEvent,
  zPreparationEvent,
  zProofEvent,
  zResumedEvent,
  zRewardEvent,
  zStateEvent,
  zStepEvent,
  zTrainEvent,
} from "@/api/gen/zod.gen";

/** By type, so that a message is held against one schema and not against all. */
const schemas = {
  state: zStateEvent,
  phase: zPhaseEvent,
  plan: zPlanEvent,
  preparation: zPreparationEvent,
  resumed: zResumedEvent,
  step: zStepEvent,
  train: zTrainEvent,
  eval: zEvalEvent,
  checkpoint: zCheckpointEvent,
  log: zLogEvent,
  message: zMessageEvent,
  proof: zProofEvent,
  reward: zRewardEvent,
  completion: zCompletionEvent,
  finished: zFinishedEvent,
};

export type RunEvent = z.output<(typeof schemas)[keyof typeof schemas]>;

/** The event, or null when it is none that these pages know. */
export function parseRunEvent(message: unknown): RunEvent | null {
  if (typeof message !== "object" || message === null || !("type" in message)) return null;
  const { type } = message;
  if (typeof type !== "string" || !Object.hasOwn(schemas, type)) return null;
  const read = schemas[type as keyof typeof schemas].safeParse(message);
  return read.success ? read.data : null;
}
