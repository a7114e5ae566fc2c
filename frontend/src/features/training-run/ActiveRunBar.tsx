import type { Run } from "@/api/gen/types.gen";
import { RunBar } from "@/components/layout/RunBar";
import { phaseText, runFigures } from "./runFigures";
import { activeRun, trainingRuns } from "./runList";
import { useProgressTitle } from "./useProgressTitle";
import { useRunEnds } from "./useRunEnds";
import { useRunSummary } from "./useRunSummary";
import { useRuns } from "./useRuns";
import { useWaiting } from "./useWaiting";

/** The bar under the header while a run is active, and its progress in the browser's tab. */
export function ActiveRunBar() {
  const { data: runs } = useRuns();
  useRunEnds(runs);
  const run = activeRun(runs ?? [], useWaiting());
  const others = trainingRuns(runs ?? []).filter(({ id }) => id !== run?.id).length;
  return run ? <BarOf key={run.id} run={run} others={others} /> : null;
}

function BarOf({ run, others }: { run: Run; others: number }) {
  const figures = runFigures(run, useRunSummary(run));
  const { adapter_name: name = "Run" } = run.config;
  const parts = [name, phaseText(figures), others > 0 && `and ${others} more`];
  useProgressTitle(name, figures.ended ? null : figures.part);
  if (figures.ended) return null;
  return (
    <RunBar
      name={parts.filter(Boolean).join(" · ")}
      state={figures.state}
      step={figures.step}
      totalSteps={figures.totalSteps}
      eta={figures.eta === null ? null : Math.ceil(figures.eta)}
      to="/training"
    />
  );
}
