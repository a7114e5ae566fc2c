/** What is shown of a run: the server's word and the stream's, whichever is further on. Pure. */
import type { Phase, Proof, Run, RunExit, RunState } from "@/api/gen/types.gen";
import { formatBytes, formatCount } from "@/lib/format";
import { furtherState, hasEnded } from "./runList";
import { roundOf } from "./runRound";
import { newRound, type PhaseProgress, type RunSummary, type RunWarning } from "./runSummary";

export interface RunFigures {
  state: RunState;
  ended: boolean;
  phase: PhaseProgress | null;
  step: number | null;
  totalSteps: number | null;
  /** How far the current work is, 0 to 1; null while it cannot be known. */
  part: number | null;
  eta: number | null;
  warning: RunWarning | null;
  exit: RunExit | null;
  proof: Proof | null;
}

export function runFigures(run: Run, told: RunSummary): RunFigures {
  const round = roundOf(run, told);
  const summary = round === "behind" ? { ...told, ...newRound } : told;
  const polled = round === "ahead" ? { ...run, exit: null, proof: null } : run;
  const state =
    round === "ahead" && told.state ? told.state : furtherState(run.state, summary.state);
  const ended = hasEnded(state);
  const step = Math.max(summary.step ?? 0, run.metrics?.step ?? 0) || null;
  const totalSteps = summary.totalSteps ?? run.plan?.iterations ?? run.metrics?.total_steps ?? null;
  return {
    state,
    ended,
    phase: ended ? null : summary.phase,
    step,
    totalSteps,
    part: partOf(state, summary.phase, step, totalSteps),
    eta: ended ? null : summary.eta,
    warning: ended ? null : summary.warning,
    exit: polled.exit ?? summary.exit,
    proof: polled.proof ?? summary.proof,
  };
}

/** Steps count as soon as there are any; before that, what the phase itself reports. */
function partOf(
  state: RunState,
  phase: PhaseProgress | null,
  step: number | null,
  totalSteps: number | null,
): number | null {
  if (state === "completed") return 1;
  if (step !== null && totalSteps) return step / totalSteps;
  if (state === "queued") return 0;
  if (hasEnded(state)) return 0;
  return phase?.total ? (phase.done ?? 0) / phase.total : null;
}

const phaseWords: Record<Phase, string> = {
  downloading: "Downloading model",
  loading: "Loading model",
  preparing: "Preparing rows",
  tokenising: "Reading data",
  training: "Training",
  evaluating: "Evaluating",
  saving: "Saving adapter",
  proving: "Proving adapter",
};

/** "Evaluating, 3 of 8 batches"; where the trainer has said nothing yet, what the state means. */
export function phaseText({ state, phase }: Pick<RunFigures, "state" | "phase">): string {
  if (state === "queued") return "Waiting for its turn";
  if (state === "stopping") return "Stopping after this step";
  if (!phase) return state === "starting" ? "Starting the trainer" : "";
  const word = phaseWords[phase.phase];
  return phase.total ? `${word}, ${amountOf(phase)}` : word;
}

function amountOf({ done, total, unit }: PhaseProgress): string {
  if (unit === "bytes") return `${formatBytes(done ?? 0)} of ${formatBytes(total)}`;
  return `${formatCount(done ?? 0)} of ${formatCount(total)}${unit ? ` ${unit}` : ""}`;
}

/** "Step 42 of 100". */
export function stepText({ step, totalSteps }: Pick<RunFigures, "step" | "totalSteps">): string {
  if (step === null)
    return totalSteps === null ? "No step yet" : `${formatCount(totalSteps)} steps`;
  return totalSteps === null
    ? `Step ${formatCount(step)}`
    : `Step ${formatCount(step)} of ${formatCount(totalSteps)}`;
}
