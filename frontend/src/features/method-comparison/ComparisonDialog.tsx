import { type FormEvent, useId, useState } from "react";
import { useNavigate } from "react-router";
import { comparisonFields, methodLimits, useCompareMethodsMutation } from "@/api/comparisonsApi";
import { type ApiProblem, isApiProblem } from "@/api/problem";
import { runKinds } from "@/api/runKinds";
import { Alert } from "@/components/ui/Alert";
import { Button } from "@/components/ui/Button";
import { CheckList } from "@/components/ui/CheckList";
import { Dialog } from "@/components/ui/Dialog";
import { SegmentedControl } from "@/components/ui/SegmentedControl";
import { TextField } from "@/components/ui/TextField";
import {
  allMethods,
  counted,
  methodsProblem,
  newRuns,
  type Origin,
  plannedRuns,
  seedsFrom,
  usualMethods,
} from "./comparisonPlan";
import { HeldEqual } from "./HeldEqual";
import { PlannedRuns } from "./PlannedRuns";

const seedChoices = [1, 3].map((many) => ({ value: many, label: counted(many, "seed") }));

/** Says what will run and what is held equal, before anything starts. */
export function ComparisonDialog({ origin, onClose }: { origin: Origin; onClose: () => void }) {
  const formId = useId();
  const navigate = useNavigate();
  const [methods, setMethods] = useState(usualMethods(origin.kind));
  const [many, setMany] = useState(1);
  const [testPath, setTestPath] = useState("");
  const [compare, { isLoading, error, reset }] = useCompareMethodsMutation();
  const seeds = seedsFrom(origin.config.seed ?? 0, many);
  const planned = plannedRuns(origin, methods, seeds);
  const wrong = methodsProblem(methods);
  const fresh = newRuns(planned);
  const refusal = isApiProblem(error) ? error : null;

  /** What was refused is not what is chosen now. */
  function choosing<Value>(choose: (value: Value) => void) {
    return (value: Value) => {
      choose(value);
      reset();
    };
  }

  async function start(event: FormEvent) {
    event.preventDefault();
    if (wrong || isLoading) return;
    const test_path = testPath.trim() || null;
    const { data } = await compare({ source: origin.source, methods, seeds, test_path });
    if (data) void navigate(`/results/comparisons/${encodeURIComponent(data.id)}`);
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title="Compare methods"
      description="Trains each method on the same rows, then measures all of them on the same test rows."
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            busy={isLoading}
            disabled={wrong !== undefined}
          >
            {fresh === 0 ? "Compare" : `Start ${counted(fresh, "run")}`}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={(event) => void start(event)}>
        <CheckList
          label={comparisonFields.methods.label}
          value={methods}
          onChange={choosing(setMethods)}
          help="Those that learn from rewards need rows of one question and one answer."
          error={wrong}
          options={allMethods.map((kind) => ({
            value: kind,
            label: runKinds[kind].label,
            ...(runKinds[kind].rewarded && { note: "Learns from rewards" }),
            ...(methods.length >= methodLimits.most &&
              !methods.includes(kind) && { disabledReason: `${methodLimits.most} at most` }),
          }))}
        />
        <SegmentedControl
          label={comparisonFields.seeds.label}
          value={many}
          onChange={choosing(setMany)}
          options={seedChoices}
          help="With one seed nothing can be said about chance."
        />
        <TextField
          label={comparisonFields.test_path.label}
          value={testPath}
          onChange={choosing(setTestPath)}
          help={comparisonFields.test_path.help}
          error={refusal ? saidOf("test_path", refusal) : undefined}
          placeholder="/path/to/test.jsonl"
          mono
        />
        <PlannedRuns planned={planned} fresh={fresh} />
        <HeldEqual origin={origin} seeds={seeds} />
      </form>
      {refusal && <Refusal problem={refusal} />}
    </Dialog>
  );
}

/** What the server says of anything but the test rows, whose field says it itself. */
function Refusal({ problem }: { problem: ApiProblem }) {
  const others = problem.errors.filter(({ field }) => field !== "test_path");
  if (problem.errors.length > 0 && others.length === 0) return null;
  return (
    <div className="mt-4">
      <Alert tone="danger" live title={problem.title}>
        {others.length === 0
          ? problem.detail
          : others.map(({ field, message, hint }) => (
              <p key={`${field} ${message}`}>{hint ? `${message} ${hint}` : message}</p>
            ))}
      </Alert>
    </div>
  );
}

function saidOf(name: string, { errors }: ApiProblem): string | undefined {
  const found = errors.find(({ field }) => field === name);
  return found && (found.hint ? `${found.message} ${found.hint}` : found.message);
}
