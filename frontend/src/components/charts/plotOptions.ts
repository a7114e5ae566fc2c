/** From the shape of a chart to uPlot's options. Recreated when the shape or the theme changes. */
import type uPlot from "uplot";
import type { ChartColours } from "@/components/charts/chartColours";
import {
  type ChartDash,
  type ChartMark,
  type LineShape,
  sparseUpTo,
} from "@/components/charts/chartSeries";
import { drawLastValues, drawMarks } from "@/components/charts/plotMarks";
import { logTicks, xRange, yRange } from "@/components/charts/plotRanges";

/** Everything that makes a chart a different one; values are no part of it. */
export interface ChartShape {
  lines: LineShape[];
  marks: readonly ChartMark[];
  height: number;
  logScale: boolean;
  syncKey: string | null;
}

export interface PlotWiring {
  colours: ChartColours;
  formatX: (value: number) => string;
  formatY: (value: number) => string;
  /** The x under the crosshair; null when it left. */
  onHover: (x: number | null) => void;
}

const dashes: Record<ChartDash, number[]> = { solid: [], dash: [6, 4], dot: [2, 3] };
const lastValueRoom = 72;

export function plotOptions(shape: ChartShape, wiring: PlotWiring): Omit<uPlot.Options, "width"> {
  const { colours, formatX, formatY } = wiring;
  return {
    height: shape.height,
    padding: [20, lastValueRoom, 0, 0],
    legend: { show: false },
    cursor: cursorOf(shape),
    scales: {
      x: { time: false, range: (_plot, min, max) => xRange(min, max) },
      y: {
        distr: shape.logScale ? 3 : 1,
        range: (_plot, min, max) => yRange(min, max, shape.logScale),
      },
    },
    axes: [
      axis(colours, {
        size: 30,
        space: 70,
        values: (plot, ticks) => ticks.map((tick) => (isEmpty(plot) ? "" : formatX(tick))),
      }),
      axis(colours, {
        size: 56,
        space: 36,
        values: (plot, ticks) => ticks.map((tick) => (isEmpty(plot) ? "" : formatTick(tick))),
        ...(shape.logScale && {
          splits: (_plot: uPlot, _axis: number, min: number, max: number) => logTicks(min, max),
          filter: (_plot: uPlot, ticks: number[]) => ticks,
        }),
      }),
    ],
    series: [{}, ...shape.lines.map((line) => seriesOf(line, colours))],
    hooks: {
      draw: [
        (plot) => drawMarks(plot, shape.marks, colours),
        (plot) => drawLastValues(plot, shape.lines, formatY, colours),
      ],
      setCursor: [({ cursor, data }) => wiring.onHover(data[0][cursor.idx ?? -1] ?? null)],
    },
  };
}

function cursorOf({ syncKey }: ChartShape): uPlot.Cursor {
  return {
    y: false,
    drag: { x: false, y: false },
    points: { size: 7 },
    ...(syncKey !== null && { sync: { key: syncKey, scales: ["x", null] } }),
  };
}

function axis(colours: ChartColours, options: uPlot.Axis): uPlot.Axis {
  return {
    stroke: colours.axis,
    font: `12px ${colours.font}`,
    grid: { stroke: colours.grid, width: 1 },
    ticks: { show: false },
    gap: 8,
    ...options,
  };
}

function seriesOf({ colour, dash, faint }: LineShape, colours: ChartColours): uPlot.Series {
  return {
    stroke: colours.line(colour),
    width: faint ? 1 : 2,
    alpha: faint ? 0.3 : 1,
    dash: dashes[dash],
    spanGaps: true,
    points: {
      show: (plot, index) => !faint && isSparse(plot.data[index] ?? []),
      size: 6,
      fill: colours.line(colour),
    },
  };
}

/** Without points the axes have nothing to count. */
function isEmpty(plot: uPlot): boolean {
  return plot.data[0].length === 0;
}

function isSparse(values: ArrayLike<number | null | undefined>): boolean {
  let count = 0;
  for (let row = 0; row < values.length && count <= sparseUpTo; row += 1) {
    if (values[row] !== null && values[row] !== undefined) count += 1;
  }
  return count <= sparseUpTo;
}

/** Ticks are round numbers: written short, without what the steps between them do not need. */
export function formatTick(tick: number): string {
  const size = Math.abs(tick);
  if (size >= 1e6) return `${Number((tick / 1e6).toPrecision(3))}M`;
  if (size >= 1e4) return `${Number((tick / 1e3).toPrecision(3))}k`;
  if (size > 0 && size < 1e-3) return tick.toExponential(0);
  return String(Number(tick.toPrecision(6)));
}
