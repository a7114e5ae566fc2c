import { useMemo, useState } from "react";
import { LineChart } from "@/components/charts/LineChart";
import { Card } from "@/components/ui/Card";
import { formatScore } from "@/lib/format";
import { useColumns } from "@/lib/useColumns";
import { ChartTools } from "./ChartTools";
import { byReward, checkpointMarks } from "./checkpointMarks";
import type { Checkpoint } from "./checkpoints";
import { EngineCharts, smallChart } from "./EngineCharts";
import { rewardCharts, rewardSeries } from "./rewardSeries";
import { feedOf } from "./runFeeds";

/** The curves of a run that learns from rewards: the reward first, the loss among the last. */
export function RewardCharts({
  runId,
  checkpoints,
}: {
  runId: string;
  checkpoints: readonly Checkpoint[];
}) {
  const [smoothing, setSmoothing] = useState(0);
  const points = useColumns(feedOf(runId).columns);
  const reward = useMemo(() => rewardSeries(points), [points]);
  const charts = useMemo(() => rewardCharts(points), [points]);
  const marks = useMemo(
    () => checkpointMarks(checkpoints, points.points("valReward"), byReward),
    [checkpoints, points],
  );
  return (
    <Card title="Curves" actions={<ChartTools smoothing={smoothing} onSmoothing={setSmoothing} />}>
      <LineChart
        title="Reward"
        yLabel="mean weighted score"
        series={reward}
        formatY={formatScore}
        height={280}
        smoothing={smoothing}
        marks={marks}
        syncKey={runId}
      />
      <div className="mt-6 grid gap-6 lg:grid-cols-2">
        {charts.map((chart) => (
          <LineChart
            key={chart.title}
            {...chart}
            height={smallChart}
            smoothing={smoothing}
            syncKey={runId}
          />
        ))}
        <EngineCharts runId={runId} />
      </div>
    </Card>
  );
}
