import { Plus } from "lucide-react";
import { Popover as Radix } from "radix-ui";
import type { RewardInfo } from "@/api/gen/types.gen";
import { Button } from "@/components/ui/Button";
import { Popover } from "@/components/ui/Popover";

export interface AddRewardProps {
  /** Built-in rewards that are not chosen yet. */
  rewards: readonly RewardInfo[];
  onAdd: (name: string) => void;
}

/** The built-in rewards that are left, each with what it scores. */
export function AddReward({ rewards, onAdd }: AddRewardProps) {
  if (rewards.length === 0) return null;
  return (
    <Popover
      label="Built-in rewards"
      align="end"
      trigger={
        <Button size="sm" icon={Plus}>
          Add reward
        </Button>
      }
    >
      <ul className="-mx-2 -my-2 flex max-h-96 flex-col overflow-y-auto">
        {rewards.map(({ name, title, description }) => (
          <li key={name}>
            <Radix.Close
              onClick={() => onAdd(name)}
              className="block w-full rounded-control px-2 py-1.5 text-left hover:bg-hover focus-visible:-outline-offset-2"
            >
              <span className="block font-medium">{title}</span>
              <span className="block text-muted text-xs">{description}</span>
            </Radix.Close>
          </li>
        ))}
      </ul>
    </Popover>
  );
}
