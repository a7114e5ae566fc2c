import { counted, type Planned } from "./comparisonPlan";

/** The runs that a comparison is made of, method by method. */
export function PlannedRuns({ planned, fresh }: { planned: readonly Planned[]; fresh: number }) {
  return (
    <section aria-labelledby="planned-runs" className="border-line border-t pt-4">
      <h3 id="planned-runs" className="font-medium">
        What will run
      </h3>
      <p role="status" className="mt-0.5 text-muted">
        {fresh === 0
          ? "Nothing is left to train."
          : `${counted(fresh, "new run")}. ${fresh === 1 ? "It joins" : "They join"} the queue one after another.`}
      </p>
      <ul className="mt-2 grid gap-1">
        {planned.map(({ kind, label, seeds }) => (
          <li key={kind} className="flex justify-between gap-4">
            <span>{label}</span>
            <span className="text-right text-muted tabular-nums">
              {seeds
                .map(({ seed, exists }) => (exists ? `seed ${seed} (this run)` : `seed ${seed}`))
                .join(", ")}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
