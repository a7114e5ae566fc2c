/** Gives the focus to the page, where the button that had it goes away. */
export function focusContent(): void {
  document.getElementById("content")?.focus();
}
