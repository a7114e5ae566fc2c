import { ListChecks } from "lucide-react";
import { EmptyState } from "@/components/ui/EmptyState";
import { useAppSelector } from "@/store/hooks";
import { selectSessions } from "@/store/slices/compareSlice";
import { BatchForm } from "./BatchForm";
import { BatchResults } from "./BatchResults";
import { PerplexityCard } from "./PerplexityCard";
import { type LiveSession, useSession } from "./useSession";

/** Many prompts for all sides: a table of answers, and how well each side knows the rows. */
export function BatchTab() {
  const { batch: batchId, perplexity: perplexityId } = useAppSelector(selectSessions);
  const batch = useSession(batchId);
  const perplexity = useSession(perplexityId);
  const busy = isGoing(batchId, batch) || isGoing(perplexityId, perplexity);
  return (
    <div className="grid grid-cols-1 gap-4">
      <BatchForm busy={busy} />
      {perplexityId !== null && <PerplexityCard id={perplexityId} live={perplexity} />}
      {batchId !== null && <BatchResults id={batchId} live={batch} />}
      {batchId === null && perplexityId === null && (
        <div className="card">
          <EmptyState icon={ListChecks} title="Many prompts at once">
            Every side answers the same rows. Where a row has a reference, each answer is held
            against it and counted.
          </EmptyState>
        </div>
      )}
    </div>
  );
}

function isGoing(id: string | null, { summary }: LiveSession): boolean {
  return id !== null && summary.end === null && summary.connection.phase !== "closed";
}
