/** The events of a comparison as the generated schemas know them, read one at a time. */
import type * as z from "zod";
import {
  zCompareFinishedEvent,
  zLoadedEvent,
  zLoadingEvent,
  zPerplexityEvent,
  zProgressEvent,
  zQueuedEvent,
  zRowEvent,
  zScoresEvent,
  zSideFailedEvent,
  zSideFinishedEvent,
  zStartedEvent,
  zTokenEvent,
} from "@/api/gen/zod.gen";

/** By type, so that a token is held against one schema and not against twelve. */
const schemas = {
  queued: zQueuedEvent,
  loading: zLoadingEvent,
  loaded: zLoadedEvent,
  started: zStartedEvent,
  token: zTokenEvent,
  side_finished: zSideFinishedEvent,
  side_failed: zSideFailedEvent,
  scores: zScoresEvent,
  progress: zProgressEvent,
  row: zRowEvent,
  perplexity: zPerplexityEvent,
  finished: zCompareFinishedEvent,
};

export type CompareEvent = z.output<(typeof schemas)[keyof typeof schemas]>;

/** The event, or null when it is none that these pages know. */
export function parseCompareEvent(message: unknown): CompareEvent | null {
  if (typeof message !== "object" || message === null || !("type" in message)) return null;
  const { type } = message;
  if (typeof type !== "string" || !Object.hasOwn(schemas, type)) return null;
  const read = schemas[type as keyof typeof schemas].safeParse(message);
  return read.success ? read.data : null;
}
