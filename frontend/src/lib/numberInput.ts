/** Numbers as people type them: reading, writing back, and stepping with the arrow keys. */
import { formatPlain } from "@/lib/format";

/** What a number field holds: a number, or the typed text when it is none, or null when empty. */
export type NumberDraft = number | string | null;

const pattern = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** Reads typed text. Empty gives null; what is no number is given back as it was typed. */
export function readNumber(text: string): NumberDraft {
  const bare = text.replace(/[\s_]/g, "").replace("−", "-");
  if (bare === "") return null;
  if (!pattern.test(bare)) return text;
  const value = Number(bare);
  return Number.isFinite(value) ? value : text;
}

/** Writes a draft into a field. */
export function writeNumber(draft: NumberDraft): string {
  return typeof draft === "number" ? formatPlain(draft) : (draft ?? "");
}

/** Two drafts that mean the same; typed spaces do not count. */
export function sameDraft(left: NumberDraft, right: NumberDraft): boolean {
  return (left === "" ? null : left) === (right === "" ? null : right);
}

export interface StepRule {
  /** Size of one step on a linear scale. */
  step: number;
  /** On a log scale a step moves the leading digit: 1e-5, 2e-5, ... 9e-5, 1e-4. */
  scale: "linear" | "log";
  min?: number | undefined;
  max?: number | undefined;
}

/** The next value up (+1) or down (-1), several at once (±10), kept inside the limits. */
export function stepNumber(value: number, steps: number, rule: StepRule): number {
  const moved =
    rule.scale === "log" && value > 0
      ? stepLeadingDigit(value, steps)
      : stepEvenly(value, steps, rule.step);
  return Math.min(rule.max ?? Infinity, Math.max(rule.min ?? -Infinity, moved));
}

/** Counts in steps, so that what floating point adds is small beside one and is rounded off. */
function stepEvenly(value: number, steps: number, step: number): number {
  return clean((Math.round((value / step + steps) * 1e6) / 1e6) * step);
}

function stepLeadingDigit(value: number, steps: number): number {
  let current = value;
  for (let taken = 0; taken < Math.abs(steps); taken += 1) {
    const decade = 10 ** Math.floor(Math.log10(current) + 1e-9);
    const atBottom = current / decade < 1 + 1e-9;
    const size = steps < 0 && atBottom ? decade / 10 : decade;
    current = clean(current + Math.sign(steps) * size);
  }
  return current;
}

/** Takes out what floating point adds: 0.1 + 0.2 is 0.3. */
function clean(value: number): number {
  return Number(value.toPrecision(12));
}
