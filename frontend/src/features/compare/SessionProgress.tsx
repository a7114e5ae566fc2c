import { Square } from "lucide-react";
import { useCancelCompareMutation } from "@/api/compareApi";
import { Button } from "@/components/ui/Button";
import { ProgressBar } from "@/components/ui/ProgressBar";
import { formatCount } from "@/lib/format";
import type { CompareSummary } from "./compareSummary";
import { waitingText } from "./SessionState";

export interface SessionProgressProps {
  id: string;
  /** What is under way: "Batch". */
  label: string;
  summary: CompareSummary;
}

/** How far a longer session is, and the way to stop it. Nothing once it has ended. */
export function SessionProgress({ id, label, summary }: SessionProgressProps) {
  const [cancel, { isLoading }] = useCancelCompareMutation();
  const { progress, end, connection } = summary;
  if (end || connection.phase === "closed") return null;
  const text = progress
    ? `${formatCount(progress.done)} of ${formatCount(progress.total)} ${progress.unit}`
    : (waitingText(summary) ?? "Answering");
  return (
    <div className="flex items-center gap-4">
      <div className="min-w-0 flex-1">
        <p role="status" className="mb-1.5 text-muted text-xs tabular-nums">
          {text}
        </p>
        <ProgressBar
          label={label}
          value={progress ? progress.done / Math.max(1, progress.total) : null}
          valueText={text}
        />
      </div>
      <Button size="sm" icon={Square} busy={isLoading} onClick={() => void cancel(id)}>
        Stop
      </Button>
    </div>
  );
}
