import type { Run } from "@/api/gen/types.gen";
import { formatCount, formatGigabytes, formatLoss, formatParameters } from "@/lib/format";
import { useColumns } from "@/lib/useColumns";
import { formatRate } from "./formatRate";
import { feedOf } from "./runFeeds";
import type { RunSummary } from "./runSummary";
import { Stat, StatGrid } from "./Stat";

/** The newest figures of a run that learns from answers, side by side. */
export function RunStats({ run, summary }: { run: Run; summary: RunSummary }) {
  const points = useColumns(feedOf(run.id).columns);
  const { metrics = {} } = run;
  const valLoss = points.last("valLoss") ?? metrics.val_loss;
  const best = summary.best;
  const peak = points.last("peakMemory") ?? metrics.peak_memory_gb;
  const tokens = summary.trainedTokens ?? metrics.trained_tokens;
  const { plan } = run;
  return (
    <StatGrid>
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
    </StatGrid>
  );
}
