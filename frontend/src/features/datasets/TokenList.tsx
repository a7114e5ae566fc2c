import { type KeyboardEvent, memo, type PointerEvent, useId } from "react";
import type { Token } from "@/api/gen/types.gen";
import { classes } from "@/lib/classes";
import { lookOf } from "./tokenLook";
import { tokenInText, tokenInWords } from "./tokenWords";

export interface TokenListProps {
  label: string;
  tokens: readonly Token[];
  /** The token that is pointed at. */
  lit: number | null;
  onLight: (index: number | null) => void;
}

/** The tokens as running text. Left and right walk them, hovering points. */
export function TokenList({ label, tokens, lit, onLight }: TokenListProps) {
  const id = useId();

  function walk(event: KeyboardEvent) {
    const to = destination(event.key, lit ?? -1, tokens.length);
    if (to === undefined) return;
    event.preventDefault();
    onLight(to);
    document.getElementById(`${id}-${to}`)?.scrollIntoView({ block: "nearest" });
  }

  function point(event: PointerEvent) {
    const over = (event.target as Element).closest<HTMLElement>("[data-token]")?.dataset.token;
    if (over !== undefined) onLight(Number(over));
  }

  return (
    <div
      role="listbox"
      aria-label={label}
      tabIndex={0}
      aria-activedescendant={lit === null ? undefined : `${id}-${lit}`}
      onKeyDown={walk}
      onFocus={() => lit === null && tokens.length > 0 && onLight(0)}
      onPointerOver={point}
      className="rounded-control border border-line px-3 py-2 font-mono text-[0.8125rem] leading-7 [overflow-wrap:anywhere]"
    >
      {tokens.map((token, index) => (
        <TokenItem
          // biome-ignore lint/suspicious/noArrayIndexKey: a token is known by its place alone.
          key={index}
          id={`${id}-${index}`}
          index={index}
          token={token}
          lit={index === lit}
        />
      ))}
    </div>
  );
}

interface TokenItemProps {
  id: string;
  index: number;
  token: Token;
  lit: boolean;
}

const TokenItem = memo(function TokenItem({ id, index, token, lit }: TokenItemProps) {
  return (
    <span
      id={id}
      data-token={index}
      data-use={token.use}
      role="option"
      tabIndex={-1}
      aria-selected={lit}
      aria-label={`${tokenInWords(token.text)}, ${lookOf[token.use].word}${token.special ? ", special" : ""}`}
      className={classes(
        "whitespace-pre-wrap rounded-[2px]",
        lookOf[token.use].text,
        token.special && "mx-px border border-line-strong border-dashed px-1",
        lit && "outline-2 outline-focus",
      )}
    >
      {tokenInText(token.text)}
    </span>
  );
});

/** Where a key leads; undefined for a key that leads nowhere. */
function destination(key: string, from: number, count: number): number | undefined {
  if (key === "ArrowRight") return Math.min(count - 1, from + 1);
  if (key === "ArrowLeft") return Math.max(0, from - 1);
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  return undefined;
}
