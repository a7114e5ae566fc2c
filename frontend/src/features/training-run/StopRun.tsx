import { Square } from "lucide-react";
import { useState } from "react";
import { isApiProblem } from "@/api/problem";
import { useStopRunMutation } from "@/api/runsApi";
import { Button } from "@/components/ui/Button";
import type { ButtonSize } from "@/components/ui/buttonClasses";
import { ConfirmDialog } from "@/components/ui/ConfirmDialog";
import { formatCount } from "@/lib/format";
import { showToast } from "@/lib/toasts";
import type { RunFigures } from "./runFigures";

export interface StopRunProps {
  runId: string;
  name: string;
  figures: Pick<RunFigures, "state" | "step" | "ended">;
  checkpoints: number;
  size?: ButtonSize;
}

/** Ends an active run after asking; says what is kept. Takes a waiting run out of the queue. */
export function StopRun({ runId, name, figures, checkpoints, size = "md" }: StopRunProps) {
  const [asked, setAsked] = useState(false);
  const [stop, { isLoading }] = useStopRunMutation();
  const queued = figures.state === "queued";
  const label = queued ? "Leave the queue" : "Stop and keep";
  if (figures.ended) return null;

  async function confirm() {
    const { error } = await stop(runId);
    setAsked(false);
    if (!isApiProblem(error)) return;
    showToast({ tone: "danger", title: error.title, detail: error.detail });
  }

  return (
    <>
      <Button
        icon={Square}
        size={size}
        busy={isLoading || figures.state === "stopping"}
        onClick={() => setAsked(true)}
      >
        {label}
      </Button>
      <ConfirmDialog
        open={asked}
        title={queued ? `Take ${name} out of the queue?` : `Stop ${name}?`}
        confirmLabel={label}
        cancelLabel={queued ? "Keep waiting" : "Keep training"}
        tone={queued ? "danger" : "primary"}
        busy={isLoading}
        onConfirm={() => void confirm()}
        onCancel={() => setAsked(false)}
      >
        {keptText(figures, checkpoints)}
      </ConfirmDialog>
    </>
  );
}

function keptText({ state, step }: StopRunProps["figures"], checkpoints: number): string {
  if (state === "queued") return "It has not begun. Its configuration stays in the list of runs.";
  if (step === null) {
    return "No step has been taken yet, so there is no adapter to keep. Configuration and log stay.";
  }
  const saved = checkpoints === 0 ? "" : `, ${count(checkpoints, "checkpoint")}`;
  return `Training ends after the current step. Kept are the adapter with what it learned up to now (step ${formatCount(step)})${saved}, the log and all figures.`;
}

function count(many: number, noun: string): string {
  return `${formatCount(many)} ${noun}${many === 1 ? "" : "s"}`;
}
