import { firstDifference } from "./firstDifference";

export interface AnswerTextProps {
  text: string;
  /** The text it is held against; null where there is none. */
  other: string | null;
  /** Whether either of the two still grows. */
  growing: { text: boolean; other: boolean };
}

/** An answer; from where it leaves the other one on it is marked. */
export function AnswerText({ text, other, growing }: AnswerTextProps) {
  const parts = other === null ? null : firstDifference(text, other, growing);
  if (parts === null) return text;
  return (
    <>
      {text.slice(0, parts)}
      <mark className="rounded-[3px] bg-warning-soft text-ink decoration-warning-mark underline-offset-4 [text-decoration-line:underline] [text-decoration-style:dotted]">
        {text.slice(parts)}
      </mark>
    </>
  );
}
