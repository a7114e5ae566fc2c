/** A run's losses out of its events. Pure. */
import type { ReplayEventsResponse } from "@/api/gen/types.gen";

interface Curve {
  x: number[];
  y: number[];
}

export interface LossCurve {
  train: Curve;
  validation: Curve;
}

/** Reports without a finite loss leave no point. */
export function lossCurve(events: ReplayEventsResponse): LossCurve {
  const curve: LossCurve = { train: { x: [], y: [] }, validation: { x: [], y: [] } };
  for (const event of events) {
    if (event.type === "train") add(curve.train, event.step, event.train_loss);
    if (event.type === "eval") add(curve.validation, event.step, event.val_loss);
  }
  return curve;
}

function add({ x, y }: Curve, step: number, loss: number | null | undefined): void {
  if (typeof loss !== "number" || !Number.isFinite(loss)) return;
  const last = x.at(-1);
  // A resumed run reports steps again: the newer report counts.
  if (last !== undefined && step <= last) {
    const row = x.findIndex((at) => at >= step);
    x.length = row;
    y.length = row;
  }
  x.push(step);
  y.push(loss);
}
