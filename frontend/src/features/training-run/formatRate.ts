import { formatPlain } from "@/lib/format";

/** A learning rate in at most 3 digits: 1e-5, 9.87e-6. Its minus never ends a line. */
export function formatRate(rate: number | null): string {
  // An exponent of two digits leaves room for one digit less at the end of a line.
  const digits = rate !== null && Math.abs(rate) < 1e-9 ? 2 : 3;
  return formatPlain(rate === null ? null : Number(rate.toPrecision(digits))).replace(
    "-",
    "\u2011",
  );
}
