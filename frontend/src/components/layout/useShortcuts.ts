import { useEffect } from "react";
import { registerShortcuts, type Shortcut } from "@/lib/shortcuts";

/** Makes shortcuts live while the component is on the page. Give a memoised list. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  useEffect(() => registerShortcuts(shortcuts), [shortcuts]);
}
