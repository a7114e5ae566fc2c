import { type KeyboardEvent, useId } from "react";
import type { AnswerScores, SideLogprobs } from "@/api/gen/types.gen";
import { classes } from "@/lib/classes";
import { gradeOf, probabilityText, tokenText } from "./likelihood";

export interface TokenWalkProps {
  tokens: AnswerScores["tokens"];
  side: SideLogprobs;
  /** Names the list: whose tokens, under which side. */
  label: string;
  /** The token that is looked at, in every column at once. */
  lit: number | null;
  onLight: (index: number | null) => void;
}

/** Tokens coloured and underlined by how likely one side finds them. Arrows walk, hovering points. */
export function TokenWalk({ tokens, side, label, lit, onLight }: TokenWalkProps) {
  const id = useId();

  function onKeyDown(event: KeyboardEvent) {
    const next = moveTo(event.key, lit, tokens.length);
    if (next === undefined) return;
    event.preventDefault();
    onLight(next);
  }

  return (
    <div
      role="listbox"
      aria-label={label}
      tabIndex={0}
      aria-activedescendant={lit === null ? undefined : `${id}-${lit}`}
      onKeyDown={onKeyDown}
      onFocus={() => lit === null && onLight(0)}
      onPointerLeave={() => onLight(null)}
      className="rounded-control leading-7"
    >
      {tokens.map(({ text }, index) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: a token is known by its place alone.
          key={index}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === lit}
          aria-label={`${tokenText(text)} ${probabilityText(side.logprobs[index])}`}
          onPointerEnter={() => onLight(index)}
          className={classes(
            "whitespace-pre-wrap rounded-[2px]",
            gradeOf(side.logprobs[index] ?? Number.NEGATIVE_INFINITY).look,
            index === lit && "outline-2 outline-focus",
          )}
        >
          {text}
        </span>
      ))}
    </div>
  );
}

/** Where a key leads; undefined for a key that leads nowhere. */
function moveTo(key: string, from: number | null, count: number): number | null | undefined {
  const at = from ?? -1;
  if (key === "ArrowRight" || key === "ArrowDown") return Math.min(count - 1, at + 1);
  if (key === "ArrowLeft" || key === "ArrowUp") return Math.max(0, at - 1);
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  return undefined;
}
