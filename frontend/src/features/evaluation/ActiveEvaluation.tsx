import type { Evaluation } from "@/api/gen/types.gen";
import { ProgressBar } from "@/components/ui/ProgressBar";
import { formatProgress } from "@/lib/format";
import { DropEvaluation } from "./DropEvaluation";
import { EvaluationBadge } from "./EvaluationBadge";
import { measuredWhat } from "./evaluationStates";

/** An evaluation that waits or is at work, and the way out of it. */
export function ActiveEvaluation({ evaluation }: { evaluation: Evaluation }) {
  const { state, progress } = evaluation;
  const words = wordsOf(evaluation);
  return (
    <div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <EvaluationBadge state={state} />
        <p role="status" className="min-w-0 flex-1 tabular-nums">
          {words}
        </p>
        {state !== "cancelling" && <DropEvaluation evaluation={evaluation} />}
      </div>
      {state !== "queued" && (
        <div className="mt-2">
          <ProgressBar
            label="Evaluation"
            value={progress && progress.total > 0 ? progress.done / progress.total : null}
            valueText={words}
          />
        </div>
      )}
      <p className="mt-1.5 text-faint text-xs">{`Measures the ${measuredWhat(evaluation)}.`}</p>
    </div>
  );
}

function wordsOf({ state, progress }: Evaluation): string {
  if (state === "queued") return "Waits for its turn.";
  if (state === "cancelling") return "Ends after the current batch.";
  if (!progress) return "Loading the model.";
  return `${progress.doing}: ${formatProgress(progress.done, progress.total)}`;
}
