import type { Evaluation } from "@/api/gen/types.gen";
import { Alert } from "@/components/ui/Alert";
import { formatDateTime } from "@/lib/formatTime";
import { DropEvaluation } from "./DropEvaluation";
import { EvaluationFigures } from "./EvaluationFigures";
import { measuredWhat } from "./evaluationStates";
import { ForgettingMeter } from "./ForgettingMeter";

/** What the last evaluation found, or why it found nothing. */
export function EvaluationOutcome({ evaluation }: { evaluation: Evaluation }) {
  const { result, problem, plan, state, ended_at } = evaluation;
  if (!result) {
    const tone = state === "cancelled" ? "info" : "danger";
    return (
      <Alert
        tone={tone}
        title={problem?.message ?? "The evaluation was cancelled."}
        action={<DropEvaluation evaluation={evaluation} />}
      >
        {problem?.hint}
      </Alert>
    );
  }
  return (
    <div className="grid items-start gap-x-8 gap-y-5 lg:grid-cols-2">
      <div className="min-w-0">
        <EvaluationFigures result={result} />
        <div className="mt-2 flex items-center justify-between gap-3 text-faint text-xs">
          <p className="min-w-0">
            <span className="block">
              {`Measured ${formatDateTime(ended_at)}: ${measuredWhat(evaluation)}.`}
            </span>
            <span className="block font-mono [overflow-wrap:anywhere]">{plan.rows_file}</span>
            {plan.answers_only && <span className="block">Only the answers count.</span>}
            {plan.note && <span className="block">{plan.note}</span>}
          </p>
          <DropEvaluation evaluation={evaluation} />
        </div>
      </div>
      <ForgettingMeter result={result} />
    </div>
  );
}
