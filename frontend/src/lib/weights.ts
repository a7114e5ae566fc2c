/** Weights that sum to 1, in steps of a ten-thousandth so that they can be read and typed. */

const parts = 10_000;

/** The same weight for each of so many. */
export function equalShares(count: number): number[] {
  return inProportion(Array.from({ length: count }, () => 1));
}

/** The same proportions with the sum 1; equal shares where there is nothing to go by. */
export function inProportion(weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0)) return weights.length > 0 ? equalShares(weights.length) : [];
  const exact = weights.map((weight) => (weight / total) * parts);
  const whole = exact.map(Math.floor);
  let left = parts - whole.reduce((sum, share) => sum + share, 0);
  const byRest = exact.map((_, index) => index).sort((a, b) => rest(exact, b) - rest(exact, a));
  for (const index of byRest) {
    if (left <= 0) break;
    whole[index] = (whole[index] ?? 0) + 1;
    left -= 1;
  }
  return whole.map((share) => share / parts);
}

/** The sum as it is written: without what floating point adds. */
export function weightSum(weights: readonly number[]): number {
  return Number(weights.reduce((sum, weight) => sum + weight, 0).toFixed(6));
}

function rest(exact: readonly number[], index: number): number {
  const value = exact[index] ?? 0;
  return value - Math.floor(value);
}
