/** Checkpoints as marks on a chart, the best one starred. Pure. */
import { type ChartMark, valueAt } from "@/components/charts/chartSeries";
import type { Points } from "@/lib/alignPoints";
import { formatCount, formatLoss, formatScore } from "@/lib/format";
import { type Checkpoint, checkpointSteps } from "./checkpoints";

/** What a checkpoint is judged by. */
export interface Measure {
  label: string;
  best: (...values: number[]) => number;
  format: (value: number | null) => string;
}

export const byLoss: Measure = { label: "validation loss", best: Math.min, format: formatLoss };
export const byReward: Measure = {
  label: "validation reward",
  best: Math.max,
  format: formatScore,
};

/**
 * One mark a step. An evaluation is numbered by the steps before it, so the one of step n may say n
 * or n - 1. The best weights are saved there and the numbered ones a step later: one star for both.
 */
export function checkpointMarks(
  checkpoints: readonly Checkpoint[],
  validation: Points,
  measure: Measure = byLoss,
): ChartMark[] {
  const { label, format } = measure;
  const steps = checkpointSteps(checkpoints);
  const told = steps.find(({ best }) => best)?.step;
  const best = bestStep(checkpoints, validation, measure);
  return steps
    .filter(({ step }) => told === undefined || step !== told + 1)
    .map(({ step }) => {
      const value = valueAt(validation, step);
      const at = `step ${formatCount(step)}`;
      return {
        x: step,
        label: value === null ? at : `${at}, ${label} ${format(value)}`,
        best: step === best,
      };
    });
}

/** Where the best weights are: as a save says; else the first step with the best figure. */
export function bestStep(
  checkpoints: readonly Checkpoint[],
  validation: Points,
  { best }: Measure,
): number | undefined {
  const steps = checkpointSteps(checkpoints);
  const told = steps.find((one) => one.best)?.step;
  if (told !== undefined) return told;
  const measured = steps.map(({ step }) => ({ step, value: valueAt(validation, step) }));
  const values = measured.flatMap(({ value }) => (value === null ? [] : [value]));
  const top = values.length > 0 ? best(...values) : null;
  return measured.find(({ value }) => value !== null && value === top)?.step;
}
