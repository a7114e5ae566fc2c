import type { Run } from "@/api/gen/types.gen";
import { RunBar } from "@/components/layout/RunBar";
import { phaseText, runFigures } from "./runFigures";
import { activeRun } from "./runList";
import { useProgressTitle } from "./useProgressTitle";
import { useRunSummary } from "./useRunSummary";
import { useRuns } from "./useRuns";

/** The bar under the header while a run is active, and its progress in the browser's tab. */
export function ActiveRunBar() {
  const { data: runs = [] } = useRuns();
  const run = activeRun(runs);
  return run ? <BarOf key={run.id} run={run} /> : null;
}

function BarOf({ run }: { run: Run }) {
  const figures = runFigures(run, useRunSummary(run.id));
  const { adapter_name: name = "Run" } = run.config;
  const phase = phaseText(figures);
  useProgressTitle(name, figures.ended ? null : figures.part);
  if (figures.ended) return null;
  return (
    <RunBar
      name={phase ? `${name} · ${phase}` : name}
      state={figures.state}
      step={figures.step}
      totalSteps={figures.totalSteps}
      eta={figures.eta === null ? null : Math.ceil(figures.eta)}
      to="/training"
    />
  );
}
