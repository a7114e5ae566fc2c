import { useState } from "react";
import type { RowTokens, Token } from "@/api/gen/types.gen";
import { classes } from "@/lib/classes";
import { formatCount } from "@/lib/format";
import { TokenList } from "./TokenList";
import { lookOf, tokenUses } from "./tokenLook";
import { bytesInWords, tokenInWords } from "./tokenWords";

/** The counts of a row, what the looks mean, the token that is pointed at, and the tokens. */
export function RowTokensView({ row, stale }: { row: RowTokens; stale: boolean }) {
  const [lit, setLit] = useState<number | null>(null);
  const token = lit === null ? undefined : row.tokens[lit];
  return (
    <section
      aria-label={`Tokens of row ${row.row}`}
      aria-busy={stale}
      className="flex flex-col gap-3"
    >
      <Counts {...row} />
      <Readout token={token} index={lit} total={row.tokens_total} />
      <TokenList
        label={`Row ${row.row}, ${row.tokens_total} tokens`}
        tokens={row.tokens}
        lit={lit}
        onLight={setLit}
      />
      {row.tokens_total > row.tokens.length && (
        <p className="text-muted text-xs">
          The first {formatCount(row.tokens.length)} of {formatCount(row.tokens_total)} tokens are
          shown.
        </p>
      )}
      <p className="text-faint text-xs">
        Arrow keys step through the rows. With the tokens in focus, left and right walk the tokens.
      </p>
    </section>
  );
}

function Counts({ trained, cut, tokens_total, padding_trained, max_seq_length }: RowTokens) {
  const counts = { trained, cut, context: tokens_total - trained - cut };
  return (
    <div className="flex flex-col gap-1">
      <ul
        aria-label="Tokens by use"
        className="flex flex-wrap gap-x-5 gap-y-1.5 text-xs tabular-nums"
      >
        {tokenUses.map((use) => (
          <li key={use}>
            <span className={classes("rounded-[2px] px-1 font-medium", lookOf[use].text)}>
              {lookOf[use].word}
            </span>{" "}
            <span className="font-medium">{formatCount(counts[use])}</span>
            <span className="text-muted">, {lookOf[use].means}</span>
          </li>
        ))}
      </ul>
      <p className="text-faint text-xs tabular-nums">
        {formatCount(tokens_total)} tokens, limit {formatCount(max_seq_length)}.
        {padding_trained > 0 &&
          ` The trainer counts ${formatCount(trained + padding_trained)} trained: one pad token behind the row is among them.`}
      </p>
    </div>
  );
}

interface ReadoutProps {
  token: Token | undefined;
  index: number | null;
  total: number;
}

function Readout({ token, index, total }: ReadoutProps) {
  return (
    <p
      aria-live="polite"
      className="flex min-h-9 flex-wrap items-center gap-x-4 gap-y-0.5 rounded-control border border-line bg-sunken px-3 py-1.5 text-muted text-xs tabular-nums"
    >
      {token && index !== null ? (
        <>
          <span className="font-medium font-mono text-ink">{tokenInWords(token.text)}</span>
          <span>
            Token {formatCount(index + 1)} of {formatCount(total)}
          </span>
          <span>id {token.id}</span>
          <span>
            bytes <span className="font-mono">{bytesInWords(token.bytes)}</span>
          </span>
          <span>
            {lookOf[token.use].word}
            {token.special && ", special"}
          </span>
        </>
      ) : (
        "Point at a token, or walk with the arrow keys, to read its id and bytes."
      )}
    </p>
  );
}
