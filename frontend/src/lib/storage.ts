/**
 * Small preferences kept in the browser. Storage may be blocked or full: then a preference is
 * simply not remembered, and the page works on.
 */

/** The stored text, or null when there is none or storage is blocked. */
export function readStored(key: string): string | null {
  try {
    return window.localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Remembers a text under a key; does nothing when storage is blocked. */
export function writeStored(key: string, value: string): void {
  try {
    window.localStorage.setItem(key, value);
  } catch {
    // A preference that cannot be kept is no reason to stop.
  }
}
