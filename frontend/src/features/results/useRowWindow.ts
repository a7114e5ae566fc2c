import { type UIEvent, useState } from "react";

const beyond = 10;
/** Rows come and go in groups, so that most of a scroll draws nothing. */
const group = 5;

/** Of many rows of equal height, which must be on the page: those in view and a few more. */
export function useRowWindow(count: number, rowHeight: number) {
  const [top, setTop] = useState(0);
  // The box that scrolls is never higher than the window.
  const inView = Math.ceil(window.innerHeight / rowHeight) + 2 * beyond;
  const first = Math.max(0, Math.min(top * group - beyond, count - inView));
  const last = Math.min(count, first + inView + group);
  return {
    first,
    last,
    before: first * rowHeight,
    after: (count - last) * rowHeight,
    onScroll: ({ currentTarget }: UIEvent) =>
      setTop(Math.floor(currentTarget.scrollTop / rowHeight / group)),
  };
}
