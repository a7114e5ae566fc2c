/** How far the axes reach. A single point, or none, still gets a range that looks meant. */

export type AxisRange = [number, number];

export function xRange(min: number | null, max: number | null): AxisRange {
  if (min === null || max === null) return [0, 1];
  return min === max ? [min - 1, max + 1] : [min, max];
}

export function yRange(min: number | null, max: number | null, log: boolean): AxisRange {
  if (min === null || max === null) return log ? [0.1, 1] : [0, 1];
  if (log) return min === max ? [min / 2, max * 2] : [min / 1.1, max * 1.1];
  // Less than that apart, and ticks would need six digits to differ.
  const isFlat = max - min <= Math.abs(max) * 1e-5;
  const margin = isFlat ? Math.abs(max) * 0.2 || 1 : (max - min) * 0.08;
  // Values that are never negative keep zero as their floor.
  return [min >= 0 ? Math.max(0, min - margin) : min - margin, max + margin];
}

/** Round ticks for a log axis: evenly spaced within one decade, 1-2-5 over a few, powers of ten beyond. */
export function logTicks(min: number, max: number): number[] {
  if (max / min < 10) return evenTicks(min, max);
  const from = Math.floor(Math.log10(min));
  const to = Math.ceil(Math.log10(max));
  const leads = to - from <= 3 ? [1, 2, 5] : [1];
  const decades = Array.from({ length: to - from + 1 }, (_, place) => 10 ** (from + place));
  return decades
    .flatMap((decade) => leads.map((lead) => lead * decade))
    .filter((tick) => tick >= min && tick <= max);
}

/** About five round ticks, evenly spaced. */
export function evenTicks(min: number, max: number): number[] {
  const rough = (max - min) / 5;
  const decade = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((lead) => lead * decade).find((size) => size >= rough) ?? rough;
  const first = Math.ceil(min / step);
  const count = Math.floor(max / step) - first + 1;
  return Array.from({ length: count }, (_, place) =>
    Number(((first + place) * step).toPrecision(6)),
  );
}
