import { Alert } from "@/components/ui/Alert";
import { Button } from "@/components/ui/Button";
import { reconnect } from "./compareFeeds";
import type { CompareSummary } from "./compareSummary";

/** What keeps an answer waiting, in one line; null once it comes. */
export function waitingText({ phase, ahead, loading }: CompareSummary): string | null {
  if (phase === "queued" && ahead > 0) {
    return ahead === 1 ? "Waiting for one other to end" : `Waiting for ${ahead} others to end`;
  }
  if (phase === "loading") return `Loading ${loading}`;
  if (phase === "sent" || phase === "queued" || phase === "loaded") return "Reading the prompt";
  return null;
}

export interface SessionTroubleProps {
  id: string;
  summary: CompareSummary;
  /** What to do about a session that is gone. */
  again: string;
}

/** What went wrong with a whole session: failed, connection lost, forgotten. Nothing where all is well. */
export function SessionTrouble({ id, summary, again }: SessionTroubleProps) {
  const { connection, end } = summary;
  // A side that failed says why itself; where all did, once more above would say nothing new.
  const told = summary.answers.some(({ failed }) => failed !== null);
  if (end?.outcome === "failed" && !told) {
    return <Alert tone="danger" live title={end.message ?? "It failed."} />;
  }
  if (end) return null;
  if (connection.phase === "closed") {
    return (
      <Alert tone="warning" live title="The server no longer has this.">
        {connection.message} {again}
      </Alert>
    );
  }
  const trying = connection.phase === "connecting" && connection.attempt > 0;
  if (connection.phase !== "waiting" && !trying) return null;
  return (
    <Alert
      tone="warning"
      live
      title={
        connection.phase === "waiting" ? connection.message : "The connection was lost. Trying now."
      }
      action={
        <Button size="sm" onClick={() => reconnect(id)}>
          Try now
        </Button>
      }
    >
      What was missed is fetched as soon as the server answers.
    </Alert>
  );
}
