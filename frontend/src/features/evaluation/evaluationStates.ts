/** Where an evaluation stands, in words and looks. Pure. */
import { rowsWords } from "@/api/evaluationsApi";
import type { Evaluation, EvaluationState } from "@/api/gen/types.gen";
import type { BadgeTone } from "@/components/ui/Badge";

export const evaluationStates: Record<EvaluationState, { word: string; tone: BadgeTone }> = {
  queued: { word: "Queued", tone: "neutral" },
  running: { word: "Measuring", tone: "primary" },
  cancelling: { word: "Cancelling", tone: "warning" },
  completed: { word: "Completed", tone: "success" },
  cancelled: { word: "Cancelled", tone: "neutral" },
  failed: { word: "Failed", tone: "danger" },
  lost: { word: "Lost", tone: "warning" },
};

const active: readonly EvaluationState[] = ["queued", "running", "cancelling"];

export function isActive({ state }: Evaluation): boolean {
  return active.includes(state);
}

/** "last weights, step 20, on 48 test rows". */
export function measuredWhat({ plan, result }: Evaluation): string {
  const weights = plan.weights === "best" ? "best weights" : "last weights";
  const step = typeof plan.step === "number" ? `, step ${plan.step}` : "";
  const rows = result ? `${result.tuned.rows} ` : "";
  return `${weights}${step}, on ${rows}${rowsWords[plan.rows_from]}`;
}
