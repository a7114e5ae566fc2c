import type { TokenReport } from "@/api/gen/types.gen";
import { classes } from "@/lib/classes";
import { formatCount, formatPercent } from "@/lib/format";
import { lookOf } from "./tokenLook";

/** How the tokens of all rows part into trained, context and cut. */
export function TokenShares({ tokens_total, trained_tokens, cut_tokens, ...more }: TokenReport) {
  const parts = [
    { use: "trained", tokens: trained_tokens },
    { use: "context", tokens: tokens_total - trained_tokens - cut_tokens },
    { use: "cut", tokens: cut_tokens },
  ] as const;
  const starts = parts.map((_, index) =>
    parts.slice(0, index).reduce((sum, part) => sum + part.tokens, 0),
  );
  const percent = (tokens: number) => `${(100 * tokens) / Math.max(1, tokens_total)}%`;
  return (
    <section aria-label="What becomes of the tokens">
      <svg aria-hidden className="h-2.5 w-full overflow-hidden rounded-full">
        {parts.map(({ use, tokens }, index) => (
          <rect
            key={use}
            x={percent(starts[index] ?? 0)}
            width={percent(tokens)}
            height="100%"
            className={lookOf[use].fill}
          />
        ))}
      </svg>
      <ul className="mt-2 flex flex-wrap gap-x-5 gap-y-1 text-xs tabular-nums">
        {parts.map(({ use, tokens }) => (
          <li key={use} className="flex items-center gap-1.5">
            <svg aria-hidden className="size-2.5 rounded-[2px]">
              <rect width="100%" height="100%" className={lookOf[use].fill} />
            </svg>
            <span className="font-medium">{lookOf[use].word}</span>
            <span className="text-muted">
              {formatCount(tokens)} ({formatPercent(tokens / Math.max(1, tokens_total))})
            </span>
          </li>
        ))}
      </ul>
      <p className={classes("mt-1 text-xs", cut_tokens > 0 ? "text-danger" : "sr-only")}>
        {cut_tokens > 0 ? lostInWords(more) : "No token is cut."}
      </p>
    </section>
  );
}

type Lost = Pick<TokenReport, "truncated_rows" | "cut_answer_tokens" | "answer_lost_rows">;

function lostInWords({ truncated_rows, cut_answer_tokens, answer_lost_rows }: Lost): string {
  const cut = `${formatCount(truncated_rows)} rows are cut, which loses ${formatCount(cut_answer_tokens)} tokens of answers.`;
  return answer_lost_rows > 0
    ? `${cut} Of ${formatCount(answer_lost_rows)} answers nothing is left.`
    : cut;
}
