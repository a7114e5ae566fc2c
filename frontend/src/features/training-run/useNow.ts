import { useSyncExternalStore } from "react";

const second = 1000;

/** The time now in milliseconds, moving once a second. */
export function useNow(): number {
  return useSyncExternalStore(tick, () => Math.floor(Date.now() / second) * second);
}

function tick(listener: () => void): () => void {
  const timer = setInterval(listener, second);
  return () => clearInterval(timer);
}
