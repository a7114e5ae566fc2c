import { Gauge } from "lucide-react";
import { type FormEvent, useState } from "react";
import { evaluationFields, useEvaluateRunMutation } from "@/api/evaluationsApi";
import type { EvaluatedWeights } from "@/api/gen/types.gen";
import { isApiProblem } from "@/api/problem";
import { Alert } from "@/components/ui/Alert";
import { Button } from "@/components/ui/Button";
import { SegmentedControl } from "@/components/ui/SegmentedControl";
import { TextField } from "@/components/ui/TextField";

const weightsWords: Record<EvaluatedWeights, string> = { final: "Last", best: "Best" };
const choices = evaluationFields.weights.choices as readonly EvaluatedWeights[];

/** Which weights, which rows, and the button that has them measured. */
export function EvaluationForm({ runId, first }: { runId: string; first: boolean }) {
  const [weights, setWeights] = useState(evaluationFields.weights.default as EvaluatedWeights);
  const [path, setPath] = useState("");
  const [evaluate, { isLoading, error, reset }] = useEvaluateRunMutation();
  const refusal = isApiProblem(error) ? error : null;
  const saidOf = (name: string) => {
    const found = refusal?.errors.find(({ field }) => field === name);
    return found && (found.hint ? `${found.message} ${found.hint}` : found.message);
  };

  async function submit(event: FormEvent) {
    event.preventDefault();
    await evaluate({ runId, weights, path: path.trim() || null });
  }

  return (
    <form noValidate onSubmit={(event) => void submit(event)}>
      {first && (
        <p className="mb-3 max-w-prose text-muted">
          Not measured yet. It takes about as long as a few evaluations during training, and waits
          in the queue while a run trains.
        </p>
      )}
      <div className="grid gap-x-5 sm:grid-cols-[14rem_minmax(0,1fr)]">
        <SegmentedControl
          label={evaluationFields.weights.label}
          value={weights}
          onChange={(value) => {
            setWeights(value);
            reset();
          }}
          options={choices.map((value) => ({ value, label: weightsWords[value] }))}
          help={evaluationFields.weights.help}
          error={saidOf("weights")}
        />
        <TextField
          label={evaluationFields.path.label}
          value={path}
          onChange={(value) => {
            setPath(value);
            reset();
          }}
          help={evaluationFields.path.help}
          error={saidOf("path")}
          placeholder="/path/to/test.jsonl"
          mono
        />
      </div>
      {refusal && refusal.errors.length === 0 && (
        <div className="mb-3">
          <Alert tone="danger" live title={refusal.title}>
            {refusal.detail}
          </Alert>
        </div>
      )}
      <Button type="submit" icon={Gauge} busy={isLoading} variant={first ? "primary" : "secondary"}>
        {first ? "Evaluate" : "Evaluate again"}
      </Button>
    </form>
  );
}
