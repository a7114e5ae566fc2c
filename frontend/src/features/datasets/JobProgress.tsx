import type { JobProgress as Progress } from "@/api/gen/types.gen";
import { Button } from "@/components/ui/Button";
import { ProgressBar } from "@/components/ui/ProgressBar";
import { formatBytes, formatProgress } from "@/lib/format";

export interface JobProgressProps {
  /** What is under way: "Reading the rows". */
  label: string;
  progress: Progress | null;
  onCancel: () => void;
}

/** How far a piece of work is, and the way to end it. */
export function JobProgress({ label, progress, onCancel }: JobProgressProps) {
  const far = progress ? inWords(progress) : "";
  return (
    <div className="flex items-center gap-4 rounded-control border border-line bg-sunken px-3 py-2">
      <div className="min-w-0 flex-1">
        <p className="mb-1.5 flex justify-between gap-3 text-muted text-xs">
          <span>{label}</span>
          <span className="tabular-nums">{far}</span>
        </p>
        <ProgressBar
          label={label}
          value={progress?.total ? progress.done / progress.total : null}
          {...(far && { valueText: far })}
        />
      </div>
      <Button size="sm" variant="ghost" aria-label={`Cancel: ${label}`} onClick={onCancel}>
        Cancel
      </Button>
    </div>
  );
}

function inWords({ done, total, unit }: Progress): string {
  if (unit !== "bytes") return `${formatProgress(done, total)} ${unit}`;
  return total === null ? formatBytes(done) : `${formatBytes(done)} of ${formatBytes(total)}`;
}
