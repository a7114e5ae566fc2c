/** A chart in words, for those who do not see it. */
import type { ChartMark, ChartSeries } from "@/components/charts/chartSeries";

interface Writers {
  formatX: (value: number) => string;
  formatY: (value: number) => string;
  xLabel: string;
}

/** "Loss. Train: 120 points, from 2.310 at step 10 to 1.204 at step 1 200, lowest 1.190 at step 1 150." */
export function describeChart(
  title: string,
  series: readonly ChartSeries[],
  marks: readonly ChartMark[],
  writers: Writers,
): string {
  const lines = series.map((one) => describeSeries(one, writers));
  const best = marks.find((mark) => mark.best);
  const bestText = best && `Best checkpoint: ${best.label}.`;
  const chosen = marks.find((mark) => mark.chosen);
  const chosenText = chosen && `Marked: ${chosen.label}.`;
  return [`${title}.`, ...lines, bestText, chosenText].filter(Boolean).join(" ");
}

function describeSeries({ label, x, y }: ChartSeries, { formatX, formatY, xLabel }: Writers) {
  const last = y.length - 1;
  const at = (row: number) => `${formatY(y[row] ?? 0)} at ${xLabel} ${formatX(x[row] ?? 0)}`;
  if (last < 0) return `${label}: no points yet.`;
  if (last === 0) return `${label}: one point, ${at(0)}.`;
  const lowest = Array.from(y).reduce((low, value, row) => (value < (y[low] ?? 0) ? row : low), 0);
  return `${label}: ${y.length} points, from ${at(0)} to ${at(last)}, lowest ${at(lowest)}.`;
}
