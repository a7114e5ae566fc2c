import { listEvaluations, useListEvaluationsQuery } from "@/api/evaluationsApi";
import type { Evaluation, Run, RunState } from "@/api/gen/types.gen";
import { isApiProblem } from "@/api/problem";
import { Alert } from "@/components/ui/Alert";
import { Card } from "@/components/ui/Card";
import { Skeleton } from "@/components/ui/Skeleton";
import { ActiveEvaluation } from "./ActiveEvaluation";
import { EvaluationForm } from "./EvaluationForm";
import { EvaluationOutcome } from "./EvaluationOutcome";
import { EvaluationRow } from "./EvaluationRow";
import { isActive } from "./evaluationStates";

const ends: readonly RunState[] = ["completed", "stopped", "failed", "lost"];
const pollMs = 1500;

/** How good an ended run is: base against adapter on rows it never trained on, and what it forgot. */
export function EvaluationCard({ run }: { run: Run }) {
  if (!ends.includes(run.state)) return null;
  return (
    <Card
      title="Evaluation"
      description="The base and the adapter on the same rows, and on texts that the run never trained on."
    >
      <Evaluations runId={run.id} />
    </Card>
  );
}

function Evaluations({ runId }: { runId: string }) {
  const known = listEvaluations.useQueryState(runId).currentData;
  const { currentData, error } = useListEvaluationsQuery(runId, {
    pollingInterval: known?.some(isActive) ? pollMs : 0,
    skipPollingIfUnfocused: true,
    refetchOnMountOrArgChange: true,
    refetchOnFocus: true,
  });
  if (isApiProblem(error) && !currentData) {
    return (
      <Alert tone="danger" title={error.title}>
        {error.detail}
      </Alert>
    );
  }
  if (!currentData) return <Skeleton className="h-24" />;
  return <Listed runId={runId} evaluations={currentData} />;
}

function Listed({ runId, evaluations }: { runId: string; evaluations: readonly Evaluation[] }) {
  const waiting = evaluations.filter(isActive);
  const [newest, ...earlier] = evaluations.filter((one) => !isActive(one));
  return (
    <div className="grid gap-5">
      {waiting.map((one) => (
        <ActiveEvaluation key={one.id} evaluation={one} />
      ))}
      {newest && <EvaluationOutcome evaluation={newest} />}
      {waiting.length === 0 && <EvaluationForm runId={runId} first={!newest} />}
      {earlier.length > 0 && (
        <details>
          <summary className="cursor-pointer rounded-control text-muted hover:text-ink">
            {`Earlier evaluations (${earlier.length})`}
          </summary>
          <ul className="mt-2 grid gap-1">
            {earlier.map((one) => (
              <EvaluationRow key={one.id} evaluation={one} />
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
