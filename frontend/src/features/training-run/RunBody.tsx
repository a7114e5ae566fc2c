import type { ReactNode } from "react";
import type { Run } from "@/api/gen/types.gen";
import { runKinds } from "@/api/runKinds";
import { Alert } from "@/components/ui/Alert";
import { Tabs } from "@/components/ui/Tabs";
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
import { RunCharts } from "./RunCharts";
import { RunOutcome } from "./RunOutcome";
import { RunProgress } from "./RunProgress";
import { RunStats } from "./RunStats";
import { runFigures } from "./runFigures";
import { useRunSummary } from "./useRunSummary";
import { useWaiting } from "./useWaiting";
import { WarningBanner } from "./WarningBanner";

export interface RunBodyProps {
  run: Run;
  /** What other features offer beside the next steps of a run with an adapter. */
  nextSteps?: ReactNode;
  /** Stands before log and configuration. */
  children?: ReactNode;
}

/** Everything that is known of a run, beneath its header. */
export function RunBody({ run, nextSteps, children }: RunBodyProps) {
  const summary = useRunSummary(run);
  const waiting = useWaiting();
  const figures = runFigures(run, summary);
  const name = run.config.adapter_name ?? run.id;
  const { rewarded } = runKinds[run.kind];
  const curves = { runId: run.id, checkpoints: summary.checkpoints };
  return (
    <div className="grid grid-cols-1 gap-4">
      {figures.ended && (
        <RunOutcome figures={figures} live>
          {figures.proof?.ok === false && <p>{proofSentence(figures.proof)}</p>}
          <NextSteps run={run} figures={figures}>
            {nextSteps}
          </NextSteps>
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
      {children}
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
  );
}
