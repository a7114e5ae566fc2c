import { useState } from "react";
import type { Run } from "@/api/gen/types.gen";
import { showProblem } from "@/api/problemToast";
import { useArrangeQueueMutation, useGetQueueQuery } from "@/api/queueApi";
import { Card } from "@/components/ui/Card";
import { Skeleton } from "@/components/ui/Skeleton";
import { QueueRow } from "./QueueRow";
import { RunsAtOnce } from "./RunsAtOnce";
import { StopDialog } from "./StopDialog";
import { useRowDrag } from "./useRowDrag";
import { movedTo } from "./waitingRuns";

export interface QueueCardProps {
  /** Next one first. */
  waiting: readonly Run[];
  /** The run that the page is about. */
  current: string;
}

/** The runs that wait, in the order in which they begin: moved, taken out; and how many train at once. */
export function QueueCard({ waiting, current }: QueueCardProps) {
  const { data: queue, isLoading } = useGetQueueQuery();
  const [arrange] = useArrangeQueueMutation();
  const [said, setSaid] = useState("");
  const [leaving, setLeaving] = useState<Run | null>(null);
  const ids = waiting.map(({ id }) => id);
  const { list, gripOf, lookOf } = useRowDrag(ids, (id, place) => void move(id, place));

  async function move(id: string, to: number) {
    const order = movedTo(ids, id, to);
    const place = order.indexOf(id);
    if (place === ids.indexOf(id)) return;
    const { error } = await arrange({ order });
    if (error) showProblem(error);
    else
      setSaid(`${nameOf(waiting[ids.indexOf(id)])} is now number ${place + 1} of ${ids.length}.`);
  }

  return (
    <Card
      title="Queue"
      summary={summaryOf(waiting.length, queue?.parallel)}
      defaultOpen={waiting.length > 0}
    >
      <div className="grid gap-x-8 gap-y-4 lg:grid-cols-[minmax(0,1fr)_17rem]">
        {waiting.length === 0 ? (
          <p className="py-2 text-muted">
            No run waits. One that is started while others train joins here, and begins by itself.
          </p>
        ) : isLoading ? (
          <Skeleton className="h-24" />
        ) : (
          <div className="min-w-0">
            <ol ref={list} aria-label="Waiting runs" className="-ml-2">
              {waiting.map((run, place) => (
                <QueueRow
                  key={run.id}
                  run={run}
                  place={place}
                  last={place === ids.length - 1}
                  current={run.id === current}
                  onMove={(to) => void move(run.id, to)}
                  onLeave={() => setLeaving(run)}
                  grip={gripOf(run.id)}
                  {...lookOf(run.id)}
                />
              ))}
            </ol>
            <p className="mt-2 text-faint text-xs">
              Drag a row, or press Alt with an arrow key in it. The order is kept when the server
              restarts.
            </p>
          </div>
        )}
        {queue && <RunsAtOnce parallel={queue.parallel ?? 1} />}
      </div>
      <p role="status" className="sr-only">
        {said}
      </p>
      {leaving && <LeaveDialog run={leaving} onClose={() => setLeaving(null)} />}
    </Card>
  );
}

/** Apart from the row, which may go while this is still open. */
function LeaveDialog({ run, onClose }: { run: Run; onClose: () => void }) {
  const step = run.metrics?.step || null;
  return (
    <StopDialog
      open
      runId={run.id}
      name={nameOf(run)}
      figures={{ state: run.state, step }}
      checkpoints={0}
      onClose={onClose}
    />
  );
}

function summaryOf(waiting: number, parallel: number | undefined): string {
  const first = waiting === 0 ? "No run waits" : `${waiting} ${waiting === 1 ? "waits" : "wait"}`;
  return parallel === undefined ? first : `${first} · ${parallel} at once`;
}

function nameOf(run: Run | undefined): string {
  return run?.config.adapter_name ?? run?.id ?? "";
}
