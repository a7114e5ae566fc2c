import { useParams } from "react-router";
import { TrainingRun } from "@/features/training-run/TrainingRun";

/** The live run: losses, speed, memory, time left, log, proof, stop. */
export function TrainingPage() {
  const { runId } = useParams();
  return <TrainingRun runId={runId ?? null} />;
}
