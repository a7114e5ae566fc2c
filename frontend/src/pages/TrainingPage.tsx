import { useParams } from "react-router";
import { EvaluationCard } from "@/features/evaluation/EvaluationCard";
import { CompareRun } from "@/features/method-comparison/CompareMethods";
import { TrainingRun } from "@/features/training-run/TrainingRun";

/** The live run: losses, speed, memory, time left, log, proof, stop. */
export function TrainingPage() {
  const { runId } = useParams();
  return (
    <TrainingRun
      runId={runId ?? null}
      nextSteps={(run) => <CompareRun run={run} />}
      cards={(run) => <EvaluationCard run={run} />}
    />
  );
}
