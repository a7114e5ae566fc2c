import { useEffect } from "react";
import { wholePercent } from "./wholePercent";

/** Puts "42 % · pirate-demo" before the page's own title while there is progress to tell. */
export function useProgressTitle(name: string, part: number | null): void {
  const title = part === null ? null : `${wholePercent(part)} · ${name}`;
  useEffect(() => {
    if (title === null) return;
    // The first title of a document is the one that counts; the page's own stays behind it.
    const element = document.createElement("title");
    element.textContent = title;
    document.head.prepend(element);
    return () => element.remove();
  }, [title]);
}
