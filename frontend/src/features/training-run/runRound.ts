/** Which of two reports of a run is of a later round: a run that is taken up joins the queue again. Pure. */
import type { Run } from "@/api/gen/types.gen";
import type { RunSummary } from "./runSummary";

/**
 * Where the stream stands beside the list: `behind` while it has told only of a round before the one
 * that the list knows, `ahead` when it tells of a later one.
 */
export function roundOf(
  run: Pick<Run, "queued_at" | "ended_at">,
  { queuedAt, movedAt }: Pick<RunSummary, "queuedAt" | "movedAt">,
): "behind" | "same" | "ahead" {
  // The event is written just after the moment that the list tells.
  if (isBefore(movedAt, run.queued_at)) return "behind";
  return isBefore(run.ended_at, queuedAt) ? "ahead" : "same";
}

function isBefore(one: string | null | undefined, other: string | null | undefined): boolean {
  return one != null && other != null && Date.parse(one) < Date.parse(other);
}
