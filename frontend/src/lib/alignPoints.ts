/** Points of one line; x ascending. */
export interface Points {
  x: ArrayLike<number>;
  y: ArrayLike<number>;
}

/**
 * Puts lines with different x on one common x, as uPlot wants them: `[x, y1, y2, ...]`, null where a
 * line has no point or one that is not finite. Time grows with the number of points, not with its square.
 */
export function alignPoints(lines: readonly Points[]): [number[], ...(number | null)[][]] {
  const xs = [...new Set(lines.flatMap(({ x }) => Array.from(x)))].sort((a, b) => a - b);
  const rowOf = new Map(xs.map((x, row) => [x, row]));
  const columns = lines.map(({ x, y }) => {
    const column = new Array<number | null>(xs.length).fill(null);
    for (let point = 0; point < x.length; point += 1) {
      const row = rowOf.get(x[point] ?? Number.NaN);
      const value = y[point];
      if (row !== undefined && Number.isFinite(value)) column[row] = value ?? null;
    }
    return column;
  });
  return [xs, ...columns];
}
