/** Where a row that is dragged would stand. Pure. */

/** Place among the other rows, counted from 0, whose middles are given from top to bottom. */
export function dropPlace(y: number, middles: readonly number[]): number {
  return middles.filter((middle) => middle < y).length;
}

export type DropEdge = "above" | "below";

/** The edge of a row at which the dragged one would come in; null where it would not move there. */
export function dropEdge(row: number, dragged: number, place: number): DropEdge | null {
  if (place === dragged || row !== place) return null;
  return place < dragged ? "above" : "below";
}
