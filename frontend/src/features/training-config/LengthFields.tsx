import { skipToken } from "@reduxjs/toolkit/query/react";
import { configFields } from "@/api/configFields";
import { usePreviewConfigQuery } from "@/api/configsApi";
import { SegmentedControl } from "@/components/ui/SegmentedControl";
import { useAppDispatch, useAppSelector } from "@/store/hooks";
import { lengthUnitChosen, selectDraft } from "@/store/slices/trainingSlice";
import type { LengthUnit } from "@/store/trainingDraft";
import { selectAskedConfig } from "@/store/trainingProblems";
import { ConfigNumber } from "./fields";

const units: readonly LengthUnit[] = ["iterations", "epochs"];

/** How long to train, in steps or in passes; exactly one of the two is sent. */
export function LengthFields() {
  const dispatch = useAppDispatch();
  const unit = useAppSelector((state) => selectDraft(state).length);
  const asked = useAppSelector(selectAskedConfig);
  const { data: preview } = usePreviewConfigQuery(asked ?? skipToken);
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
        onChange={(next) => dispatch(lengthUnitChosen({ unit: next, equal: equal[next] }))}
        options={units.map((value) => ({ value, label: configFields[value].label }))}
      />
      <ConfigNumber key={unit} name={unit} step={unit === "epochs" ? 0.5 : 10} />
    </>
  );
}
