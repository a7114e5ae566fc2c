/**
 * Exponential moving average with the start corrected, so that the first values are not pulled
 * towards zero. Weight 0 changes nothing; 0.9 leans on about ten earlier values. A value that is
 * not finite is passed over.
 */
export function smooth(values: ArrayLike<number>, weight: number): Float64Array {
  const smoothed = new Float64Array(values.length);
  let sum = 0;
  let share = 0;
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row] ?? Number.NaN;
    if (Number.isFinite(value)) {
      sum = sum * weight + value * (1 - weight);
      share = share * weight + (1 - weight);
    }
    smoothed[row] = share > 0 ? sum / share : value;
  }
  return smoothed;
}
