import { useId } from "react";
import { Button } from "@/components/ui/Button";
import { classes } from "@/lib/classes";

export interface ChartToolsProps {
  smoothing: number;
  onSmoothing: (smoothing: number) => void;
  logScale?: boolean;
  /** Left out where values may be zero or below. */
  onLogScale?: (logScale: boolean) => void;
}

/** How the main curve is drawn: smoothed, and on which scale. */
export function ChartTools({
  smoothing,
  onSmoothing,
  logScale = false,
  onLogScale,
}: ChartToolsProps) {
  const id = useId();
  return (
    <>
      <label htmlFor={id} className="text-muted text-xs max-sm:sr-only">
        Smoothing
      </label>
      <input
        id={id}
        type="range"
        min={0}
        max={0.99}
        step={0.01}
        value={smoothing}
        aria-valuetext={smoothing === 0 ? "off" : smoothing.toFixed(2)}
        onChange={(event) => onSmoothing(Number(event.target.value))}
        className="w-20 accent-primary-600 sm:w-28"
      />
      <output htmlFor={id} className="w-7 text-muted text-xs tabular-nums">
        {smoothing === 0 ? "off" : smoothing.toFixed(2)}
      </output>
      {onLogScale && (
        <Button
          size="sm"
          variant={logScale ? "secondary" : "ghost"}
          aria-pressed={logScale}
          onClick={() => onLogScale(!logScale)}
          className={classes(logScale && "border-primary-400 text-primary-700")}
        >
          Log scale
        </Button>
      )}
    </>
  );
}
