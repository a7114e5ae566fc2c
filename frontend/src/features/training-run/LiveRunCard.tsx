import { ArrowRight } from "lucide-react";
import type { ReactNode } from "react";
import type { Run } from "@/api/gen/types.gen";
import { Sparkline } from "@/components/charts/Sparkline";
import { ButtonLink } from "@/components/ui/ButtonLink";
import { Card } from "@/components/ui/Card";
import { ProgressBar } from "@/components/ui/ProgressBar";
import { StateBadge } from "@/components/ui/StateBadge";
import { formatCount, formatDuration, formatGigabytes, missing } from "@/lib/format";
import { useColumns } from "@/lib/useColumns";
import { checkpointSteps } from "./checkpoints";
import { ProofVerdict } from "./ProofVerdict";
import { measureOf, sparkText } from "./progressMeasure";
import { RunOutcome } from "./RunOutcome";
import { feedOf } from "./runFeeds";
import { phaseText, type RunFigures, runFigures, stepText } from "./runFigures";
import { StopRun } from "./StopRun";
import { useRunSummary } from "./useRunSummary";

export interface LiveRunCardProps {
  run: Run;
  /** The button that puts the card away once the run has ended. */
  dismiss: ReactNode;
}

/** A run in the size of a card: state, progress, latest figures, stop. */
export function LiveRunCard({ run, dismiss }: LiveRunCardProps) {
  const summary = useRunSummary(run);
  const figures = runFigures(run, summary);
  const name = run.config.adapter_name ?? run.id;
  return (
    <Card
      title={name}
      className="@container mb-5"
      actions={
        <>
          <StateBadge state={figures.state} />
          {figures.ended && dismiss}
        </>
      }
    >
      <div className="grid gap-4">
        <Progress name={name} figures={figures} />
        <Figures run={run} figures={figures} />
        {figures.ended && <RunOutcome figures={figures} live />}
        {figures.proof && <ProofVerdict proof={figures.proof} />}
        <div className="flex flex-wrap justify-end gap-2">
          <StopRun
            runId={run.id}
            name={name}
            figures={figures}
            checkpoints={checkpointSteps(summary.checkpoints).length}
            size="sm"
          />
          <ButtonLink to={`/training/${encodeURIComponent(run.id)}`} size="sm" variant="ghost">
            Open in Training
            <ArrowRight aria-hidden className="size-3.5" />
          </ButtonLink>
        </div>
      </div>
    </Card>
  );
}

function Progress({ name, figures }: { name: string; figures: RunFigures }) {
  const steps = stepText(figures);
  return (
    <div>
      <ProgressBar label={`Progress of ${name}`} value={figures.part} valueText={steps} />
      <div className="mt-2 flex min-h-4 flex-wrap justify-between gap-x-4 text-muted text-xs tabular-nums">
        <span>
          <span className="font-medium text-ink">{steps}</span>
          {phaseText(figures) && ` · ${phaseText(figures)}`}
        </span>
        {figures.eta !== null && <span>{`${formatDuration(Math.ceil(figures.eta))} left`}</span>}
      </div>
    </div>
  );
}

function Figures({ run, figures }: { run: Run; figures: RunFigures }) {
  const points = useColumns(feedOf(run.id).columns);
  const memory = points.last("memory") ?? run.metrics?.peak_memory_gb;
  const measure = measureOf(run, points);
  return (
    <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <dl className="grid flex-1 grid-cols-2 gap-x-6 gap-y-3 @lg:grid-cols-4">
        <Figure label={measure.train.label} value={measure.format(measure.train.value)} />
        <Figure label={measure.validation.label} value={measure.format(measure.validation.value)} />
        <Figure
          label="Tokens/s"
          value={formatCount(points.last("tokensPerSecond") ?? run.metrics?.tokens_per_second)}
        />
        <Figure label="Memory" value={figures.step === null ? missing : formatGigabytes(memory)} />
      </dl>
      <Sparkline
        values={measure.curve}
        label={sparkText(measure)}
        className="h-9 w-full text-chart-1 @lg:w-32"
      />
    </div>
  );
}

function Figure({ label, value }: { label: string; value: string }) {
  return (
    <div className="min-w-0">
      <dt className="text-muted text-xs">{label}</dt>
      <dd className="truncate font-semibold tabular-nums">{value}</dd>
    </div>
  );
}
