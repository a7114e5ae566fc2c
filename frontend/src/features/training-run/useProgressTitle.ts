import { useTabTitle } from "./useTabTitle";
import { wholePercent } from "./wholePercent";

/** Puts "42 % · pirate-demo" before the page's own title while there is progress to tell. */
export function useProgressTitle(name: string, part: number | null): void {
  useTabTitle(part === null ? null : `${wholePercent(part)} · ${name}`);
}
