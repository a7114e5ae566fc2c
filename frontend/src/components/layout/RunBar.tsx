import { Link } from "react-router";
import { ProgressBar } from "@/components/ui/ProgressBar";
import { StateBadge } from "@/components/ui/StateBadge";
import { formatDuration, formatProgress } from "@/lib/format";
import type { RunStateName } from "@/lib/runState";

export interface RunBarProps {
  name: string;
  state: RunStateName;
  /** Steps done; null before the first report. */
  step: number | null;
  totalSteps: number | null;
  /** Seconds left; null while unknown. */
  eta: number | null;
  /** Where a click leads: the run's page. */
  to: string;
}

/** The thin bar that says on every page that a run is active. */
export function RunBar({ name, state, step, totalSteps, eta, to }: RunBarProps) {
  const part = step !== null && totalSteps ? step / totalSteps : null;
  return (
    <section aria-label="Active run" className="sticky top-0 z-20 border-line border-b bg-surface">
      <Link
        to={to}
        className="flex h-9 items-center gap-3 px-4 text-xs hover:bg-hover focus-visible:-outline-offset-2 sm:px-6"
      >
        <StateBadge state={state} />
        <span className="min-w-0 flex-1 truncate font-medium">{name}</span>
        <span className="shrink-0 text-muted tabular-nums">{formatProgress(step, totalSteps)}</span>
        {eta !== null && (
          <span className="shrink-0 text-muted tabular-nums">{formatDuration(eta)} left</span>
        )}
      </Link>
      <ProgressBar thin label={`Progress of ${name}`} value={part} />
    </section>
  );
}
