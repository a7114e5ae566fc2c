import { Check } from "lucide-react";
import type { Phase, Run } from "@/api/gen/types.gen";
import { ProgressBar } from "@/components/ui/ProgressBar";
import { classes } from "@/lib/classes";
import { formatDuration } from "@/lib/format";
import { phaseText, type RunFigures, stepText } from "./runFigures";
import { useNow } from "./useNow";
import { wholePercent } from "./wholePercent";

export interface RunProgressProps {
  name: string;
  figures: RunFigures;
  run: Pick<Run, "started_at" | "ended_at">;
}

const stages: readonly { word: string; phases: readonly Phase[] }[] = [
  { word: "Load model and data", phases: ["downloading", "preparing", "loading", "tokenising"] },
  { word: "Train", phases: ["training", "evaluating", "saving"] },
  { word: "Prove", phases: ["proving"] },
];

/** Where the run stands: stages, bar, step, time gone and time left. */
export function RunProgress({ name, figures, run }: RunProgressProps) {
  const steps = stepText(figures);
  return (
    <section aria-label="Progress" className="card px-5 py-4">
      <div className="flex min-h-5 flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <Stages figures={figures} />
        <p className="text-muted text-xs">{phaseText(figures)}</p>
      </div>
      <div className="mt-3">
        <ProgressBar label={`Progress of ${name}`} value={figures.part} valueText={steps} />
      </div>
      <div className="mt-2.5 flex min-h-5 flex-wrap justify-between gap-x-6 text-xs tabular-nums">
        <p>
          <span className="font-medium">{steps}</span>
          {figures.part !== null && (
            <span className="text-muted"> · {wholePercent(figures.part)}</span>
          )}
        </p>
        <p className="text-muted">
          <Elapsed {...run} ended={figures.ended} />
          {figures.eta !== null && (
            <span className="font-medium text-ink">
              {" "}
              · {formatDuration(Math.ceil(figures.eta))} left
            </span>
          )}
        </p>
      </div>
    </section>
  );
}

type ElapsedProps = RunProgressProps["run"] & { ended: boolean };

/** Time of training so far, or in all. */
function Elapsed({ started_at: from, ended_at: to, ended }: ElapsedProps) {
  if (!from) return null;
  if (!ended) return <ElapsedSoFar from={Date.parse(from)} />;
  return to
    ? `${formatDuration(Math.round((Date.parse(to) - Date.parse(from)) / 1000))} in all`
    : null;
}

function ElapsedSoFar({ from }: { from: number }) {
  const seconds = Math.max(0, Math.round((useNow() - from) / 1000));
  return `${formatDuration(seconds)} so far`;
}

function Stages({ figures }: { figures: RunFigures }) {
  const at = stageOf(figures);
  return (
    <ol aria-label="Stages" className="flex flex-wrap items-center gap-x-2 gap-y-1 text-xs">
      {stages.map(({ word }, index) => (
        <li
          key={word}
          aria-current={index === at && !figures.ended ? "step" : undefined}
          className={classes(
            "flex items-center gap-1.5",
            index > 0 && "before:mr-0.5 before:h-px before:w-2 sm:before:w-4 before:bg-line-strong",
            index === at && !figures.ended ? "font-medium text-ink" : "text-faint",
          )}
        >
          <StageMark done={index < at} current={index === at && !figures.ended} />
          {word}
          {index < at && <span className="sr-only">: done</span>}
        </li>
      ))}
    </ol>
  );
}

function StageMark({ done, current }: { done: boolean; current: boolean }) {
  if (done) return <Check aria-hidden className="size-3.5 text-success" />;
  return (
    <span
      aria-hidden
      className={classes("size-2 rounded-full", current ? "bg-primary-600" : "bg-line-strong")}
    />
  );
}

/** Number of stages that are behind; all of them once an adapter has been proven. */
function stageOf({ state, phase, step, proof, ended }: RunFigures): number {
  if (proof || state === "completed") return stages.length;
  if (ended) return step === null ? 0 : 1;
  if (!phase) return -1;
  return stages.findIndex(({ phases }) => phases.includes(phase.phase));
}
