import { useMemo, useState } from "react";
import { LineChart } from "@/components/charts/LineChart";
import { Card } from "@/components/ui/Card";
import { formatCount, formatGigabytes, formatLoss } from "@/lib/format";
import { useColumns } from "@/lib/useColumns";
import { ChartTools } from "./ChartTools";
import { checkpointMarks } from "./checkpointMarks";
import { formatRate } from "./formatRate";
import type { Checkpoint } from "./runFeed";
import { feedOf } from "./runFeeds";

const small = 148;

/** The curves of a run. One crosshair goes through all of them. */
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
  const lines = useMemo(
    () => ({
      loss: [
        { id: "train", label: "Train", colour: 1, ...points.points("trainLoss") },
        { id: "val", label: "Validation", colour: 2, dash: "dash", ...points.points("valLoss") },
      ] as const,
      speed: [
        { id: "speed", label: "tokens/s", colour: 3, ...points.points("tokensPerSecond") },
      ] as const,
      rate: [{ id: "rate", label: "Rate", colour: 6, ...points.points("learningRate") }] as const,
      memory: [{ id: "memory", label: "Memory", colour: 5, ...points.points("memory") }] as const,
      peak: [{ id: "peak", label: "Peak", colour: 4, ...points.points("peakMemory") }] as const,
    }),
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
        series={lines.loss}
        formatY={formatLoss}
        height={280}
        smoothing={smoothing}
        logScale={logScale}
        marks={marks}
        syncKey={runId}
      />
      <div className="mt-6 grid gap-6 lg:grid-cols-2">
        <LineChart
          title="Speed"
          yLabel="tokens/s"
          series={lines.speed}
          formatY={formatCount}
          height={small}
          syncKey={runId}
        />
        <LineChart
          title="Learning rate"
          yLabel="rate"
          series={lines.rate}
          formatY={formatRate}
          height={small}
          syncKey={runId}
        />
        <LineChart
          title="Process memory"
          yLabel="GB"
          series={lines.memory}
          formatY={formatGigabytes}
          height={small}
          syncKey={runId}
        />
        <LineChart
          title="MLX peak memory"
          yLabel="GB"
          series={lines.peak}
          formatY={formatGigabytes}
          height={small}
          syncKey={runId}
        />
      </div>
    </Card>
  );
}
