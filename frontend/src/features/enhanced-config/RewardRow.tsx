import { X } from "lucide-react";
import { useId, useState } from "react";
import type { RewardInfo } from "@/api/gen/types.gen";
import { Badge } from "@/components/ui/Badge";
import { IconButton } from "@/components/ui/IconButton";
import { classes } from "@/lib/classes";
import { formatPlain } from "@/lib/format";
import { type NumberDraft, readNumber, sameDraft, writeNumber } from "@/lib/numberInput";
import { weightProblem } from "@/store/enhancedChecks";
import type { Reward } from "@/store/enhancedDraft";

export interface RewardRowProps {
  reward: Reward;
  /** What is known of it; undefined for a function of the person's own file. */
  info: RewardInfo | undefined;
  onWeigh: (weight: NumberDraft) => void;
  onRemove: () => void;
}

/** One chosen reward: what it scores, how much it counts, and the way out. */
export function RewardRow({ reward, info, onWeigh, onRemove }: RewardRowProps) {
  const title = info?.title ?? reward.name;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto_auto] items-start gap-x-3 py-3">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 max-sm:pt-1.5">
        <span className={classes("font-medium", !info && "font-mono text-[0.8125rem]")}>
          {title}
        </span>
        {info ? (
          <span className="font-mono text-faint text-xs [overflow-wrap:anywhere]">{info.name}</span>
        ) : (
          <Badge>your file</Badge>
        )}
      </p>
      <div className="sm:row-span-2">
        <WeightInput title={title} reward={reward} onWeigh={onWeigh} />
      </div>
      <IconButton icon={X} label={`Remove ${title}`} onClick={onRemove} className="sm:row-span-2" />
      <div className="col-span-3 min-w-0 text-xs sm:col-span-1">
        {info && (
          <p className="mt-0.5 text-muted">
            {info.description} Best:{"\u00a0"}
            {formatPlain(info.best)}.
          </p>
        )}
        {reward.weight === 0 && <p className="mt-0.5 text-warning">Weight 0 counts for nothing.</p>}
      </div>
    </li>
  );
}

interface WeightInputProps {
  title: string;
  reward: Reward;
  onWeigh: (weight: NumberDraft) => void;
}

/** A number in the size of a table cell; what was typed stays. */
function WeightInput({ title, reward, onWeigh }: WeightInputProps) {
  const errorId = useId();
  const [typed, setTyped] = useState(() => writeNumber(reward.weight));
  const shown = sameDraft(readNumber(typed), reward.weight) ? typed : writeNumber(reward.weight);
  const problem = weightProblem(reward);
  return (
    <div className="w-24 shrink-0 sm:w-28">
      <input
        type="text"
        inputMode="decimal"
        aria-label={`Weight of ${title}`}
        aria-describedby={errorId}
        aria-invalid={problem ? true : undefined}
        value={shown}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => {
          setTyped(event.target.value);
          onWeigh(readNumber(event.target.value));
        }}
        className="input-field text-right tabular-nums"
      />
      <p id={errorId} className="min-h-4 text-danger text-xs">
        {problem}
      </p>
    </div>
  );
}
