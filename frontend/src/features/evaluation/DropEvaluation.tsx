import { useDropEvaluationMutation } from "@/api/evaluationsApi";
import type { Evaluation } from "@/api/gen/types.gen";
import { isApiProblem } from "@/api/problem";
import { Button } from "@/components/ui/Button";
import { formatDateTime } from "@/lib/formatTime";
import { showToast } from "@/lib/toasts";
import { isActive } from "./evaluationStates";

/** Cancels an evaluation that waits or is at work; deletes one that has ended. */
export function DropEvaluation({ evaluation }: { evaluation: Evaluation }) {
  const [drop, { isLoading }] = useDropEvaluationMutation();
  const { run_id, id, created_at } = evaluation;
  const verb = isActive(evaluation) ? "Cancel" : "Delete";

  async function act() {
    const { error } = await drop({ runId: run_id, id });
    if (isApiProblem(error)) {
      showToast({ tone: "danger", title: error.title, detail: error.detail });
    }
  }

  return (
    <Button
      size="sm"
      busy={isLoading}
      aria-label={`${verb} the evaluation of ${formatDateTime(created_at)}`}
      onClick={() => void act()}
    >
      {verb}
    </Button>
  );
}
