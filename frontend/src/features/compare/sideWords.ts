/** Sides in words, before the server has named them. Pure. */
import type { RunChoice, SideChoices } from "@/api/gen/types.gen";
import { formatCount, formatLoss } from "@/lib/format";
import { runSide, type SideSpec } from "@/store/compareDraft";

export type CheckpointChoice = "final" | "best" | number;

export interface CheckpointOption {
  value: CheckpointChoice;
  label: string;
}

/** "Final, step 100", "Best, step 50", then every saved step with its loss where it was measured. */
export function checkpointOptions(run: RunChoice): CheckpointOption[] {
  const { final_step, best_checkpoint, best_step, checkpoints } = run;
  const best = best_checkpoint ?? (best_step === null ? null : final_step);
  return [
    { value: "final", label: `Final, step ${formatCount(final_step)}` },
    ...(best === null
      ? []
      : [{ value: "best" as const, label: `Best, step ${formatCount(best)}` }]),
    ...checkpoints.map(({ step, val_loss }) => ({
      value: step,
      label:
        typeof val_loss === "number"
          ? `Step ${formatCount(step)}, loss ${formatLoss(val_loss)}`
          : `Step ${formatCount(step)}`,
    })),
  ];
}

export function runOf(spec: SideSpec, choices: SideChoices | undefined): RunChoice | undefined {
  if (spec.source !== "run") return undefined;
  return choices?.runs.find(({ run_id }) => run_id === spec.run_id);
}

/** A side as the value of a list's option. */
export function sideValue(spec: SideSpec): string {
  return spec.source === "run" ? `run:${spec.run_id}` : spec.source;
}

/** The side that a chosen option means, at its final weights. */
export function sideOfValue(value: string, choices: SideChoices | undefined): SideSpec {
  if (value === "adapter") return { source: "adapter", path: "" };
  const run = choices?.runs.find(({ run_id }) => `run:${run_id}` === value);
  return run ? runSide(run) : { source: "base" };
}

export function checkpointOf(value: string): CheckpointChoice {
  return value === "final" || value === "best" ? value : Number(value);
}
