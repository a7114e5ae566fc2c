/** What tells of a run's progress in short: its loss, or its reward where it has one. Pure. */
import type { Run } from "@/api/gen/types.gen";
import { runKinds } from "@/api/runKinds";
import type { ColumnsSnapshot } from "@/lib/columns";
import { formatLoss, formatScore } from "@/lib/format";
import type { MetricName } from "./runFeed";

export function measureOf({ kind, metrics }: Run, points: ColumnsSnapshot<MetricName>) {
  if (runKinds[kind].rewarded) {
    return {
      train: { label: "Reward", value: points.last("reward") },
      validation: { label: "Validation reward", value: points.last("valReward") },
      curve: points.points("reward").y,
      format: formatScore,
    };
  }
  return {
    train: { label: "Train loss", value: points.last("trainLoss") ?? metrics?.train_loss },
    validation: { label: "Validation loss", value: points.last("valLoss") ?? metrics?.val_loss },
    curve: points.points("trainLoss").y,
    format: formatLoss,
  };
}

/** Its curve in words. */
export function sparkText({
  train: { label },
  curve,
  format,
}: ReturnType<typeof measureOf>): string {
  const first = curve[0];
  if (first === undefined) return `${label}: no points yet`;
  return `${label} from ${format(first)} to ${format(curve.at(-1))}`;
}
