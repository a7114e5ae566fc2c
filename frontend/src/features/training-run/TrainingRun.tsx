import { skipToken } from "@reduxjs/toolkit/query";
import { Activity, SearchX } from "lucide-react";
import type { Run } from "@/api/gen/types.gen";
import { isApiProblem } from "@/api/problem";
import { useGetRunQuery } from "@/api/runsApi";
import { PageHeader } from "@/components/layout/PageHeader";
import { Alert } from "@/components/ui/Alert";
import { ButtonLink } from "@/components/ui/ButtonLink";
import { EmptyState } from "@/components/ui/EmptyState";
import { RunSkeleton } from "./RunSkeleton";
import { type RunSlots, RunView } from "./RunView";
import { activeRun } from "./runList";
import { useRuns } from "./useRuns";
import { useWaiting } from "./useWaiting";

/** The run that was asked for; without one the active run, else the newest. */
export function TrainingRun({ runId, ...slots }: { runId: string | null } & RunSlots) {
  const { data: runs, error: listError } = useRuns();
  const waiting = useWaiting();
  const listed = wanted(runId, runs ?? [], waiting);
  // A run that was started a moment ago may not be in the list yet.
  const alone = runId !== null && runs !== undefined && listed === undefined;
  const { currentData, error: runError } = useGetRunQuery(alone ? runId : skipToken);
  const run = listed ?? (alone ? currentData : undefined);
  if (run) {
    return <RunView key={run.id} run={run} runs={runs ?? []} waiting={waiting} {...slots} />;
  }
  if (alone && isApiProblem(runError) && runError.status === 404) return <NoSuchRun id={runId} />;
  const error = runError ?? listError;
  return (
    <>
      <PageHeader title="Training">Follow the active run and stop it when it is good.</PageHeader>
      {isApiProblem(error) ? (
        <Alert tone="danger" title={error.title}>
          {error.detail}
        </Alert>
      ) : runs && !alone ? (
        <NoRunYet />
      ) : (
        <RunSkeleton />
      )}
    </>
  );
}

function wanted(runId: string | null, runs: readonly Run[], waiting: readonly Run[]) {
  if (runId !== null) return runs.find(({ id }) => id === runId);
  return activeRun(runs, waiting) ?? runs[0];
}

function NoRunYet() {
  return (
    <EmptyState
      icon={Activity}
      title="No run yet"
      action={
        <ButtonLink to="/setup" variant="primary">
          Go to Setup
        </ButtonLink>
      }
    >
      Choose a model and data in Setup and start training. Losses, speed, memory, log and the proof
      of what was trained appear here as it runs.
    </EmptyState>
  );
}

function NoSuchRun({ id }: { id: string }) {
  return (
    <>
      <title>Run not found · Droid Fine-Tuning</title>
      <EmptyState
        icon={SearchX}
        heading="h1"
        title="There is no such run"
        action={
          <ButtonLink to="/training" variant="primary">
            Show the newest run
          </ButtonLink>
        }
      >
        No run has the id <span className="font-mono [overflow-wrap:anywhere]">{id}</span>. It may
        have been deleted, or the address may be mistyped.
      </EmptyState>
    </>
  );
}
