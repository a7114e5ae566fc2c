/**
 * Keyboard shortcuts: single keys ("?"), sequences ("g s") and chords ("mod+enter", where mod is
 * Ctrl or Cmd). Whoever is on the page registers theirs; the list of all is what `?` shows.
 */

export interface Shortcut {
  /** "?", "g s" or "mod+enter". */
  keys: string;
  /** What it does, verb first: "Go to Setup". */
  label: string;
  run: () => void;
}

export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

/** Time allowed between the keys of a sequence. */
export const sequenceMs = 1000;

let registered: readonly (readonly Shortcut[])[] = [];
let listed: readonly Shortcut[] = [];
const listeners = new Set<() => void>();

/** Makes shortcuts live. Returns the way to take them back. Later ones win. */
export function registerShortcuts(shortcuts: readonly Shortcut[]): () => void {
  change([...registered, shortcuts]);
  return () => change(registered.filter((group) => group !== shortcuts));
}

/** All live shortcuts, each key once. */
export function currentShortcuts(): readonly Shortcut[] {
  return listed;
}

export function subscribeShortcuts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A key press as text: "g", "?", "mod+enter"; null for a modifier alone or a foreign chord. */
export function chordOf(press: KeyPress): string | null {
  if (["Control", "Meta", "Shift", "Alt", "AltGraph"].includes(press.key)) return null;
  const key = press.key === " " ? "space" : press.key.toLowerCase();
  if (press.ctrlKey || press.metaKey) return `mod+${key}`;
  return press.altKey ? null : key;
}

/** Whether keys pressed here are text, not commands. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLInputElement) {
    return !["checkbox", "radio", "button", "range"].includes(target.type);
  }
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** Reads presses one by one and answers with the shortcut they complete. */
export function createSequenceReader(now: () => number = Date.now) {
  let pending: { chord: string; at: number } | null = null;
  return (press: KeyPress, shortcuts: readonly Shortcut[]): Shortcut | undefined => {
    const chord = chordOf(press);
    if (chord === null) return undefined;
    const first = pending !== null && now() - pending.at <= sequenceMs ? pending.chord : null;
    const sequence = first === null ? chord : `${first} ${chord}`;
    const found =
      shortcuts.find(({ keys }) => keys === sequence) ??
      shortcuts.find(({ keys }) => keys === chord);
    const opens = shortcuts.some(({ keys }) => keys.startsWith(`${chord} `));
    pending = !found && opens ? { chord, at: now() } : null;
    return found;
  };
}

function change(next: typeof registered): void {
  registered = next;
  const byKeys = new Map(next.flat().map((shortcut) => [shortcut.keys, shortcut]));
  listed = [...byKeys.values()];
  for (const listener of listeners) listener();
}
