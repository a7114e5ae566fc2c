import { Alert } from "@/components/ui/Alert";
import { Button } from "@/components/ui/Button";
import { reconnect } from "./runFeeds";
import type { RunSummary } from "./runSummary";

/** Says that the stream of a run is cut, and that the run is not. */
export function LostConnection({ runId, summary }: { runId: string; summary: RunSummary }) {
  const { connection } = summary;
  // Also while it is tried again, so that the page does not jump at each attempt.
  const trying = connection.phase === "connecting" && connection.attempt > 0;
  const waiting = connection.phase === "waiting";
  if (!waiting && !trying) return null;
  return (
    <Alert
      tone="warning"
      live
      title={waiting ? connection.message : "The connection was lost. Trying now."}
      action={
        <Button size="sm" onClick={() => reconnect(runId)}>
          Try now
        </Button>
      }
    >
      The run goes on without this page. What is missed is fetched as soon as the server answers.
    </Alert>
  );
}
