/**
 * Notices of the desktop, shown by the browser while another window is in front. Wanted by a press
 * only: nothing is asked before, and what the browser refuses is told as it is.
 */
import { readStored, writeStored } from "@/lib/storage";

/** `blocked`: the browser refuses, and only its own settings change that. */
export type NoticeState = "impossible" | "blocked" | "off" | "on";

export interface Notice {
  title: string;
  body: string;
  /** Two pages that tell of the same thing show it once. */
  tag: string;
  /** The notice was clicked: the page is in front again. */
  onOpen: () => void;
}

const storageKey = "droid.notices";
const listeners = new Set<() => void>();

export function noticeState(): NoticeState {
  if (!("Notification" in window)) return "impossible";
  if (Notification.permission === "denied") return "blocked";
  const allowed = Notification.permission === "granted";
  return allowed && readStored(storageKey) === "on" ? "on" : "off";
}

/** Asks the browser where it has not been asked yet. */
export async function wantNotices(): Promise<void> {
  if (Notification.permission === "default") await Notification.requestPermission();
  if (Notification.permission === "granted") writeStored(storageKey, "on");
  announce();
}

export function dropNotices(): void {
  writeStored(storageKey, "off");
  announce();
}

/** Hears of a change made here, in another tab, or in the browser's settings meanwhile. */
export function subscribeNotices(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  window.addEventListener("focus", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
    window.removeEventListener("focus", listener);
  };
}

/** Shows a notice where notices are on. */
export function showNotice({ title, body, tag, onOpen }: Notice): void {
  if (noticeState() !== "on") return;
  try {
    const notice = new Notification(title, { body, tag });
    notice.onclick = () => {
      window.focus();
      notice.close();
      onOpen();
    };
  } catch (error) {
    // Browsers on phones have the name and the permission, but refuse to make one from a page.
    if (!(error instanceof TypeError)) throw error;
  }
}

function announce(): void {
  for (const listener of listeners) listener();
}
