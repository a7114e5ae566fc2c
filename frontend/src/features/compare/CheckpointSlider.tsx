import { useId } from "react";
import { formatCount } from "@/lib/format";

export interface CheckpointSliderProps {
  /** Steps in order. */
  steps: readonly number[];
  /** Place in `steps`. */
  value: number;
  onChange: (place: number) => void;
}

/** Slides over checkpoints; arrow keys walk, Home and End jump. */
export function CheckpointSlider({ steps, value, onChange }: CheckpointSliderProps) {
  const id = useId();
  const step = formatCount(steps[value] ?? null);
  return (
    <div className="flex h-11 items-center gap-3 px-5">
      <label htmlFor={id} className="text-muted text-xs">
        Checkpoint
      </label>
      <input
        id={id}
        type="range"
        min={0}
        max={Math.max(0, steps.length - 1)}
        step={1}
        value={value}
        aria-valuetext={`step ${step}`}
        onChange={(event) => onChange(Number(event.target.value))}
        className="min-w-0 flex-1 accent-primary-600"
      />
      <output htmlFor={id} className="min-w-18 text-right font-medium tabular-nums">
        {`Step ${step}`}
      </output>
    </div>
  );
}
