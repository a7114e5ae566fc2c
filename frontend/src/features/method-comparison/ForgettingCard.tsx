import type { ComparisonReport, MethodReport } from "@/api/gen/types.gen";
import { runKinds } from "@/api/runKinds";
import { type LossShift, ShiftBars } from "@/components/charts/ShiftBars";
import { Card } from "@/components/ui/Card";
import { probeWords } from "./measureRows";

/** The gain on the task beside the loss elsewhere, method by method, all on one scale. */
export function ForgettingCard({ report }: { report: ComparisonReport }) {
  const shifts = report.reports.flatMap((method) => shiftsOf(method, report.base_test_loss));
  if (shifts.length === 0) return null;
  return (
    <Card
      title="Gain and forgetting"
      description="How the loss moved against the base, in nats a token. Where the base itself only guesses, a change says little: the Evaluation of each run says where."
    >
      <ShiftBars label="Changes of the loss by method" shifts={shifts} />
    </Card>
  );
}

function shiftsOf({ kind, test_loss, forgetting }: MethodReport, base: number | null): LossShift[] {
  const name = runKinds[kind].label;
  const probes = Object.entries(forgetting).map(([probe, { mean, low, high }]) => ({
    id: `${kind} ${probe}`,
    label: `${name}: ${(probeWords[probe] ?? probe).replace(/^Loss on /, "")}`,
    change: mean,
    range: { low, high },
  }));
  if (!test_loss || base === null) return probes;
  const { mean, low, high } = test_loss;
  const range = { low: low - base, high: high - base };
  return [
    { id: `${kind} task`, label: `${name}: the task`, change: mean - base, range },
    ...probes,
  ];
}
