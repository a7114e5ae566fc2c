/** A run's curves as columns of plain numbers, each over steps, trained tokens and time. Pure. */
import type { RunCurves } from "@/api/gen/types.gen";

/** Typed, so that the store neither freezes nor compares a hundred thousand numbers one by one. */
export interface Curve {
  step: Float64Array;
  tokens: Float64Array;
  seconds: Float64Array;
  y: Float64Array;
}

export interface CurveColumns {
  validation: Curve;
  train: Curve;
  reward: Curve;
  /** Lines of the log that could not be read. */
  skippedLines: number;
}

export function curveColumns(curves: RunCurves): CurveColumns {
  const { step, trained_tokens, seconds, val_step, val_tokens, val_seconds } = curves;
  return {
    train: curveOf(step, trained_tokens, seconds, curves.train_loss),
    validation: curveOf(val_step, val_tokens, val_seconds, curves.val_loss),
    reward: curveOf(
      curves.reward_step,
      curves.reward_tokens,
      curves.reward_seconds,
      curves.reward_mean,
    ),
    skippedLines: curves.skipped_lines,
  };
}

/** A figure that was not finite leaves no point. */
function curveOf(
  step: readonly number[],
  tokens: readonly number[],
  seconds: readonly number[],
  values: readonly (number | null)[],
): Curve {
  const rows = values.flatMap((value, row) => (value === null ? [] : [row]));
  const pick = (column: readonly (number | null)[]) =>
    Float64Array.from(rows, (row) => column[row] ?? 0);
  return { step: pick(step), tokens: pick(tokens), seconds: pick(seconds), y: pick(values) };
}
