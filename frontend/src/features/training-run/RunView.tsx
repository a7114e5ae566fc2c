import { Columns2 } from "lucide-react";
import { useNavigate } from "react-router";
import type { Run } from "@/api/gen/types.gen";
import { PageHeader } from "@/components/layout/PageHeader";
import { Alert } from "@/components/ui/Alert";
import { Badge } from "@/components/ui/Badge";
import { Button } from "@/components/ui/Button";
import { ButtonLink } from "@/components/ui/ButtonLink";
import { StateBadge } from "@/components/ui/StateBadge";
import { Tabs } from "@/components/ui/Tabs";
import { formatDateTime } from "@/lib/formatTime";
import { CompletionsCard } from "./CompletionsCard";
import { ConfigPanel } from "./ConfigPanel";
import { DeleteRun } from "./DeleteRun";
import { LogPanel } from "./LogPanel";
import { ProofCard } from "./ProofCard";
import { proofSentence } from "./proofSentence";
import { RewardCharts } from "./RewardCharts";
import { RewardStats } from "./RewardStats";
import { RunCharts } from "./RunCharts";
import { RunOutcome } from "./RunOutcome";
import { RunPicker } from "./RunPicker";
import { RunProgress } from "./RunProgress";
import { RunStats } from "./RunStats";
import { reconnect } from "./runFeeds";
import { type RunFigures, runFigures } from "./runFigures";
import { runKinds } from "./runKinds";
import { queuePosition } from "./runList";
import type { RunSummary } from "./runSummary";
import { StopRun } from "./StopRun";
import { useRunSummary } from "./useRunSummary";

/** One run in full. */
export function RunView({ run, runs }: { run: Run; runs: readonly Run[] }) {
  const summary = useRunSummary(run.id);
  const figures = runFigures(run, summary);
  const name = run.config.adapter_name ?? run.id;
  const { label, rewarded } = runKinds[run.kind];
  const curves = { runId: run.id, checkpoints: summary.checkpoints };
  return (
    <>
      <PageHeader
        title={name}
        action={<RunActions run={run} runs={runs} figures={figures} summary={summary} />}
      >
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <StateBadge state={figures.state} />
          <Badge>{label}</Badge>
          <span>{`Created ${formatDateTime(run.created_at)}`}</span>
          <QueuePlace place={queuePosition(runs, run.id)} />
          {summary.device && <span>{`Trained on ${summary.device}`}</span>}
        </span>
      </PageHeader>
      <div className="grid gap-4">
        {figures.ended && (
          <RunOutcome
            figures={figures}
            live
            action={<OpenInCompare run={run} state={figures.state} />}
          >
            {figures.proof?.ok === false && <p>{proofSentence(figures.proof)}</p>}
          </RunOutcome>
        )}
        {run.problem && <Alert tone="warning" title={run.problem} />}
        <LostConnection runId={run.id} summary={summary} />
        <RunProgress name={name} figures={figures} run={run} />
        {rewarded ? <RewardStats run={run} /> : <RunStats run={run} summary={summary} />}
        {rewarded ? <RewardCharts {...curves} /> : <RunCharts {...curves} />}
        {rewarded && <CompletionsCard completions={summary.completions} ended={figures.ended} />}
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

/** Only where there is an adapter to compare. */
function OpenInCompare({ run, state }: { run: Run; state: Run["state"] }) {
  if (state !== "completed" && state !== "stopped") return null;
  return (
    <ButtonLink size="sm" icon={Columns2} to={`/compare?run=${encodeURIComponent(run.id)}`}>
      Open in Compare
    </ButtonLink>
  );
}

interface RunActionsProps {
  run: Run;
  runs: readonly Run[];
  figures: RunFigures;
  summary: RunSummary;
}

function RunActions({ run, runs, figures, summary }: RunActionsProps) {
  const navigate = useNavigate();
  const name = run.config.adapter_name ?? run.id;
  return (
    <>
      {runs.length > 1 && <RunPicker runs={runs} current={run.id} />}
      {figures.ended ? (
        <DeleteRun runId={run.id} name={name} onDeleted={() => void navigate("/training")} />
      ) : (
        <StopRun
          runId={run.id}
          name={name}
          figures={figures}
          checkpoints={summary.checkpoints.length}
        />
      )}
    </>
  );
}

function QueuePlace({ place }: { place: number | null }) {
  if (place === null) return null;
  return <span>{place === 1 ? "Next in the queue" : `Number ${place} in the queue`}</span>;
}

function LostConnection({ runId, summary }: { runId: string; summary: RunSummary }) {
  const { connection } = summary;
  // Also while it is tried again, so that the page does not jump at each attempt.
  const trying = connection.phase === "connecting" && connection.attempt > 0;
  const waiting = connection.phase === "waiting";
  if (!waiting && !trying) return null;
  return (
    <Alert
      tone="warning"
      live
      title={waiting ? connection.message : "The connection was lost. Trying now."}
      action={
        <Button size="sm" onClick={() => reconnect(runId)}>
          Try now
        </Button>
      }
    >
      The run goes on without this page. What is missed is fetched as soon as the server answers.
    </Alert>
  );
}
