import { CircleAlert, CircleCheck } from "lucide-react";
import { enhancedFields } from "@/api/enhancedFields";
import { Button } from "@/components/ui/Button";
import { WhyPopover } from "@/components/ui/WhyPopover";
import { classes } from "@/lib/classes";
import { formatPlain } from "@/lib/format";
import { sumOfWeights } from "@/store/enhancedChecks";
import type { Reward } from "@/store/enhancedDraft";
import { selectEnhancedProblems } from "@/store/enhancedProblems";
import { useAppSelector } from "@/store/hooks";
import { enhancedId } from "@/store/useEnhancedField";

export interface WeightSumProps {
  rewards: readonly Reward[];
  shareEqually: () => void;
  normalise: () => void;
}

/** What the weights add up to, and two ways to make that 1. */
export function WeightSum({ rewards, shareEqually, normalise }: WeightSumProps) {
  const error = useAppSelector((state) => {
    const problems = selectEnhancedProblems(state);
    return problems.reward_functions ?? problems.reward_weights;
  });
  const { label, why } = enhancedFields.reward_weights;
  const Icon = error ? CircleAlert : CircleCheck;
  const few = rewards.length < 2;
  return (
    <fieldset
      // Where a press on Start leads when rewards or weights are wrong.
      id={enhancedId("reward_weights")}
      tabIndex={-1}
      aria-label={label}
      aria-describedby={`${enhancedId("reward_weights")}-error`}
      className="mb-3 flex min-w-0 flex-wrap items-start justify-between gap-x-4 gap-y-2 rounded-control py-3"
    >
      <div id={enhancedId("reward_functions")} tabIndex={-1} className="min-w-0">
        <p className="flex items-center gap-1.5 tabular-nums">
          <Icon aria-hidden className={classes("size-4", error ? "text-danger" : "text-success")} />
          <span>Sum of weights</span>
          <strong className="font-semibold">{formatPlain(sumOfWeights(rewards))}</strong>
          <WhyPopover subject={label}>{why}</WhyPopover>
        </p>
        <p
          id={`${enhancedId("reward_weights")}-error`}
          aria-live="polite"
          className="mt-0.5 min-h-5 text-danger text-xs"
        >
          {error}
        </p>
      </div>
      <div className="flex gap-2">
        <Button size="sm" disabled={few} onClick={shareEqually}>
          Share equally
        </Button>
        <Button size="sm" disabled={rewards.length === 0} onClick={normalise}>
          Normalise
        </Button>
      </div>
    </fieldset>
  );
}
