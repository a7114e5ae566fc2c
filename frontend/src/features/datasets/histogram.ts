/** Lengths of rows as bars of equal width, and where among them the limit stands. Pure. */
import type { LengthBin } from "@/api/gen/types.gen";

export interface Histogram {
  bins: readonly LengthBin[];
  most: number;
  /** Where the limit stands, counted in bars; null where it lies beyond the last. */
  limitAt: number | null;
}

/** A limit this many empty bars beyond the longest row is still drawn. */
const reach = 3;
const fewest = 6;

export function layOutHistogram(all: readonly LengthBin[], limit: number): Histogram {
  const longest = all.findLastIndex(({ rows }) => rows > 0);
  const holds = all.findIndex(({ high }) => high === null || limit < high);
  const near = holds >= 0 && holds <= longest + reach;
  const count = Math.max(longest + 1, near ? holds + 1 : 0, fewest);
  const bins = all.slice(0, count);
  const most = Math.max(1, ...bins.map(({ rows }) => rows));
  const bin = bins[holds];
  if (!bin) return { bins, most, limitAt: null };
  const width = (bin.high ?? limit * 2) - bin.low;
  return { bins, most, limitAt: holds + Math.min(1, (limit - bin.low) / width) };
}
