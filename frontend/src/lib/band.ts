/** The thin band under a number field: where the recommended range lies and where the value stands. */

export interface Range {
  min: number;
  max: number;
}

export interface Limits {
  min?: number | undefined;
  max?: number | undefined;
  exclusiveMin?: number | undefined;
  exclusiveMax?: number | undefined;
}

/** inside: recommended. beyond: allowed, but unusual. impossible: refused. */
export type Standing = "inside" | "beyond" | "impossible";

export interface Band {
  /** Fractions of the track, 0 to 1. */
  start: number;
  end: number;
  marker: number | null;
  standing: Standing;
}

/** Where a value stands. A value that is no number is impossible; no value is fine. */
export function standingOf(
  value: number | string | null,
  limits: Limits,
  recommended?: Range,
): Standing {
  if (value === null || value === "") return "inside";
  if (typeof value === "string" || outside(value, limits)) return "impossible";
  if (!recommended) return "inside";
  return value < recommended.min || value > recommended.max ? "beyond" : "inside";
}

/** Lays the band out: the recommended range in the middle half, the value pinned to the track. */
export function layOutBand(
  value: number | string | null,
  limits: Limits,
  recommended: Range,
  scale: "linear" | "log",
): Band {
  const along = scale === "log" ? (at: number) => Math.log10(Math.max(at, 1e-12)) : Number;
  const low = along(recommended.min);
  const high = along(recommended.max);
  const margin = (high - low || Math.abs(high) || 1) / 2;
  const from = Math.max(low - margin, limitOr(limits.min ?? limits.exclusiveMin, along, -Infinity));
  const to = Math.min(high + margin, limitOr(limits.max ?? limits.exclusiveMax, along, Infinity));
  const span = to - from || 1;
  const place = (at: number) => Math.min(1, Math.max(0, (at - from) / span));
  return {
    start: place(low),
    end: Math.max(place(high), place(low) + 0.02),
    marker: typeof value === "number" ? place(along(value)) : null,
    standing: standingOf(value, limits, recommended),
  };
}

function outside(value: number, { min, max, exclusiveMin, exclusiveMax }: Limits): boolean {
  return (
    (min !== undefined && value < min) ||
    (max !== undefined && value > max) ||
    (exclusiveMin !== undefined && value <= exclusiveMin) ||
    (exclusiveMax !== undefined && value >= exclusiveMax)
  );
}

function limitOr(limit: number | undefined, along: (at: number) => number, fallback: number) {
  return limit === undefined ? fallback : along(limit);
}
