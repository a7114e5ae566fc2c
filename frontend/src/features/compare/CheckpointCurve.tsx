import { useMemo } from "react";
import { useGetLossCurveQuery } from "@/api/compareApi";
import { LineChart } from "@/components/charts/LineChart";
import { formatCount, formatLoss } from "@/lib/format";

export interface CheckpointCurveProps {
  runId: string;
  /** Steps that have an answer. */
  steps: readonly number[];
  /** The step that is looked at. */
  chosen: number | undefined;
}

const nothing = { x: [], y: [] };

/** The run's losses, with a mark at every checkpoint and a line at the one that is looked at. */
export function CheckpointCurve({ runId, steps, chosen }: CheckpointCurveProps) {
  const { currentData: curve } = useGetLossCurveQuery(runId);
  const series = useMemo(
    () =>
      [
        { id: "train", label: "Train", colour: 1, ...(curve?.train ?? nothing) },
        {
          id: "val",
          label: "Validation",
          colour: 2,
          dash: "dash",
          ...(curve?.validation ?? nothing),
        },
      ] as const,
    [curve],
  );
  const marks = useMemo(
    () =>
      steps.map((step) => ({
        x: step,
        label: `step ${formatCount(step)}`,
        chosen: step === chosen,
      })),
    [steps, chosen],
  );
  return (
    <LineChart
      title="Loss"
      yLabel="loss"
      series={series}
      formatY={formatLoss}
      height={240}
      marks={marks}
    />
  );
}
