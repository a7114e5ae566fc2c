/**
 * Light, dark, or whatever the system says. Knows the class on <html> and the stored choice; knows
 * nothing of React or the store. `public/theme.js` applies the same rule before the first paint.
 */
import { readStored, writeStored } from "@/lib/storage";

export const themeChoices = ["light", "dark", "system"] as const;
export type ThemeChoice = (typeof themeChoices)[number];
export type Theme = "light" | "dark";

/** Shared with `public/theme.js`. */
export const themeKey = "droid.theme";

const listeners = new Set<() => void>();
const prefersDark = () => window.matchMedia("(prefers-color-scheme: dark)");

/** The choice made earlier in this browser; "system" when none was made. */
export function readThemeChoice(): ThemeChoice {
  const stored = readStored(themeKey);
  return themeChoices.find((choice) => choice === stored) ?? "system";
}

/** The theme on the page now. */
export function currentTheme(): Theme {
  return document.documentElement.classList.contains("dark") ? "dark" : "light";
}

/** Remembers the choice and shows it at once. */
export function applyThemeChoice(choice: ThemeChoice): void {
  writeStored(themeKey, choice);
  show(choice);
}

/** Follows the system while the choice is "system". Returns the way to stop. */
export function followSystemTheme(): () => void {
  const query = prefersDark();
  const follow = () => {
    if (readThemeChoice() === "system") show("system");
  };
  query.addEventListener("change", follow);
  return () => query.removeEventListener("change", follow);
}

/** Calls the listener whenever the theme on the page changes. Returns the way to stop. */
export function subscribeTheme(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function show(choice: ThemeChoice): void {
  const dark = choice === "system" ? prefersDark().matches : choice === "dark";
  if (dark === (currentTheme() === "dark")) return;
  document.documentElement.classList.toggle("dark", dark);
  for (const listener of listeners) listener();
}
