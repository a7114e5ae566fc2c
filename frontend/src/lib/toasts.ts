/** Short messages about what just happened. Kept outside React so that anything may raise one. */

export type Tone = "info" | "success" | "warning" | "danger";

export interface Toast {
  id: number;
  title: string;
  detail?: string;
  tone: Tone;
  /** The way back: "Undo". */
  action?: { label: string; onAction: () => void };
}

let toasts: readonly Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

/** Raises a message; returns its id. At most three stay, the oldest goes first. */
export function showToast(toast: Omit<Toast, "id" | "tone"> & { tone?: Tone }): number {
  lastId += 1;
  change([...toasts, { tone: "info" as const, ...toast, id: lastId }].slice(-3));
  return lastId;
}

export function dismissToast(id: number): void {
  change(toasts.filter((toast) => toast.id !== id));
}

export function currentToasts(): readonly Toast[] {
  return toasts;
}

export function subscribeToasts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function change(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}
