import { useRef } from "react";

/**
 * Gives the focus back to what had it before a window opened. Radix does so only for windows that
 * have their own trigger; these are opened by state. Where that is gone, the page gets it.
 */
export function useReturnFocus() {
  const opener = useRef<Element | null>(null);
  return {
    rememberOpener: () => {
      opener.current = document.activeElement;
    },
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault();
      const last = opener.current;
      if (last instanceof HTMLElement && last.isConnected) last.focus();
      else document.getElementById("content")?.focus();
    },
  };
}
