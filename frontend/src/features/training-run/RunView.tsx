import type { Run } from "@/api/gen/types.gen";
import { PageHeader } from "@/components/layout/PageHeader";
import { Alert } from "@/components/ui/Alert";
import { Badge } from "@/components/ui/Badge";
import { StateBadge } from "@/components/ui/StateBadge";
import { Tabs } from "@/components/ui/Tabs";
import { formatDateTime } from "@/lib/formatTime";
import { CheckpointsCard } from "./CheckpointsCard";
import { CompletionsCard } from "./CompletionsCard";
import { ConfigPanel } from "./ConfigPanel";
import { LogPanel } from "./LogPanel";
import { LostConnection } from "./LostConnection";
import { NextSteps } from "./NextSteps";
import { PreparationCard } from "./PreparationCard";
import { ProofCard } from "./ProofCard";
import { proofSentence } from "./proofSentence";
import { QueueCard } from "./QueueCard";
import { RewardCharts } from "./RewardCharts";
import { RewardStats } from "./RewardStats";
import { RunActions } from "./RunActions";
import { RunCharts } from "./RunCharts";
import { RunOutcome } from "./RunOutcome";
import { RunProgress } from "./RunProgress";
import { RunStats } from "./RunStats";
import { runFigures } from "./runFigures";
import { runKinds } from "./runKinds";
import { useRunSummary } from "./useRunSummary";
import { WarningBanner } from "./WarningBanner";
import { placeIn } from "./waitingRuns";

export interface RunViewProps {
  run: Run;
  runs: readonly Run[];
  /** Those that wait, next one first. */
  waiting: readonly Run[];
}

/** One run in full. */
export function RunView({ run, runs, waiting }: RunViewProps) {
  const summary = useRunSummary(run);
  const figures = runFigures(run, summary);
  const name = run.config.adapter_name ?? run.id;
  const { label, rewarded } = runKinds[run.kind];
  const order = waiting.map(({ id }) => id);
  const curves = { runId: run.id, checkpoints: summary.checkpoints };
  return (
    <>
      <PageHeader
        title={name}
        action={
          <RunActions run={run} runs={runs} waiting={order} figures={figures} summary={summary} />
        }
      >
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <StateBadge state={figures.state} />
          <Badge>{label}</Badge>
          <span>{`Created ${formatDateTime(run.created_at)}`}</span>
          <QueuePlace place={placeIn(order, run.id)} />
          {summary.device && <span>{`Trained on ${summary.device}`}</span>}
        </span>
      </PageHeader>
      <div className="grid gap-4">
        {figures.ended && (
          <RunOutcome figures={figures} live>
            {figures.proof?.ok === false && <p>{proofSentence(figures.proof)}</p>}
            <NextSteps run={run} figures={figures} />
          </RunOutcome>
        )}
        {run.problem && <Alert tone="warning" title={run.problem} />}
        <LostConnection runId={run.id} summary={summary} />
        <WarningBanner warning={figures.warning} />
        <RunProgress name={name} figures={figures} run={run} />
        <QueueCard waiting={waiting} current={run.id} />
        {rewarded ? <RewardStats run={run} /> : <RunStats run={run} summary={summary} />}
        {rewarded ? <RewardCharts {...curves} /> : <RunCharts {...curves} />}
        {rewarded && <CompletionsCard completions={summary.completions} ended={figures.ended} />}
        <CheckpointsCard {...curves} rewarded={rewarded} ended={figures.ended} />
        {summary.preparation && <PreparationCard preparation={summary.preparation} />}
        {figures.proof && <ProofCard proof={figures.proof} />}
        <section aria-label="Log and configuration" className="card px-5 pt-2 pb-5">
          <Tabs
            label="Details of the run"
            tabs={[
              { id: "log", label: "Log", content: <LogPanel log={summary.log} /> },
              { id: "configuration", label: "Configuration", content: <ConfigPanel run={run} /> },
            ]}
          />
        </section>
      </div>
    </>
  );
}

function QueuePlace({ place }: { place: number | null }) {
  if (place === null) return null;
  return <span>{place === 1 ? "Next in the queue" : `Number ${place} in the queue`}</span>;
}
