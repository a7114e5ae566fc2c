import { Spinner } from "@/components/ui/Spinner";
import { classes } from "@/lib/classes";
import { formatCount } from "@/lib/format";
import type { ShownAnswer } from "./answerOf";

export interface CheckpointListProps {
  answers: readonly ShownAnswer[];
  steps: readonly number[];
  chosen: number;
  onChoose: (place: number) => void;
}

/** Every checkpoint with the beginning of its answer; a click looks at it. */
export function CheckpointList({ answers, steps, chosen, onChoose }: CheckpointListProps) {
  return (
    <ol aria-label="Checkpoints" className="max-h-80 overflow-y-auto border-line border-t py-1">
      {answers.map((answer, place) => (
        <li key={answer.index}>
          <button
            type="button"
            aria-current={place === chosen ? "step" : undefined}
            onClick={() => onChoose(place)}
            className={classes(
              "flex w-full items-center gap-4 px-5 py-1.5 text-left hover:bg-hover focus-visible:-outline-offset-2",
              place === chosen && "bg-pressed",
            )}
          >
            <span className="w-20 shrink-0 font-medium text-xs tabular-nums">
              {`Step ${formatCount(steps[place] ?? null)}`}
            </span>
            <span className="min-w-0 flex-1 truncate text-muted">
              {answer.failed ? answer.failed.message : answer.text}
            </span>
            {!answer.ended && answer.text !== "" && <Spinner className="size-3" />}
          </button>
        </li>
      ))}
    </ol>
  );
}
