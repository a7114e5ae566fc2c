import { FlaskConical, Plus } from "lucide-react";
import { useMemo } from "react";
import { useTryRewardsMutation } from "@/api/enhancedApi";
import type { EnhancedRunRequest } from "@/api/gen/types.gen";
import { problemInWords } from "@/api/problem";
import { Alert } from "@/components/ui/Alert";
import { Button } from "@/components/ui/Button";
import { weightProblem } from "@/store/enhancedChecks";
import { type Reward, toEnhancedConfig } from "@/store/enhancedDraft";
import { useAppSelector } from "@/store/hooks";
import { selectEnhanced } from "@/store/slices/enhancedSlice";
import { TrialReportView } from "./TrialReportView";

export interface RewardTrialProps {
  rewards: readonly Reward[];
  onAdd: (name: string) => void;
}

/** Rewards and rows alone: other fields may still be half-typed. */
const trialFields = [
  "train_data_path",
  "reward_functions",
  "reward_weights",
  "reward_functions_file",
] as const;

/** Scores made-up answers to the first rows, before a run is spent on it. */
export function RewardTrial({ rewards, onAdd }: RewardTrialProps) {
  const [tryRewards, { data: report, error, isLoading, originalArgs }] = useTryRewardsMutation();
  const asked = useTrialRequest(rewards);
  const possible = rewards.length > 0 && !rewards.some(weightProblem);
  const stale = report && originalArgs !== asked;
  const failure = problemInWords(error);
  return (
    <section aria-label="Trial of the rewards" className="-mx-5 border-line border-t px-5 pt-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <p className="min-w-48 flex-1 text-muted text-xs">
          {possible
            ? "Scores made-up answers to your first rows: right, padded, wrong and empty ones."
            : "Choose a reward and give each a weight, then try them."}
        </p>
        <Button
          icon={FlaskConical}
          busy={isLoading}
          disabled={!possible}
          onClick={() => void tryRewards(asked)}
        >
          Try rewards
        </Button>
      </div>
      <div aria-live="polite" className="mt-3 flex flex-col gap-3">
        {failure && <Alert tone="danger" title={failure} />}
        {stale && (
          <p className="text-faint text-xs">Rewards or data have changed since this trial.</p>
        )}
        {report && <TrialReportView report={report} />}
        <OwnFunctions
          names={(report?.available ?? []).filter((name) =>
            rewards.every((reward) => reward.name !== name),
          )}
          onAdd={onAdd}
        />
      </div>
    </section>
  );
}

/** The request as text first: an edit of another field is none of it, and draws nothing again. */
function useTrialRequest(rewards: readonly Reward[]): EnhancedRunRequest {
  const text = useAppSelector((state) => {
    const draft = selectEnhanced(state);
    return JSON.stringify({
      kind: draft.kind,
      config: toEnhancedConfig(draft, trialFields, rewards),
    });
  });
  return useMemo(() => JSON.parse(text), [text]);
}

/** Functions of the file that are not chosen yet. */
function OwnFunctions({
  names,
  onAdd,
}: {
  names: readonly string[];
  onAdd: (name: string) => void;
}) {
  if (names.length === 0) return null;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span className="text-muted text-xs">In your file:</span>
      {names.map((name) => (
        <Button
          key={name}
          size="sm"
          icon={Plus}
          aria-label={`Add ${name}`}
          onClick={() => onAdd(name)}
        >
          <span className="font-mono text-xs">{name}</span>
        </Button>
      ))}
    </div>
  );
}
