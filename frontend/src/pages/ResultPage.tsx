import { useParams } from "react-router";
import { EvaluationCard } from "@/features/evaluation/EvaluationCard";
import { CompareRun } from "@/features/method-comparison/CompareMethods";
import { OneResult } from "@/features/results/OneResult";
import { RunBody } from "@/features/training-run/RunBody";

/** One run in full, long after it ended. */
export function ResultPage() {
  const { runId = "" } = useParams();
  return (
    <OneResult key={runId} runId={runId}>
      {(run, cards) => (
        <RunBody run={run} nextSteps={<CompareRun run={run} />}>
          <EvaluationCard run={run} />
          {cards}
        </RunBody>
      )}
    </OneResult>
  );
}
