import { useId } from "react";
import { Button } from "@/components/ui/Button";
import { Segments } from "@/components/ui/SegmentedControl";
import { classes } from "@/lib/classes";
import { type Along, type CurveName, curveNames } from "./overlaySeries";

export interface OverlayView {
  curve: CurveName;
  along: Along;
  smoothing: number;
  logScale: boolean;
}

export interface OverlayToolsProps {
  view: OverlayView;
  onView: (view: OverlayView) => void;
  /** Whether any of the runs learned from rewards. */
  rewarded: boolean;
}

const along: { value: Along; label: string }[] = [
  { value: "step", label: "By step" },
  { value: "tokens", label: "By tokens" },
  { value: "seconds", label: "By time" },
];

/** Which curve is drawn, along what, and how. */
export function OverlayTools({ view, onView, rewarded }: OverlayToolsProps) {
  const id = useId();
  const curves = (Object.keys(curveNames) as CurveName[])
    .filter((name) => rewarded || name !== "reward")
    .map((value) => ({ value, label: curveNames[value].label }));
  return (
    <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2">
      <div className="w-full sm:w-auto sm:min-w-72">
        <Segments
          label="Curve"
          options={curves}
          value={view.curve}
          onChange={(curve) => onView({ ...view, curve })}
        />
      </div>
      <div className="w-full sm:w-auto sm:min-w-64">
        <Segments
          label="Along"
          options={along}
          value={view.along}
          onChange={(next) => onView({ ...view, along: next })}
        />
      </div>
      <div className="flex items-center gap-2">
        <label htmlFor={id} className="text-muted text-xs">
          Smoothing
        </label>
        <input
          id={id}
          type="range"
          min={0}
          max={0.99}
          step={0.01}
          value={view.smoothing}
          aria-valuetext={view.smoothing === 0 ? "off" : view.smoothing.toFixed(2)}
          onChange={(event) => onView({ ...view, smoothing: Number(event.target.value) })}
          className="w-28 accent-primary-600"
        />
        <output htmlFor={id} className="w-7 text-muted text-xs tabular-nums">
          {view.smoothing === 0 ? "off" : view.smoothing.toFixed(2)}
        </output>
      </div>
      <Button
        size="sm"
        variant={view.logScale ? "secondary" : "ghost"}
        aria-pressed={view.logScale}
        onClick={() => onView({ ...view, logScale: !view.logScale })}
        className={classes(view.logScale && "border-primary-400 text-primary-700")}
      >
        Log scale
      </Button>
    </div>
  );
}
