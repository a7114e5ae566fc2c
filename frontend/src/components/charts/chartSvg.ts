/** The same chart as a picture to keep: lines, axes and names, in the colours of the page. Pure. */
import type { ChartColours } from "@/components/charts/chartColours";
import { type ChartDash, type ChartSeries, prepareLines } from "@/components/charts/chartSeries";
import { formatTick } from "@/components/charts/plotOptions";
import { evenTicks, logTicks, xRange, yRange } from "@/components/charts/plotRanges";

export interface ChartPicture {
  title: string;
  series: readonly ChartSeries[];
  xLabel: string;
  yLabel: string;
  formatX: (value: number) => string;
  smoothing: number;
  logScale: boolean;
  colours: ChartColours;
}

export const pictureWidth = 1000;
const plot = { left: 64, top: 56, width: 900, height: 420 };
const nameHeight = 20;

const dashes: Record<ChartDash, string> = { solid: "", dash: "6 4", dot: "2 3" };

export function pictureHeight(series: readonly ChartSeries[]): number {
  return plot.top + plot.height + 56 + series.length * nameHeight;
}

export function chartSvg(picture: ChartPicture): string {
  const { title, series, colours, logScale } = picture;
  const { lines, data } = prepareLines(series, picture.smoothing, logScale);
  const [xs, ...columns] = data;
  const x = scaleOf(xRange(...extent([xs])), plot.left, plot.width, false);
  const y = scaleOf(
    yRange(...extent(columns), logScale),
    plot.top + plot.height,
    -plot.height,
    logScale,
  );
  const paths = lines.map(({ colour, dash, faint }, column) => {
    const path = pathOf(xs, columns[column] ?? [], x.place, y.place);
    const look = faint ? 'stroke-width="1" stroke-opacity="0.3"' : 'stroke-width="2"';
    return `<path d="${path}" fill="none" stroke="${colours.line(colour)}" ${look} stroke-dasharray="${dashes[dash]}"/>`;
  });
  const height = pictureHeight(series);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${pictureWidth}" height="${height}" viewBox="0 0 ${pictureWidth} ${height}" font-family="sans-serif" font-size="12" fill="${colours.axis}">`,
    `<rect width="100%" height="100%" fill="${colours.ground}"/>`,
    `<text x="${plot.left}" y="24" font-size="16" font-weight="600" fill="${colours.ink}">${escaped(title)}</text>`,
    `<text x="${plot.left}" y="44">${escaped(logScale ? `${picture.yLabel} (log)` : picture.yLabel)}</text>`,
    ...yAxis(y, logScale, colours),
    ...xAxis(x, picture),
    ...paths,
    ...names(series, colours),
    "</svg>",
  ].join("\n");
}

interface Scale {
  min: number;
  max: number;
  place: (value: number) => number;
}

function scaleOf([min, max]: [number, number], from: number, length: number, log: boolean): Scale {
  const measure = log ? Math.log10 : (value: number) => value;
  const spread = measure(max) - measure(min);
  return {
    min,
    max,
    place: (value) => from + ((measure(value) - measure(min)) / spread) * length,
  };
}

function extent(columns: readonly (readonly (number | null)[])[]): [number | null, number | null] {
  let min: number | null = null;
  let max: number | null = null;
  for (const column of columns) {
    for (const value of column) {
      if (value === null) continue;
      if (min === null || value < min) min = value;
      if (max === null || value > max) max = value;
    }
  }
  return [min, max];
}

function pathOf(
  xs: readonly number[],
  column: readonly (number | null)[],
  placeX: Scale["place"],
  placeY: Scale["place"],
): string {
  const parts: string[] = [];
  column.forEach((value, row) => {
    if (value === null) return;
    const point = `${placeX(xs[row] ?? 0).toFixed(1)} ${placeY(value).toFixed(1)}`;
    parts.push(parts.length === 0 ? `M${point}` : `L${point}`);
  });
  // A single point has no length; a round end makes it a dot.
  return parts.length === 1 ? `${parts[0]}h0.1` : parts.join("");
}

function yAxis({ min, max, place }: Scale, log: boolean, { grid }: ChartColours): string[] {
  const right = plot.left + plot.width;
  return (log ? logTicks : evenTicks)(min, max).map((tick) => {
    const at = place(tick).toFixed(1);
    return `<path d="M${plot.left} ${at}H${right}" stroke="${grid}"/><text x="${plot.left - 8}" y="${at}" text-anchor="end" dominant-baseline="middle">${formatTick(tick)}</text>`;
  });
}

function xAxis({ min, max, place }: Scale, { formatX, xLabel, colours }: ChartPicture): string[] {
  const bottom = plot.top + plot.height;
  const ticks = evenTicks(min, max).map((tick) => {
    const at = place(tick).toFixed(1);
    return `<path d="M${at} ${plot.top}V${bottom}" stroke="${colours.grid}"/><text x="${at}" y="${bottom + 18}" text-anchor="middle">${escaped(formatX(tick))}</text>`;
  });
  const label = `<text x="${plot.left + plot.width}" y="${bottom + 36}" text-anchor="end">${escaped(xLabel)}</text>`;
  return [...ticks, label];
}

function names(series: readonly ChartSeries[], colours: ChartColours): string[] {
  return series.map(({ label, colour, dash = "solid" }, place) => {
    const y = plot.top + plot.height + 52 + place * nameHeight;
    return `<path d="M${plot.left} ${y}h28" stroke="${colours.line(colour)}" stroke-width="2" stroke-dasharray="${dashes[dash]}"/><text x="${plot.left + 38}" y="${y}" dominant-baseline="middle" fill="${colours.ink}">${escaped(label)}</text>`;
  });
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
