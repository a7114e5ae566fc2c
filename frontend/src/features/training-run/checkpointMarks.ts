/** Checkpoints as marks on a chart, the best one starred. Pure. */
import { type ChartMark, valueAt } from "@/components/charts/chartSeries";
import type { Points } from "@/lib/alignPoints";
import { formatCount, formatLoss, formatScore } from "@/lib/format";
import type { Checkpoint } from "./runSummary";

/** What a checkpoint is judged by. */
export interface Measure {
  label: string;
  best: (...values: number[]) => number;
  format: (value: number) => string;
}

export const byLoss: Measure = { label: "validation loss", best: Math.min, format: formatLoss };
export const byReward: Measure = {
  label: "validation reward",
  best: Math.max,
  format: formatScore,
};

/** An evaluation is numbered by the steps before it, so the one of step n may say n or n - 1. */
export function checkpointMarks(
  checkpoints: readonly Checkpoint[],
  validation: Points,
  { label, best: bestOf, format }: Measure = byLoss,
): ChartMark[] {
  const measured = checkpoints.map(({ step }) => ({ step, value: valueAt(validation, step) }));
  const values = measured.flatMap(({ value }) => (value === null ? [] : [value]));
  const top = values.length > 0 ? bestOf(...values) : null;
  const best = measured.find(({ value }) => value !== null && value === top);
  return measured.map(({ step, value }) => ({
    x: step,
    label:
      value === null
        ? `step ${formatCount(step)}`
        : `step ${formatCount(step)}, ${label} ${format(value)}`,
    best: step === best?.step,
  }));
}
