import type { Run } from "@/api/gen/types.gen";
import { formatCount, formatGigabytes, formatLoss, formatParameters } from "@/lib/format";
import { useColumns } from "@/lib/useColumns";
import { formatRate } from "./formatRate";
import type { RunSummary } from "./runFeed";
import { feedOf } from "./runFeeds";

/** The newest figures of a run, side by side. */
export function RunStats({ run, summary }: { run: Run; summary: RunSummary }) {
  const points = useColumns(feedOf(run.id).columns);
  const { metrics = {} } = run;
  const valLoss = points.last("valLoss") ?? metrics.val_loss;
  const best = summary.best;
  const peak = points.last("peakMemory") ?? metrics.peak_memory_gb;
  const tokens = summary.trainedTokens ?? metrics.trained_tokens;
  const { plan } = run;
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-card border border-line bg-line shadow-card md:grid-cols-3 xl:grid-cols-6">
      <Stat
        label="Train loss"
        value={formatLoss(points.last("trainLoss") ?? metrics.train_loss)}
        note={points.length > 0 ? "mean of the last report" : ""}
      />
      <Stat
        label="Validation loss"
        value={formatLoss(valLoss)}
        note={best ? `best ${formatLoss(best.valLoss)} at step ${formatCount(best.step)}` : ""}
      />
      <Stat
        label="Tokens/s"
        value={formatCount(points.last("tokensPerSecond") ?? metrics.tokens_per_second)}
        note={tokens ? `${formatCount(tokens)} tokens trained` : ""}
      />
      <Stat
        label="Learning rate"
        value={formatRate(points.last("learningRate") ?? metrics.learning_rate ?? null)}
        note={run.config.lr_schedule ? `${run.config.lr_schedule} schedule` : ""}
      />
      <Stat
        label="Memory"
        value={formatGigabytes(points.last("memory") ?? peak)}
        note={peak == null ? "" : `MLX peak ${formatGigabytes(peak)}`}
      />
      <Stat
        label="Trained parameters"
        value={formatParameters(plan?.trainable_parameters)}
        note={plan ? `base has ${formatParameters(plan.total_parameters)}` : ""}
      />
    </dl>
  );
}

function Stat({ label, value, note }: { label: string; value: string; note: string }) {
  return (
    <div className="min-w-0 bg-surface px-4 py-3">
      <dt className="text-muted text-xs">{label}</dt>
      <dd className="mt-1">
        <span className="block truncate font-semibold text-lg tabular-nums">{value}</span>
        <span className="block min-h-4 truncate text-faint text-xs tabular-nums">{note}</span>
      </dd>
    </div>
  );
}
