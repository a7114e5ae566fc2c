import { useEffect, useMemo, useRef } from "react";
import { useShortcuts } from "@/components/layout/useShortcuts";
import { Button } from "@/components/ui/Button";
import type { ShownAnswer } from "./answerOf";
import type { Winner } from "./useVote";

export interface BallotProps {
  answers: readonly ShownAnswer[];
  /** Whether names are known, because a vote was taken back. */
  named: boolean;
  onVote: (winner: Winner) => void;
  busy: boolean;
}

/** Asks which answer is better. Letters and numbers vote too, unless someone types. */
export function Ballot({ answers, named, onVote, busy }: BallotProps) {
  const group = useRef<HTMLFieldSetElement>(null);
  const latest = useRef(onVote);
  useEffect(() => {
    latest.current = onVote;
  });
  const count = answers.length;
  const shortcuts = useMemo(() => {
    const vote = (winner: Winner) => () => latest.current(winner);
    const sides = Array.from({ length: count }, (_, index) => index);
    return [
      ...sides.map((index) => ({
        keys: letterOf(index).toLowerCase(),
        label: `Vote for ${letterOf(index)}`,
        run: vote(index),
      })),
      ...sides.map((index) => ({
        keys: String(index + 1),
        label: `Vote for ${letterOf(index)}`,
        run: vote(index),
      })),
      { keys: "t", label: "Vote for a tie", run: vote("tie") },
    ];
  }, [count]);
  useShortcuts(shortcuts);
  useEffect(() => leaveEmptyPrompt(group.current), []);
  return (
    <fieldset
      ref={group}
      aria-label="Vote"
      tabIndex={-1}
      className="flex flex-wrap items-center gap-2 outline-none"
    >
      <p className="mr-2 text-muted">Which answer is better?</p>
      {answers.map(({ index, label }) => (
        <Button key={index} disabled={busy} onClick={() => onVote(index)}>
          {`${named ? label : letterOf(index)} is better`}
          <Key name={letterOf(index)} />
        </Button>
      ))}
      <Button disabled={busy} onClick={() => onVote("tie")}>
        Tie
        <Key name="T" />
      </Button>
    </fieldset>
  );
}

function Key({ name }: { name: string }) {
  return (
    <kbd
      aria-hidden
      className="rounded-[4px] border border-line-strong bg-sunken px-1 font-sans text-faint text-xs"
    >
      {name}
    </kbd>
  );
}

/** Keys pressed in the prompt are text: once answers are there and it is empty, they are votes. */
function leaveEmptyPrompt(group: HTMLElement | null) {
  const { activeElement } = document;
  const resting = activeElement instanceof HTMLTextAreaElement && activeElement.value === "";
  if (resting || activeElement === document.body) group?.focus({ preventScroll: true });
}

function letterOf(index: number): string {
  return String.fromCharCode(65 + index);
}
