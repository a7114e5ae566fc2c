import type { Run } from "@/api/gen/types.gen";
import {
  formatCount,
  formatGigabytes,
  formatParameters,
  formatPercent,
  formatScore,
} from "@/lib/format";
import { useColumns } from "@/lib/useColumns";
import { formatTokens } from "./rewardSeries";
import { feedOf } from "./runFeeds";
import { Stat, StatGrid } from "./Stat";

/** The newest figures of a run that learns from rewards, side by side. */
export function RewardStats({ run }: { run: Run }) {
  const points = useColumns(feedOf(run.id).columns);
  const { metrics = {}, plan } = run;
  const validation = points.last("valReward");
  const cut = points.last("cutFraction");
  const clipped = points.last("clipFraction");
  const peak = points.last("peakMemory") ?? metrics.peak_memory_gb;
  return (
    <StatGrid>
      <Stat
        label="Reward"
        value={formatScore(points.last("reward"))}
        note={validation === undefined ? "" : `validation ${formatScore(validation)}`}
      />
      <Stat
        label="KL divergence"
        value={formatScore(points.last("kl"))}
        note={clipped === undefined ? "" : `${formatPercent(clipped)} of tokens clipped`}
      />
      <Stat
        label="Completion length"
        value={formatTokens(points.last("completionTokens"))}
        note={cut === undefined ? "tokens" : `tokens, ${formatPercent(cut)} cut`}
      />
      <Stat
        label="Tokens/s"
        value={formatCount(points.last("tokensPerSecond") ?? metrics.tokens_per_second)}
        note={metrics.trained_tokens ? `${formatCount(metrics.trained_tokens)} tokens trained` : ""}
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
