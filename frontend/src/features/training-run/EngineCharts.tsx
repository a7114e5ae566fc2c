import { useMemo } from "react";
import { LineChart } from "@/components/charts/LineChart";
import { formatCount } from "@/lib/format";
import { useColumns } from "@/lib/useColumns";
import { formatRate } from "./formatRate";
import { memoryLine } from "./memoryLine";
import { feedOf } from "./runFeeds";

/** Height of the charts beside the main one. */
export const smallChart = 148;

/** How fast the trainer goes and what it takes; the same for every kind of run. */
export function EngineCharts({ runId }: { runId: string }) {
  const points = useColumns(feedOf(runId).columns);
  const lines = useMemo(
    () => ({
      speed: [
        { id: "speed", label: "tokens/s", colour: 3, ...points.points("tokensPerSecond") },
      ] as const,
      rate: [{ id: "rate", label: "Rate", colour: 6, ...points.points("learningRate") }] as const,
    }),
    [points],
  );
  const memory = useMemo(() => {
    const { points: ofProcess, ...process } = memoryLine(points.points("memory"));
    const { points: ofPeak, ...peak } = memoryLine(points.points("peakMemory"));
    return {
      process: {
        ...process,
        series: [{ id: "memory", label: "Memory", colour: 5, ...ofProcess }] as const,
      },
      peak: { ...peak, series: [{ id: "peak", label: "Peak", colour: 4, ...ofPeak }] as const },
    };
  }, [points]);
  const shared = { height: smallChart, syncKey: runId };
  return (
    <>
      <LineChart
        title="Speed"
        yLabel="tokens/s"
        series={lines.speed}
        formatY={formatCount}
        {...shared}
      />
      <LineChart
        title="Learning rate"
        yLabel="rate"
        series={lines.rate}
        formatY={formatRate}
        {...shared}
      />
      <LineChart title="Process memory" {...memory.process} {...shared} />
      <LineChart title="MLX peak memory" {...memory.peak} {...shared} />
    </>
  );
}
