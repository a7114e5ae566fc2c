import { useMemo, useState } from "react";
import { LineChart } from "@/components/charts/LineChart";
import { Card } from "@/components/ui/Card";
import { formatLoss } from "@/lib/format";
import { useColumns } from "@/lib/useColumns";
import { ChartTools } from "./ChartTools";
import { checkpointMarks } from "./checkpointMarks";
import type { Checkpoint } from "./checkpoints";
import { EngineCharts } from "./EngineCharts";
import { feedOf } from "./runFeeds";

/** The curves of a run that learns from answers. One crosshair goes through all of them. */
export function RunCharts({
  runId,
  checkpoints,
}: {
  runId: string;
  checkpoints: readonly Checkpoint[];
}) {
  const [smoothing, setSmoothing] = useState(0);
  const [logScale, setLogScale] = useState(false);
  const points = useColumns(feedOf(runId).columns);
  const loss = useMemo(
    () =>
      [
        { id: "train", label: "Train", colour: 1, ...points.points("trainLoss") },
        { id: "val", label: "Validation", colour: 2, dash: "dash", ...points.points("valLoss") },
      ] as const,
    [points],
  );
  const marks = useMemo(
    () => checkpointMarks(checkpoints, points.points("valLoss")),
    [checkpoints, points],
  );
  return (
    <Card
      title="Curves"
      actions={
        <ChartTools
          smoothing={smoothing}
          onSmoothing={setSmoothing}
          logScale={logScale}
          onLogScale={setLogScale}
        />
      }
    >
      <LineChart
        title="Loss"
        yLabel="loss"
        series={loss}
        formatY={formatLoss}
        height={280}
        smoothing={smoothing}
        logScale={logScale}
        marks={marks}
        syncKey={runId}
      />
      <div className="mt-6 grid gap-6 lg:grid-cols-2">
        <EngineCharts runId={runId} />
      </div>
    </Card>
  );
}
