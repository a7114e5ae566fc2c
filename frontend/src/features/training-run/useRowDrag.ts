import { type PointerEvent, useRef, useState } from "react";
import { type DropEdge, dropEdge, dropPlace } from "./dropPlace";

/**
 * Dragging rows of a list by a grip, with mouse, pen or finger. The rows stay where they are until the
 * drop: a grip that moves in the document would lose its pointer.
 */
export function useRowDrag(ids: readonly string[], onDrop: (id: string, place: number) => void) {
  const list = useRef<HTMLOListElement>(null);
  const [drag, setDrag] = useState<{ id: string; place: number } | null>(null);
  // Its row may leave the list meanwhile.
  const from = drag ? ids.indexOf(drag.id) : -1;

  function placeAt(y: number): number {
    const rows = [...(list.current?.children ?? [])].toSpliced(from, 1);
    const middles = rows.map((row) => {
      const { top, bottom } = row.getBoundingClientRect();
      return (top + bottom) / 2;
    });
    return dropPlace(y, middles);
  }

  /** What the grip of a row needs. */
  const gripOf = (id: string) => ({
    onPointerDown(event: PointerEvent) {
      if (event.button !== 0) return;
      event.preventDefault();
      event.currentTarget.setPointerCapture(event.pointerId);
      setDrag({ id, place: ids.indexOf(id) });
    },
    onPointerMove(event: PointerEvent) {
      if (drag && from >= 0) setDrag({ ...drag, place: placeAt(event.clientY) });
    },
    onPointerUp(event: PointerEvent) {
      // Where it is let go, not where it was last drawn: a busy page may not have drawn the last moves.
      const place = placeAt(event.clientY);
      if (drag && from >= 0 && place !== from) onDrop(drag.id, place);
      setDrag(null);
    },
    onPointerCancel: () => setDrag(null),
  });

  /** How a row looks meanwhile. */
  const lookOf = (id: string): { dragged: boolean; edge: DropEdge | null } => ({
    dragged: drag?.id === id,
    edge: drag && from >= 0 ? dropEdge(ids.indexOf(id), from, drag.place) : null,
  });

  return { list, gripOf, lookOf };
}
