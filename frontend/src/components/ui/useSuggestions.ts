import { type KeyboardEvent, useState } from "react";

export interface Suggestion {
  /** What is put into the field. */
  value: string;
  /** Shown instead of the value. */
  label?: string | undefined;
  /** A short fact at the right: "1 204 rows". */
  note?: string | undefined;
}

/** Those that contain the typed text; all of them when the text is empty or is one of them exactly. */
export function matching(suggestions: readonly Suggestion[], text: string): readonly Suggestion[] {
  const wanted = text.trim().toLowerCase();
  if (suggestions.some(({ value }) => value.toLowerCase() === wanted)) return suggestions;
  return suggestions.filter(({ value, label }) =>
    `${value} ${label ?? ""}`.toLowerCase().includes(wanted),
  );
}

/** Which suggestion is lit, and what the keys do to it. */
export function useSuggestions(
  suggestions: readonly Suggestion[],
  text: string,
  onChoose: (value: string) => void,
) {
  const [open, setOpen] = useState(false);
  const [lit, setLit] = useState(-1);
  const shown = open ? matching(suggestions, text) : [];

  function close() {
    setOpen(false);
    setLit(-1);
  }

  function choose(value: string) {
    onChoose(value);
    close();
  }

  function walk(step: number) {
    const count = (open ? shown : matching(suggestions, text)).length;
    setOpen(true);
    setLit(count === 0 ? -1 : (Math.max(lit, step < 0 ? 0 : -1) + step + count) % count);
  }

  function onKeyDown(event: KeyboardEvent) {
    const chosen = shown[lit];
    if (event.key === "ArrowDown") walk(1);
    else if (event.key === "ArrowUp") walk(-1);
    else if (event.key === "Enter" && chosen) choose(chosen.value);
    else if (event.key === "Escape" && open) close();
    else return;
    event.preventDefault();
  }

  function show() {
    setOpen(true);
    setLit(-1);
  }

  return { shown, lit, open: shown.length > 0, show, close, choose, onKeyDown };
}
