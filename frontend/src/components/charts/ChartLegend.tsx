import { type ChartDash, type ChartSeries, valueAt } from "@/components/charts/chartSeries";
import { classes } from "@/lib/classes";

export interface ChartLegendProps {
  series: readonly ChartSeries[];
  hidden: ReadonlySet<string>;
  /** The x under the crosshair; null shows the last values. */
  at: number | null;
  format: (value: number | null) => string;
  onToggle: (id: string) => void;
}

const strokes = [
  "stroke-chart-1",
  "stroke-chart-2",
  "stroke-chart-3",
  "stroke-chart-4",
  "stroke-chart-5",
  "stroke-chart-6",
  "stroke-chart-7",
  "stroke-chart-8",
];

const dashes: Record<ChartDash, string | undefined> = {
  solid: undefined,
  dash: "6 4",
  dot: "2 3",
};

/** Names of the lines with their value under the crosshair; a click hides or shows a line. */
export function ChartLegend({ series, hidden, at, format, onToggle }: ChartLegendProps) {
  return (
    <div className="flex min-w-0 flex-1 flex-wrap gap-x-1 gap-y-0.5 py-1 max-sm:order-last max-sm:-ml-1.5 max-sm:basis-full">
      {series.map((one) => {
        const shown = !hidden.has(one.id);
        return (
          <button
            key={one.id}
            type="button"
            aria-pressed={shown}
            title={shown ? `Hide ${one.label}` : `Show ${one.label}`}
            onClick={() => onToggle(one.id)}
            className={classes(
              "flex h-6 min-w-0 items-center gap-1.5 whitespace-nowrap rounded-control px-1.5 text-xs hover:bg-hover",
              shown ? "text-muted" : "text-faint line-through",
            )}
          >
            <svg aria-hidden="true" viewBox="0 0 18 4" className="h-1 w-[18px] shrink-0">
              <line
                x1="0"
                x2="18"
                y1="2"
                y2="2"
                strokeWidth="2"
                strokeDasharray={dashes[one.dash ?? "solid"]}
                className={shown ? strokes[one.colour - 1] : "stroke-control"}
              />
            </svg>
            <span className="truncate">{one.label}</span>
            <span className="min-w-10 text-right font-medium text-ink tabular-nums">
              {format(at === null ? (one.y[one.y.length - 1] ?? null) : valueAt(one, at))}
            </span>
          </button>
        );
      })}
    </div>
  );
}
