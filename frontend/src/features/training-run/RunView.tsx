import type { ReactNode } from "react";
import type { Run } from "@/api/gen/types.gen";
import { runKinds } from "@/api/runKinds";
import { PageHeader } from "@/components/layout/PageHeader";
import { Badge } from "@/components/ui/Badge";
import { StateBadge } from "@/components/ui/StateBadge";
import { formatDateTime } from "@/lib/formatTime";
import { RunActions } from "./RunActions";
import { RunBody } from "./RunBody";
import { runFigures } from "./runFigures";
import { useRunSummary } from "./useRunSummary";
import { placeIn } from "./waitingRuns";

/** What a page adds to a run that this feature knows nothing of. */
export interface RunSlots {
  /** Beside the next steps of an ended run. */
  nextSteps?: (run: Run) => ReactNode;
  /** Below what was told of the run. */
  cards?: (run: Run) => ReactNode;
}

export interface RunViewProps extends RunSlots {
  run: Run;
  runs: readonly Run[];
  /** Those that wait, next one first. */
  waiting: readonly Run[];
}

/** One run in full. */
export function RunView({ run, runs, waiting, nextSteps, cards }: RunViewProps) {
  const summary = useRunSummary(run);
  const figures = runFigures(run, summary);
  const name = run.config.adapter_name ?? run.id;
  const { label } = runKinds[run.kind];
  const order = waiting.map(({ id }) => id);
  return (
    <>
      <PageHeader
        title={name}
        action={
          <RunActions run={run} runs={runs} waiting={order} figures={figures} summary={summary} />
        }
      >
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <StateBadge state={figures.state} />
          <Badge>{label}</Badge>
          <span>{`Created ${formatDateTime(run.created_at)}`}</span>
          <QueuePlace place={placeIn(order, run.id)} />
          {summary.device && <span>{`Trained on ${summary.device}`}</span>}
        </span>
      </PageHeader>
      <RunBody run={run} nextSteps={nextSteps?.(run)}>
        {cards?.(run)}
      </RunBody>
    </>
  );
}

function QueuePlace({ place }: { place: number | null }) {
  if (place === null) return null;
  return <span>{place === 1 ? "Next in the queue" : `Number ${place} in the queue`}</span>;
}
