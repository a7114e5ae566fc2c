/**
 * Points of a run in growing columns of numbers, outside Redux: a report every few steps for hours
 * costs no copy and no re-render but one per animation frame. NaN stands for "not reported here".
 */

/** What one frame shows. Never changes length; the next frame brings a new one. */
export interface ColumnsSnapshot<Name extends string> {
  readonly length: number;
  /** Ascending, without doubles. */
  readonly x: Float64Array;
  /** Every column so far: those it was made with, then others as they came. */
  readonly names: readonly Name[];
  column(name: Name): Float64Array;
  /** Only where the column has a value: what a chart draws. */
  points(name: Name): { x: Float64Array; y: Float64Array };
  last(name: Name): number | undefined;
}

export interface Columns<Name extends string> {
  /**
   * Adds values at x. A second report at the same x is merged into the first, and what it tells again
   * replaces what was there; a name that is met for the first time becomes a column.
   */
  append(x: number, values: Partial<Record<Name, number | null>>): void;
  clear(): void;
  snapshot(): ColumnsSnapshot<Name>;
  subscribe(listener: () => void): () => void;
}

/** Makes empty columns. `schedule` exists for tests; it runs a task at the next frame. */
export function createColumns<Name extends string>(
  names: readonly Name[],
  schedule: (task: () => void) => void = (task) => void requestAnimationFrame(task),
): Columns<Name> {
  const listeners = new Set<() => void>();
  let xs = new Float64Array(64);
  let columns = new Map<Name, Float64Array>(names.map((name) => [name, filled(64)]));
  let length = 0;
  let shown = snapshotOf(xs, columns, 0);
  let scheduled = false;

  function grow() {
    if (length < xs.length) return;
    xs = enlarged(xs);
    columns = new Map([...columns].map(([name, column]) => [name, enlarged(column)]));
  }

  function makeRoomFor(values: Partial<Record<Name, number | null>>) {
    for (const name of Object.keys(values) as Name[]) {
      // A new map, because snapshots hold the one before.
      if (!columns.has(name)) columns = new Map([...columns, [name, filled(xs.length)]]);
    }
  }

  function makeRoomAt(row: number) {
    grow();
    xs.copyWithin(row + 1, row, length);
    for (const column of columns.values()) {
      column.copyWithin(row + 1, row, length);
      column[row] = Number.NaN;
    }
    length += 1;
  }

  function announce() {
    if (scheduled) return;
    scheduled = true;
    schedule(() => {
      scheduled = false;
      shown = snapshotOf(xs, columns, length);
      for (const listener of listeners) listener();
    });
  }

  return {
    append(x, values) {
      if (!Number.isFinite(x)) return;
      makeRoomFor(values);
      const row = rowOf(xs, length, x);
      if (row === length || xs[row] !== x) {
        makeRoomAt(row);
        xs[row] = x;
      }
      for (const [name, column] of columns) {
        const value = values[name];
        if (value === undefined) continue;
        column[row] = value !== null && Number.isFinite(value) ? value : Number.NaN;
      }
      announce();
    },
    clear() {
      length = 0;
      for (const column of columns.values()) column.fill(Number.NaN);
      announce();
    },
    snapshot: () => shown,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function snapshotOf<Name extends string>(
  xs: Float64Array,
  columns: Map<Name, Float64Array>,
  length: number,
): ColumnsSnapshot<Name> {
  const x = xs.subarray(0, length);
  const cache = new Map<Name, { x: Float64Array; y: Float64Array }>();
  const column = (name: Name) => columns.get(name)?.subarray(0, length) ?? new Float64Array(0);
  const points = (name: Name) => {
    const kept = cache.get(name) ?? withoutGaps(x, column(name));
    cache.set(name, kept);
    return kept;
  };
  const names = [...columns.keys()];
  return { length, x, names, column, points, last: (name) => points(name).y.at(-1) };
}

function withoutGaps(x: Float64Array, y: Float64Array): { x: Float64Array; y: Float64Array } {
  const keptX = new Float64Array(y.length);
  const keptY = new Float64Array(y.length);
  let kept = 0;
  y.forEach((value, row) => {
    if (Number.isNaN(value)) return;
    keptX[kept] = x[row] ?? 0;
    keptY[kept] = value;
    kept += 1;
  });
  return { x: keptX.subarray(0, kept), y: keptY.subarray(0, kept) };
}

/** First row whose x is not below the one asked for. Reports come in order, so the end is tried first. */
function rowOf(xs: Float64Array, length: number, x: number): number {
  if (length === 0 || (xs[length - 1] ?? 0) < x) return length;
  let low = 0;
  let high = length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((xs[middle] ?? 0) < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

function filled(size: number): Float64Array {
  return new Float64Array(size).fill(Number.NaN);
}

function enlarged(column: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(column.length * 2).fill(Number.NaN);
  larger.set(column);
  return larger;
}
