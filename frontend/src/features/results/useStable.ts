import { useCallback, useLayoutEffect, useRef } from "react";

/** One function for good that does what the newest one does: for rows that are drawn anew only when they change. */
export function useStable<Given extends unknown[]>(act: (...given: Given) => void) {
  const newest = useRef(act);
  useLayoutEffect(() => {
    newest.current = act;
  });
  return useCallback((...given: Given) => newest.current(...given), []);
}
