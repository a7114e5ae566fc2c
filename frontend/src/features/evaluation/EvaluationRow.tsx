import type { Evaluation } from "@/api/gen/types.gen";
import { formatLoss } from "@/lib/format";
import { formatDateTime } from "@/lib/formatTime";
import { DropEvaluation } from "./DropEvaluation";
import { EvaluationBadge } from "./EvaluationBadge";
import { measuredWhat } from "./evaluationStates";

/** An evaluation of before in one line. */
export function EvaluationRow({ evaluation }: { evaluation: Evaluation }) {
  const { state, result, problem, created_at } = evaluation;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-line border-b py-2">
      <EvaluationBadge state={state} />
      <span className="min-w-0 flex-1">
        <span className="block tabular-nums">
          {result
            ? `Loss ${formatLoss(result.base.loss)} to ${formatLoss(result.tuned.loss)}`
            : (problem?.message ?? "No figures.")}
        </span>
        <span className="block text-faint text-xs">
          {`${formatDateTime(created_at)}, ${measuredWhat(evaluation)}`}
        </span>
      </span>
      <DropEvaluation evaluation={evaluation} />
    </li>
  );
}
