/** Answers that a run showed while it trained: read from their events, kept to the newest, put in groups. Pure. */
import type { RunEvent } from "./runEvents";

type CompletionEvent = Extract<RunEvent, { type: "completion" }>;
export type Completion = Omit<CompletionEvent, "type" | "time">;

/** Some hundred reports of a few answers each: enough to look back, little to hold. */
export const mostCompletions = 400;

export function completionOf({ type: _, time: __, ...completion }: CompletionEvent): Completion {
  return completion;
}

/** A tenth goes at once, so that a full list does not copy itself for every answer. */
export function newestOf(
  completions: readonly Completion[],
  most = mostCompletions,
): readonly Completion[] {
  if (completions.length <= most) return completions;
  return completions.slice(completions.length - most + Math.floor(most / 10));
}

/** The answers of one step to one prompt: what was compared with each other. */
export interface CompletionGroup {
  step: number;
  prompt: string;
  answer: string;
  completions: Completion[];
}

/** Groups in the order in which they came, the newest step first. */
export function groupsOf(completions: readonly Completion[]): CompletionGroup[] {
  const groups: CompletionGroup[] = [];
  for (const completion of completions) {
    const { step, prompt, answer } = completion;
    const last = groups.at(-1);
    if (last?.step === step && last.prompt === prompt) last.completions.push(completion);
    else groups.push({ step, prompt, answer, completions: [completion] });
  }
  return groups.reverse();
}
