import { useListRewardsQuery } from "@/api/enhancedApi";
import { enhancedFields } from "@/api/enhancedFields";
import { isApiProblem } from "@/api/problem";
import { Alert } from "@/components/ui/Alert";
import { Button } from "@/components/ui/Button";
import { Card } from "@/components/ui/Card";
import { Skeleton } from "@/components/ui/Skeleton";
import { isRewarded, selectMethod } from "@/store/enhancedRequest";
import { useAppSelector } from "@/store/hooks";
import { AddReward } from "./AddReward";
import { RewardFile } from "./RewardFile";
import { RewardRow } from "./RewardRow";
import { RewardTrial } from "./RewardTrial";
import { useRewards } from "./useRewards";
import { WeightSum } from "./WeightSum";

/** What an answer is scored by. Only methods that learn from rewards have it. */
export function RewardsSection() {
  const rewarded = isRewarded(useAppSelector(selectMethod));
  return rewarded ? <Rewards /> : null;
}

function Rewards() {
  const { data: known, error, refetch } = useListRewardsQuery();
  const { rewards, add, remove, weigh, ...sharing } = useRewards();
  const builtIn = known?.built_in ?? [];
  const left = builtIn.filter(({ name }) => rewards.every((reward) => reward.name !== name));
  return (
    <Card
      title={enhancedFields.reward_functions.label}
      description={enhancedFields.reward_functions.why}
      actions={known && <AddReward rewards={left} onAdd={add} />}
    >
      {!known && isApiProblem(error) && (
        <Alert
          tone="danger"
          live
          title={error.title}
          action={<Button onClick={() => void refetch()}>Try again</Button>}
        >
          {error.detail}
        </Alert>
      )}
      {!known && !error && <Skeleton className="h-44 w-full" />}
      {known && (
        <>
          <ul aria-label="Chosen rewards" className="divide-y divide-line border-line border-y">
            {rewards.map((reward) => (
              <RewardRow
                key={reward.name}
                reward={reward}
                info={builtIn.find(({ name }) => name === reward.name)}
                onWeigh={(weight) => weigh(reward.name, weight)}
                onRemove={() => remove(reward.name)}
              />
            ))}
            {rewards.length === 0 && (
              <li className="py-6 text-center text-muted">
                No reward is chosen. Add one, or name a file with your own.
              </li>
            )}
          </ul>
          <WeightSum rewards={rewards} {...sharing} />
          <RewardFile signature={known.signature} />
          <RewardTrial rewards={rewards} onAdd={add} />
        </>
      )}
    </Card>
  );
}
