/** Log-probabilities as a person reads them: shares, grades and words. Pure. */
import { formatPercent } from "@/lib/format";

export interface Grade {
  /** Lowest probability that still counts. */
  from: number;
  word: string;
  /** Fill and line: told apart without colour too. */
  look: string;
}

const line = "[text-decoration-line:underline] underline-offset-4 decoration-2";

/** From the expected to the surprising. */
export const grades: readonly Grade[] = [
  { from: 0.9, word: "over 90 %", look: "" },
  {
    from: 0.5,
    word: "50 to 90 %",
    look: `bg-primary-50 ${line} decoration-1 decoration-primary-300`,
  },
  {
    from: 0.1,
    word: "10 to 50 %",
    look: `bg-warning-soft ${line} decoration-warning-mark [text-decoration-style:dotted]`,
  },
  {
    from: 0.01,
    word: "1 to 10 %",
    look: `bg-warning-line text-ink ${line} decoration-warning [text-decoration-style:dashed]`,
  },
  {
    from: 0,
    word: "under 1 %",
    look: `bg-danger-line text-ink ${line} decoration-danger [text-decoration-style:wavy]`,
  },
];

const least = grades[grades.length - 1] as Grade;

export function gradeOf(logprob: number): Grade {
  const share = Math.exp(logprob);
  return grades.find(({ from }) => share >= from) ?? least;
}

/** "3.2 % (-3.44)". */
export function probabilityText(logprob: number | undefined): string {
  if (logprob === undefined || !Number.isFinite(logprob)) return "unknown";
  return `${formatPercent(Math.exp(logprob))} (${logText(logprob)})`;
}

/** A sum or mean of logarithms: -12.31. */
export function logText(value: number): string {
  if (!Number.isFinite(value)) return "-∞";
  const text = value.toFixed(2);
  return text === "-0.00" ? "0.00" : text;
}

/** White space as signs, so that a token of it can be named. */
export function tokenText(text: string): string {
  return text.replace(/ /g, "␣").replace(/\n/g, "⏎").replace(/\t/g, "⇥") || "(empty)";
}
