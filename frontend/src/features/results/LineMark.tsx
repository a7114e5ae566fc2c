import type { ChartColour } from "@/components/charts/chartSeries";
import { lookOf } from "./overlaySeries";

const strokes: Record<ChartColour, string> = {
  1: "stroke-chart-1",
  2: "stroke-chart-2",
  3: "stroke-chart-3",
  4: "stroke-chart-4",
  5: "stroke-chart-5",
  6: "stroke-chart-6",
  7: "stroke-chart-7",
  8: "stroke-chart-8",
};
const dashes = { solid: undefined, dash: "6 4", dot: "2 3" };

/** The line of a run, as it looks in the chart. */
export function LineMark({ place }: { place: number }) {
  const { colour, dash } = lookOf(place);
  return (
    <svg aria-hidden="true" viewBox="0 0 18 4" className="h-1 w-[18px] shrink-0">
      <line
        x1="0"
        x2="18"
        y1="2"
        y2="2"
        strokeWidth="2"
        strokeDasharray={dashes[dash]}
        className={strokes[colour]}
      />
    </svg>
  );
}
