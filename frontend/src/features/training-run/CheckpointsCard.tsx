import { Star } from "lucide-react";
import { useMemo } from "react";
import { valueAt } from "@/components/charts/chartSeries";
import { Badge } from "@/components/ui/Badge";
import { Card } from "@/components/ui/Card";
import { Table, type TableColumn } from "@/components/ui/Table";
import { formatBytes, formatCount } from "@/lib/format";
import { useColumns } from "@/lib/useColumns";
import { bestStep, byLoss, byReward } from "./checkpointMarks";
import { type Checkpoint, diskUse, newestFirst } from "./checkpoints";
import { feedOf } from "./runFeeds";

export interface CheckpointsCardProps {
  runId: string;
  checkpoints: readonly Checkpoint[];
  rewarded: boolean;
  ended: boolean;
}

/** The adapter files on disk: step, figure, size; the best one starred. */
export function CheckpointsCard({ runId, checkpoints, rewarded, ended }: CheckpointsCardProps) {
  const points = useColumns(feedOf(runId).columns);
  const measure = rewarded ? byReward : byLoss;
  const validation = points.points(rewarded ? "valReward" : "valLoss");
  const columns = useMemo<TableColumn<Checkpoint>[]>(() => {
    const best = bestStep(checkpoints, validation, measure);
    return [
      {
        key: "step",
        header: "Step",
        cell: ({ step }) => <StepCell step={step} best={step === best} />,
      },
      {
        key: "value",
        header: rewarded ? "Validation reward" : "Validation loss",
        align: "right",
        cell: ({ step }) => measure.format(valueAt(validation, step)),
      },
      {
        key: "file",
        header: "File",
        cell: ({ file }) => <span className="font-mono text-xs">{file}</span>,
      },
      { key: "size", header: "Size", align: "right", cell: ({ bytes }) => formatBytes(bytes) },
    ];
  }, [checkpoints, validation, measure, rewarded]);
  return (
    <Card
      title="Checkpoints"
      description={checkpoints.length > 0 ? diskText(checkpoints) : undefined}
    >
      {checkpoints.length > 0 ? (
        <Table
          caption="Checkpoints"
          columns={columns}
          rows={newestFirst(checkpoints)}
          rowKey={({ file }) => file}
          maxHeight="max-h-80"
        />
      ) : (
        <p className="py-4 text-center text-faint">
          {ended ? "The run saved no adapter." : "The first one appears after the first save."}
        </p>
      )}
    </Card>
  );
}

function StepCell({ step, best }: { step: number; best: boolean }) {
  return (
    <span className="inline-flex items-center gap-2 tabular-nums">
      {formatCount(step)}
      {best && (
        <Badge tone="primary">
          <Star aria-hidden className="size-3 fill-current" />
          Best
        </Badge>
      )}
    </span>
  );
}

function diskText(checkpoints: readonly Checkpoint[]): string {
  const files =
    checkpoints.length === 1
      ? "1 adapter file takes"
      : `${formatCount(checkpoints.length)} adapter files take`;
  return `${files} ${formatBytes(diskUse(checkpoints))} on disk.`;
}
