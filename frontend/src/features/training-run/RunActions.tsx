import { useNavigate } from "react-router";
import type { Run } from "@/api/gen/types.gen";
import { checkpointSteps } from "./checkpoints";
import { DeleteRun } from "./DeleteRun";
import { NotifyToggle } from "./NotifyToggle";
import { RunPicker } from "./RunPicker";
import type { RunFigures } from "./runFigures";
import type { RunSummary } from "./runSummary";
import { StopRun } from "./StopRun";

export interface RunActionsProps {
  run: Run;
  runs: readonly Run[];
  waiting: readonly string[];
  figures: RunFigures;
  summary: RunSummary;
}

/** What can be done from the header of a run's page. */
export function RunActions({ run, runs, waiting, figures, summary }: RunActionsProps) {
  const navigate = useNavigate();
  const name = run.config.adapter_name ?? run.id;
  return (
    <>
      {runs.length > 1 && <RunPicker runs={runs} waiting={waiting} current={run.id} />}
      {figures.ended ? (
        <DeleteRun runId={run.id} name={name} onDeleted={() => void navigate("/training")} />
      ) : (
        <>
          <NotifyToggle />
          <StopRun
            runId={run.id}
            name={name}
            figures={figures}
            checkpoints={checkpointSteps(summary.checkpoints).length}
          />
        </>
      )}
    </>
  );
}
