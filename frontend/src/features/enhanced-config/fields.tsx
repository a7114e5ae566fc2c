/** Form controls bound to one field of the Enhanced draft; words, limits and ranges come from the schema. */
import type { ReactNode } from "react";
import { enhancedFields } from "@/api/enhancedFields";
import { NumberField, type NumberFieldProps } from "@/components/ui/NumberField";
import { Select } from "@/components/ui/Select";
import { Switch } from "@/components/ui/Switch";
import { TextField, type TextFieldProps } from "@/components/ui/TextField";
import type { NumberDraft } from "@/lib/numberInput";
import type { EnhancedValues, ValueName } from "@/store/enhancedDraft";
import { useEnhancedField } from "@/store/useEnhancedField";
import { FieldNote } from "./FieldNote";

type NamesOf<Value> = {
  [Name in ValueName]: EnhancedValues[Name] extends Value
    ? Value extends EnhancedValues[Name]
      ? Name
      : never
    : never;
}[ValueName];

export type EnhancedNumberName = NamesOf<NumberDraft>;

/** Ranges that span so many times their lower end are walked by magnitudes. */
const wideRange = 50;

export function EnhancedNumber({
  name,
  ...props
}: { name: EnhancedNumberName } & Pick<
  NumberFieldProps,
  "scale" | "step" | "help" | "disabled" | "placeholder"
>) {
  const { unit, limits, offered } = enhancedFields[name];
  const wide = offered !== undefined && offered.max / offered.min >= wideRange;
  return (
    <NumberField
      {...useEnhancedField(name)}
      unit={unit}
      limits={limits}
      recommended={offered}
      scale={wide ? "log" : "linear"}
      {...props}
    />
  );
}

export function EnhancedText({
  name,
  ...props
}: { name: NamesOf<string> } & Pick<TextFieldProps, "mono" | "placeholder">) {
  return <TextField {...useEnhancedField(name)} {...props} />;
}

export function EnhancedSwitch({ name }: { name: NamesOf<boolean> }) {
  return <Switch {...useEnhancedField(name)} />;
}

type ChoiceName = "optimizer" | "lr_schedule" | "importance_sampling_level" | "grpo_loss_type";

/** One of a few; where it may be left open, that comes first and says what the method then takes. */
export function EnhancedChoice({ name, own }: { name: ChoiceName; own?: string | undefined }) {
  const { onChange, ...field } = useEnhancedField(name);
  const { choices, nullable } = enhancedFields[name];
  const open = own ? `Method's own (${own})` : "Method's own";
  return (
    <Select<string>
      {...field}
      onChange={(value) => onChange(value as never)}
      options={[
        ...(nullable ? [{ value: "", label: open }] : []),
        ...choices.map((value) => ({ value, label: value })),
      ]}
    />
  );
}

/** A control with a remark on what it does in the engine. */
export function Noted({ note, children }: { note: string | undefined; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col">
      {children}
      <FieldNote text={note} />
    </div>
  );
}
