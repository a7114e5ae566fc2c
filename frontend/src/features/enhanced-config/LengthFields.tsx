import { enhancedFields } from "@/api/enhancedFields";
import { SegmentedControl } from "@/components/ui/SegmentedControl";
import type { EnhancedLength } from "@/store/enhancedDraft";
import { useAppDispatch, useAppSelector } from "@/store/hooks";
import { lengthChosen, selectEnhanced } from "@/store/slices/enhancedSlice";
import { EnhancedNumber } from "./fields";
import { usePreview } from "./usePreview";

const units: readonly EnhancedLength[] = ["iterations", "epochs"];

/** How long to train, in steps or in passes; exactly one of the two is sent. */
export function LengthFields() {
  const dispatch = useAppDispatch();
  const unit = useAppSelector((state) => selectEnhanced(state).length);
  const { preview } = usePreview();
  const equal = {
    iterations: preview?.plan.iterations ?? null,
    epochs: preview ? Number(preview.epochs.toPrecision(3)) : 1,
  };
  return (
    <>
      <SegmentedControl
        label="Length"
        help="Count steps, or passes over the rows."
        value={unit}
        onChange={(next) => dispatch(lengthChosen({ unit: next, equal: equal[next] }))}
        options={units.map((value) => ({ value, label: enhancedFields[value].label }))}
      />
      <EnhancedNumber key={unit} name={unit} step={unit === "epochs" ? 0.5 : 10} />
    </>
  );
}
