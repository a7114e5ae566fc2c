import { useEffect } from "react";

/** Puts a text before the page's own title; null leaves the page's own. */
export function useTabTitle(title: string | null): void {
  useEffect(() => {
    if (title === null) return;
    // The first title of a document is the one that counts; the page's own stays behind it.
    const element = document.createElement("title");
    element.textContent = title;
    document.head.prepend(element);
    return () => element.remove();
  }, [title]);
}
