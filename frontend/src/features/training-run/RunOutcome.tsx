import type { ReactNode } from "react";
import type { RunState } from "@/api/gen/types.gen";
import { Alert } from "@/components/ui/Alert";
import { runStateWords } from "@/lib/runState";
import type { Tone } from "@/lib/toasts";
import type { RunFigures } from "./runFigures";

const tones: Partial<Record<RunState, Tone>> = {
  completed: "success",
  stopped: "info",
  failed: "danger",
  lost: "warning",
};

export interface RunOutcomeProps {
  figures: Pick<RunFigures, "state" | "exit" | "proof">;
  /** What else is to be known, and what to do next. */
  children?: ReactNode;
  live?: boolean;
}

/** How a run ended, in the server's sentence, with what that rests on. */
export function RunOutcome({ figures, children, live = false }: RunOutcomeProps) {
  const { state, exit, proof } = figures;
  const unproven = state === "completed" && proof?.ok === false;
  return (
    <Alert
      tone={unproven ? "warning" : (tones[state] ?? "info")}
      title={exit?.message ?? `${runStateWords[state]}.`}
      live={live}
    >
      {exit?.evidence && (
        <p className="mt-1 whitespace-pre-wrap font-mono text-xs [overflow-wrap:anywhere]">
          {exit.evidence}
        </p>
      )}
      {children}
    </Alert>
  );
}
