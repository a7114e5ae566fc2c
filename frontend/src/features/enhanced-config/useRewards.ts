import type { NumberDraft } from "@/lib/numberInput";
import { equalShares, inProportion } from "@/lib/weights";
import { sumOfWeights } from "@/store/enhancedChecks";
import type { Reward } from "@/store/enhancedDraft";
import { selectRewards } from "@/store/enhancedRequest";
import { useAppDispatch, useAppSelector } from "@/store/hooks";
import { rewardsEdited } from "@/store/slices/enhancedSlice";

const none: readonly Reward[] = [];

/** The chosen rewards, and what can be done to them. */
export function useRewards() {
  const dispatch = useAppDispatch();
  const rewards = useAppSelector(selectRewards) ?? none;
  const edit = (next: Reward[]) => void dispatch(rewardsEdited(next));
  const weighted = (weights: readonly number[]) =>
    edit(rewards.map(({ name }, index) => ({ name, weight: weights[index] ?? 0 })));
  return {
    rewards,
    /** A new one takes the weight that is still missing. */
    add: (name: string) =>
      edit([...rewards, { name, weight: Math.max(0, missingWeight(rewards)) }]),
    remove: (name: string) => edit(rewards.filter((reward) => reward.name !== name)),
    weigh: (name: string, weight: NumberDraft) =>
      edit(rewards.map((reward) => (reward.name === name ? { name, weight } : reward))),
    shareEqually: () => weighted(equalShares(rewards.length)),
    normalise: () => weighted(inProportion(rewards.map(positive))),
  };
}

function missingWeight(rewards: readonly Reward[]): number {
  return Number((1 - sumOfWeights(rewards)).toFixed(6));
}

function positive({ weight }: Reward): number {
  return typeof weight === "number" ? Math.max(0, weight) : 0;
}
