import type { EvaluationResult } from "@/api/gen/types.gen";
import { type LossShift, ShiftBars } from "@/components/charts/ShiftBars";

/** The gain on the task beside the loss elsewhere, and what that shows in the server's words. */
export function ForgettingMeter({ result }: { result: EvaluationResult }) {
  const { base, tuned, probes } = result;
  // Without padding, as the probes are scored: only so do they share a scale.
  const before = base.real_loss;
  const after = tuned.real_loss;
  const task: LossShift = {
    id: "task",
    label: "The task",
    change: before === null || after === null ? null : after - before,
  };
  const shifts = probes.map(({ kind, title, difference }) => ({
    id: kind,
    label: title,
    change: difference,
  }));
  return (
    <section aria-labelledby="forgetting-meter" className="min-w-0">
      <h3 id="forgetting-meter" className="font-medium">
        Gain and forgetting
      </h3>
      <p className="mt-0.5 mb-3 text-muted text-xs">
        How the loss moved against the base, in nats a token, padding left out.
      </p>
      <ShiftBars label="Changes of the loss" shifts={[task, ...shifts]} />
      <dl className="mt-4 grid gap-2 text-xs">
        {probes.map(({ kind, title, words }) => (
          <div key={kind}>
            <dt className="font-medium">{title}</dt>
            <dd className="text-muted">{words}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
