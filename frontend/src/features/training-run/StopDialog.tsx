import { showProblem } from "@/api/problemToast";
import { useStopRunMutation } from "@/api/runsApi";
import { ConfirmDialog } from "@/components/ui/ConfirmDialog";
import { formatCount } from "@/lib/format";
import type { RunFigures } from "./runFigures";

export interface StopDialogProps {
  runId: string;
  name: string;
  figures: Pick<RunFigures, "state" | "step">;
  checkpoints: number;
  open: boolean;
  onClose: () => void;
}

/** Asks before a run is ended, and says what is kept; or before a waiting one is taken out of the queue. */
export function StopDialog({ runId, name, figures, checkpoints, ...props }: StopDialogProps) {
  const [stop, { isLoading }] = useStopRunMutation();
  const queued = figures.state === "queued";

  async function confirm() {
    const { error } = await stop(runId);
    props.onClose();
    if (error) showProblem(error);
  }

  return (
    <ConfirmDialog
      open={props.open}
      title={queued ? `Take ${name} out of the queue?` : `Stop ${name}?`}
      confirmLabel={stopVerb(figures)}
      cancelLabel={queued ? "Keep waiting" : "Keep training"}
      tone={queued ? "danger" : "primary"}
      busy={isLoading}
      onConfirm={() => void confirm()}
      onCancel={props.onClose}
    >
      {keptText(figures, checkpoints)}
    </ConfirmDialog>
  );
}

export function stopVerb({ state }: Pick<RunFigures, "state">): string {
  return state === "queued" ? "Leave the queue" : "Stop and keep";
}

function keptText({ state, step }: StopDialogProps["figures"], checkpoints: number): string {
  if (state === "queued") {
    return step === null
      ? "It has not begun. Its configuration stays in the list of runs."
      : `It does not go on. What it learned up to step ${formatCount(step)} stays.`;
  }
  if (step === null) {
    return "No step has been taken yet, so there is no adapter to keep. Configuration and log stay.";
  }
  const saved = checkpoints === 0 ? "" : `, ${count(checkpoints, "checkpoint")}`;
  return `Training ends after the current step. Kept are the adapter with what it learned up to now (step ${formatCount(step)})${saved}, the log and all figures.`;
}

function count(many: number, noun: string): string {
  return `${formatCount(many)} ${noun}${many === 1 ? "" : "s"}`;
}
