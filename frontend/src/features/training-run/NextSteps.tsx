import { Columns2 } from "lucide-react";
import type { ReactNode } from "react";
import type { Run, RunState } from "@/api/gen/types.gen";
import { ButtonLink } from "@/components/ui/ButtonLink";
import { AddSteps } from "./AddSteps";
import { Remedies } from "./Remedies";
import { ResumeRun } from "./ResumeRun";
import type { RunFigures } from "./runFigures";

/** Ends after which there may be steps left to train. */
const resumable: readonly RunState[] = ["stopped", "failed", "lost"];

export interface NextStepsProps {
  run: Run;
  figures: RunFigures;
  /** What other features offer for a run with an adapter. */
  children?: ReactNode;
}

/** What can be done with a run that has ended. Runs of the Enhanced Setup, and those that were imported, keep no state to go on from. */
export function NextSteps({ run, figures, children }: NextStepsProps) {
  const { state, step } = figures;
  const goesOn = run.kind === "sft" && !run.imported;
  // Only where there is an adapter to compare.
  const comparable = state === "completed" || state === "stopped";
  return (
    <div className="mt-3 flex flex-wrap gap-2 text-ink empty:hidden">
      {goesOn && resumable.includes(state) && <ResumeRun runId={run.id} />}
      {goesOn && state === "completed" && (
        <AddSteps runId={run.id} name={run.config.adapter_name ?? run.id} done={step ?? 0} />
      )}
      <Remedies run={run} />
      {comparable && (
        <ButtonLink size="sm" icon={Columns2} to={`/compare?run=${encodeURIComponent(run.id)}`}>
          Open in Compare
        </ButtonLink>
      )}
      {comparable && children}
    </div>
  );
}
