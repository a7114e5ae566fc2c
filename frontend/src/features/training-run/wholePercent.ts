/** Progress as a whole number, rounded down so that 100 % means done: 42 %. */
export function wholePercent(part: number): string {
  // A hair more, because 0.29 * 100 is a little less than 29.
  return `${Math.floor(part * 100 + 1e-9)}\u00a0%`;
}
