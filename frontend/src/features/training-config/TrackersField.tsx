import { configFields } from "@/api/configFields";
import type { Tracker } from "@/api/gen/types.gen";
import { CheckList } from "@/components/ui/CheckList";
import { useDraftField } from "@/store/useDraftField";

/** The programs as they write themselves. */
export const trackerNames: Record<Tracker, string> = {
  tensorboard: "TensorBoard",
  wandb: "Weights & Biases",
  swanlab: "SwanLab",
};
const choices = configFields.trackers.choices as readonly Tracker[];

/** Which other programs a run is written for. */
export function TrackersField() {
  return (
    <CheckList
      {...useDraftField("trackers")}
      options={choices.map((value) => ({ value, label: trackerNames[value] ?? value }))}
    />
  );
}
