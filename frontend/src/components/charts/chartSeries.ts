/** What a chart is given, and how it is turned into the lines that are drawn. Pure. */
import { alignPoints, type Points } from "@/lib/alignPoints";
import { smooth } from "@/lib/smoothing";

/** A place in the colour-blind-safe palette of the theme. */
export type ChartColour = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

export type ChartDash = "solid" | "dash" | "dot";

export interface ChartSeries extends Points {
  id: string;
  label: string;
  colour: ChartColour;
  /** Lines differ by dash as well as by colour. */
  dash?: ChartDash;
  /** The id of the line that sums this one up: drawn faint, not in the legend, hidden with that line. */
  behind?: string;
}

/** A checkpoint on the x axis. */
export interface ChartMark {
  x: number;
  label: string;
  best?: boolean;
  /** The one that is looked at: a full line from top to bottom. */
  chosen?: boolean;
}

/** How one line is drawn. Plain data, so that two charts of the same shape compare equal. */
export interface LineShape {
  colour: ChartColour;
  dash: ChartDash;
  /** The raw values behind a smoothed line. */
  faint: boolean;
}

export interface PreparedLines {
  lines: LineShape[];
  /** x, then one column per line. */
  data: [number[], ...(number | null)[][]];
}

/** Lines of so few points show each one as a dot, and are never smoothed: that would invent a curve. */
export const sparseUpTo = 30;

/** Adds a smoothed line over a faint raw one, and drops what a log scale cannot show. */
export function prepareLines(
  series: readonly ChartSeries[],
  smoothing: number,
  logScale: boolean,
): PreparedLines {
  const drawn = series.flatMap((one): { line: LineShape; points: Points }[] => {
    const line: LineShape = { colour: one.colour, dash: one.dash ?? "solid", faint: false };
    const points = logScale ? positive(one) : one;
    if (one.behind !== undefined) return [{ line: { ...line, faint: true }, points }];
    if (smoothing <= 0 || points.y.length <= sparseUpTo) return [{ line, points }];
    const smoothed = { x: points.x, y: smooth(points.y, smoothing) };
    return [
      { line: { ...line, dash: "solid", faint: true }, points },
      { line, points: smoothed },
    ];
  });
  return {
    lines: drawn.map(({ line }) => line),
    data: alignPoints(drawn.map(({ points }) => points)),
  };
}

/** The value of a line at x: its last point at or before it. */
export function valueAt({ x, y }: Points, at: number): number | null {
  let low = 0;
  let high = x.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((x[middle] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return y[low - 1] ?? null;
}

function positive({ x, y }: Points): Points {
  const rows = Array.from({ length: y.length }, (_, row) => row).filter((row) => (y[row] ?? 0) > 0);
  return { x: rows.map((row) => x[row] ?? 0), y: rows.map((row) => y[row] ?? 0) };
}
