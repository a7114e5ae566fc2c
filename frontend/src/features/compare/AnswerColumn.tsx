import { Check, CircleSlash, CircleX, Scissors } from "lucide-react";
import type { ReactNode } from "react";
import type { FinishReason } from "@/api/gen/types.gen";
import { CopyButton } from "@/components/ui/CopyButton";
import { Spinner } from "@/components/ui/Spinner";
import { formatCount, formatDuration, formatTokensPerSecond } from "@/lib/format";
import type { ShownAnswer } from "./answerOf";
import { SideName } from "./SideName";

export interface AnswerColumnProps {
  answer: ShownAnswer;
  /** The answer, or another view of it. */
  children: ReactNode;
  /** What else is known of this side, below the figures. */
  footer?: ReactNode;
}

/** One side: its name, what it says, and how fast it said it. */
export function AnswerColumn({ answer, children, footer }: AnswerColumnProps) {
  const { index, label, text, failed } = answer;
  return (
    <article
      aria-label={label}
      aria-busy={!answer.ended}
      className="-mr-px -mb-px flex min-w-0 flex-col border-line border-r border-b"
    >
      <header className="flex h-11 items-center gap-2 px-5">
        <h2 className="min-w-0 flex-1 font-medium">
          <SideName index={index} label={label} />
        </h2>
        {text !== "" && <CopyButton text={text} />}
      </header>
      <div className="min-h-24 flex-1 px-5 pb-3">
        <div className="whitespace-pre-wrap leading-6 [overflow-wrap:anywhere]">{children}</div>
        {failed && (
          <p role="alert" className="mt-2 flex items-start gap-2 text-danger">
            <CircleX aria-hidden className="mt-0.5 size-4 shrink-0" />
            <span>
              {failed.message} <span className="text-muted">{failed.hint}</span>
            </span>
          </p>
        )}
      </div>
      <footer className="px-5 pb-4 text-muted text-xs tabular-nums">
        {answer.note && <p className="pb-1 text-faint">{answer.note}</p>}
        <Figures {...answer} />
        {footer}
      </footer>
    </article>
  );
}

const endings: Record<FinishReason, { icon: typeof Check; words: string }> = {
  stop: { icon: Check, words: "ended by itself" },
  length: { icon: Scissors, words: "cut at the limit" },
  cancelled: { icon: CircleSlash, words: "stopped" },
  error: { icon: CircleX, words: "failed" },
};

function Figures({ figures, tokens, ended }: ShownAnswer) {
  if (!figures) {
    return (
      <p className="flex min-h-4 items-center gap-1.5">
        {!ended && <Spinner className="size-3" />}
        {tokens > 0 && countText(tokens)}
      </p>
    );
  }
  const { icon: Icon, words } = endings[figures.finish_reason];
  const { tokens_per_second: speed, seconds_to_first_token: first } = figures;
  return (
    <ul className="flex flex-wrap gap-x-3 gap-y-1">
      <li className="flex items-center gap-1">
        <Icon aria-hidden className="size-3" />
        {words}
      </li>
      <li>{countText(tokens)}</li>
      {speed !== null && <li>{formatTokensPerSecond(speed)}</li>}
      {first !== null && <li>{`first after ${firstToken(first)}`}</li>}
      <li>{`prompt ${countText(figures.prompt_tokens)}`}</li>
    </ul>
  );
}

function countText(tokens: number): string {
  return `${formatCount(tokens)} ${tokens === 1 ? "token" : "tokens"}`;
}

/** Mostly far below a second. */
function firstToken(seconds: number): string {
  return seconds < 1 ? `${Math.round(seconds * 1000)}\u00a0ms` : formatDuration(seconds);
}
