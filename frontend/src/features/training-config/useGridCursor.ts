import { type KeyboardEvent, type PointerEvent, useState } from "react";

export interface GridPlace {
  row: number;
  block: number;
}

const moves: Record<string, readonly [rows: number, blocks: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  Home: [0, -Infinity],
  End: [0, Infinity],
  PageUp: [-Infinity, 0],
  PageDown: [Infinity, 0],
};

/** Where the cursor of a grid is, and what keys and pointer do to it. */
export function useGridCursor(rows: number, blocks: number, id: string) {
  const [held, setAt] = useState<GridPlace | null>(null);
  // Another model may have fewer rows or blocks than the one the cursor stood in.
  const at = held && held.row < rows && held.block < blocks ? held : null;

  function onKeyDown(event: KeyboardEvent) {
    const move = moves[event.key];
    if (event.key === "Escape") setAt(null);
    if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const from = at ?? { row: 0, block: 0 };
    setAt({ row: within(from.row + move[0], rows), block: within(from.block + move[1], blocks) });
  }

  function onPointerOver(event: PointerEvent) {
    const cell = (event.target as Element).closest<HTMLElement>("[data-cell]")?.dataset.cell;
    if (!cell) return;
    const [row = 0, block = 0] = cell.split(",").map(Number);
    setAt({ row, block });
  }

  return {
    at,
    props: {
      onKeyDown,
      onPointerOver,
      onPointerLeave: () => setAt(null),
      onFocus: () => setAt((now) => now ?? { row: 0, block: 0 }),
      onBlur: () => setAt(null),
      "aria-activedescendant": at ? `${id}-${at.row}-${at.block}` : undefined,
    },
  };
}

function within(index: number, count: number): number {
  return Math.min(Math.max(index, 0), count - 1);
}
