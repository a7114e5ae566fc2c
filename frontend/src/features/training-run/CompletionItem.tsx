import { ArrowDown, ArrowUp, Minus } from "lucide-react";
import { Badge, type BadgeTone } from "@/components/ui/Badge";
import { formatScore } from "@/lib/format";
import type { Completion } from "./completions";

/** One answer: its text, what each reward gave, the total, and where it is pushed. */
export function CompletionItem({ completion, scores, total, advantage }: Completion) {
  return (
    <li className="grid gap-x-6 gap-y-2 py-3 md:grid-cols-[minmax(0,1fr)_18rem]">
      <p
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by key.
        tabIndex={0}
        className="max-h-40 min-w-0 overflow-y-auto whitespace-pre-wrap font-mono text-[0.8125rem] [overflow-wrap:anywhere]"
      >
        {completion === "" ? <span className="text-faint">(empty)</span> : completion}
      </p>
      <div className="min-w-0">
        <div className="mb-1.5 flex items-center justify-between gap-3">
          <Push advantage={advantage} />
          <span className="tabular-nums">
            <span className="text-muted text-xs">Total </span>
            <strong className="font-semibold">{formatScore(total)}</strong>
          </span>
        </div>
        <dl className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-0.5 text-xs">
          {Object.entries(scores).map(([name, score]) => (
            <div key={name} className="contents">
              <dt className="truncate font-mono text-faint" title={name}>
                {name}
              </dt>
              <dd className="text-right tabular-nums">{formatScore(score)}</dd>
            </div>
          ))}
        </dl>
      </div>
    </li>
  );
}

/** Icon, word and colour, never colour alone. */
function Push({ advantage }: { advantage: number }) {
  const { tone, icon: Icon, word } = pushOf(advantage);
  return (
    <Badge tone={tone}>
      <Icon aria-hidden className="size-3" />
      <span className="tabular-nums">
        {word} {Math.abs(advantage).toFixed(2)}
      </span>
    </Badge>
  );
}

function pushOf(advantage: number): { tone: BadgeTone; icon: typeof ArrowUp; word: string } {
  // As it will be written: less than a hundredth is no push that one could see.
  if (Math.abs(advantage) < 0.005) return { tone: "neutral", icon: Minus, word: "Level" };
  if (advantage > 0) return { tone: "success", icon: ArrowUp, word: "Up" };
  return { tone: "danger", icon: ArrowDown, word: "Down" };
}
