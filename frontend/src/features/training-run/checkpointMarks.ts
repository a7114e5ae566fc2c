/** Checkpoints as marks on a chart, the best one starred. Pure. */
import { type ChartMark, valueAt } from "@/components/charts/chartSeries";
import type { Points } from "@/lib/alignPoints";
import { formatCount, formatLoss } from "@/lib/format";
import type { Checkpoint } from "./runFeed";

/** An evaluation is numbered by the steps before it, so the one of step n may say n or n - 1. */
export function checkpointMarks(
  checkpoints: readonly Checkpoint[],
  validation: Points,
): ChartMark[] {
  const measured = checkpoints.map(({ step }) => ({ step, loss: valueAt(validation, step) }));
  const losses = measured.flatMap(({ loss }) => (loss === null ? [] : [loss]));
  const lowest = losses.length > 0 ? Math.min(...losses) : null;
  const best = measured.find(({ loss }) => loss !== null && loss === lowest);
  return measured.map(({ step, loss }) => ({
    x: step,
    label:
      loss === null
        ? `step ${formatCount(step)}`
        : `step ${formatCount(step)}, validation loss ${formatLoss(loss)}`,
    best: step === best?.step,
  }));
}
