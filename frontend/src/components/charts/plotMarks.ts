/** What is drawn on the canvas over the lines: checkpoint marks and the last value of each line. */
import uPlot from "uplot";
import type { ChartColours } from "@/components/charts/chartColours";
import type { ChartMark, LineShape } from "@/components/charts/chartSeries";

const labelGap = 15;

/** Checkpoints as small triangles on the x axis; the best one as a star. */
export function drawMarks(plot: uPlot, marks: readonly ChartMark[], colours: ChartColours): void {
  const { ctx, bbox } = plot;
  const unit = uPlot.pxRatio;
  const bottom = bbox.top + bbox.height;
  ctx.save();
  for (const mark of marks) {
    const x = plot.valToPos(mark.x, "x", true);
    if (x < bbox.left - 1 || x > bbox.left + bbox.width + 1) continue;
    ctx.strokeStyle = mark.best || mark.chosen ? colours.mark : colours.axis;
    ctx.fillStyle = ctx.strokeStyle;
    setLine(ctx, mark, unit);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bottom);
    ctx.stroke();
    ctx.globalAlpha = 1;
    if (mark.best) tracePolygon(ctx, x, bottom, star(6.5 * unit));
    else tracePolygon(ctx, x, bottom, triangle(4 * unit));
    ctx.fill();
  }
  ctx.restore();
}

/** Full for the mark that is looked at, dashed and faint for the others. */
function setLine(ctx: CanvasRenderingContext2D, { best, chosen }: ChartMark, unit: number): void {
  ctx.lineWidth = chosen ? 2 * unit : unit;
  ctx.setLineDash(chosen ? [] : [2 * unit, 3 * unit]);
  if (chosen) ctx.globalAlpha = 1;
  else ctx.globalAlpha = best ? 0.7 : 0.35;
}

/** The last value of every full line, written where the line ends; pushed apart where they meet. */
export function drawLastValues(
  plot: uPlot,
  lines: readonly LineShape[],
  format: (value: number) => string,
  colours: ChartColours,
): void {
  const { ctx } = plot;
  const unit = uPlot.pxRatio;
  const ends = lines.flatMap((line, index) => {
    const end = line.faint ? null : lastPoint(plot, index + 1);
    if (!end) return [];
    // A smoothed line follows its raw one: the value that is written is the real one.
    const raw = lines[index - 1]?.faint ? lastPoint(plot, index) : null;
    return [{ line, ...end, value: raw?.value ?? end.value, labelY: end.y }];
  });
  ends.sort((a, b) => a.y - b.y);
  ends.forEach((end, index) => {
    const above = ends[index - 1];
    if (above) end.labelY = Math.max(end.y, above.labelY + labelGap * unit);
  });
  ctx.save();
  ctx.font = `600 ${12 * unit}px ${colours.font}`;
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  for (const { line, x, y, labelY, value } of ends) {
    ctx.fillStyle = colours.line(line.colour);
    ctx.beginPath();
    ctx.arc(x, y, 3 * unit, 0, 2 * Math.PI);
    ctx.fill();
    ctx.fillText(format(value), x + 8 * unit, labelY);
  }
  ctx.restore();
}

function lastPoint(plot: uPlot, column: number) {
  const values = plot.data[column] ?? [];
  for (let row = values.length - 1; row >= 0; row -= 1) {
    const value = values[row];
    if (value === null || value === undefined) continue;
    return {
      value,
      x: plot.valToPos(plot.data[0][row] ?? 0, "x", true),
      y: plot.valToPos(value, "y", true),
    };
  }
  return null;
}

type Corner = readonly [number, number];

function tracePolygon(ctx: CanvasRenderingContext2D, x: number, y: number, corners: Corner[]) {
  ctx.beginPath();
  for (const [dx, dy] of corners) ctx.lineTo(x + dx, y + dy);
  ctx.closePath();
}

function triangle(size: number): Corner[] {
  return [
    [0, -size],
    [size, size * 0.8],
    [-size, size * 0.8],
  ];
}

function star(size: number): Corner[] {
  return Array.from({ length: 10 }, (_, corner) => {
    const reach = corner % 2 === 0 ? size : size * 0.42;
    const angle = (corner * Math.PI) / 5;
    return [Math.sin(angle) * reach, -Math.cos(angle) * reach] as const;
  });
}
