import { MemoryStick } from "lucide-react";
import { useGetWorkerQuery } from "@/api/compareApi";
import type { WorkerStatus } from "@/api/gen/types.gen";
import { Button } from "@/components/ui/Button";
import { Popover } from "@/components/ui/Popover";
import { PulseDot } from "@/components/ui/StateBadge";
import { classes } from "@/lib/classes";
import { formatBytes, formatDuration } from "@/lib/format";
import { WorkerPanel } from "./WorkerPanel";

/** What is in memory for answering, in one line; more and the way out behind its button. */
export function WorkerLine() {
  const { data: worker } = useGetWorkerQuery(undefined, {
    pollingInterval: 2000,
    skipPollingIfUnfocused: true,
  });
  return (
    <div className="flex min-h-11 items-center gap-2.5 border-line border-t px-5 py-1.5 text-muted text-xs">
      <span className={classes("shrink-0", worker?.loaded ? "text-success" : "text-faint")}>
        {worker?.busy ? <PulseDot /> : <MemoryStick aria-hidden className="size-3.5" />}
      </span>
      <p className="min-w-0 flex-1 tabular-nums">{worker ? memoryText(worker) : "\u00a0"}</p>
      {worker && (
        <Popover
          focusPanel
          label="Memory"
          align="end"
          trigger={
            <Button variant="ghost" size="sm">
              Memory
            </Button>
          }
        >
          <WorkerPanel worker={worker} />
        </Popover>
      )}
    </div>
  );
}

/** "In memory: base 4.7 MB and 2 adapters 2.3 MB. Leaves in 4 m 50 s." */
function memoryText(worker: WorkerStatus): string {
  if (!worker.loaded) return "Nothing is in memory. The base loads with the first prompt.";
  const adapters = worker.sides.reduce((sum, { bytes }) => sum + bytes, 0);
  const count = worker.sides.length;
  const beside =
    count > 0
      ? ` and ${count} ${count === 1 ? "adapter" : "adapters"} of ${formatBytes(adapters)}`
      : "";
  return `In memory: base of ${formatBytes(worker.base_bytes)}${beside}. ${nextText(worker)}`;
}

function nextText({ stepping_aside, busy, queued, idle_seconds_left: left }: WorkerStatus): string {
  if (stepping_aside) return "It leaves after this answer: a run needs the memory.";
  if (busy) return queued > 0 ? `Answering, ${queued} waiting.` : "Answering.";
  return left === null ? "" : `Leaves in ${formatDuration(Math.ceil(left))} when idle.`;
}
