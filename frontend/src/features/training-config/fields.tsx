/** Form controls bound to one field of the draft; words and limits come from the backend's schema. */
import { configFields, type FieldName } from "@/api/configFields";
import type { Recommendation } from "@/api/gen/types.gen";
import { NumberField, type NumberFieldProps } from "@/components/ui/NumberField";
import { Select } from "@/components/ui/Select";
import { Switch } from "@/components/ui/Switch";
import { TextField, type TextFieldProps } from "@/components/ui/TextField";
import type { Range } from "@/lib/band";
import { formatPlain } from "@/lib/format";
import type { NumberDraft } from "@/lib/numberInput";
import type { DraftValues } from "@/store/trainingDraft";
import { useDraftField } from "@/store/useDraftField";
import { useRecommendation } from "./useRecommendations";

type NamesOf<Value> = {
  [Name in FieldName]: DraftValues[Name] extends Value
    ? Value extends DraftValues[Name]
      ? Name
      : never
    : never;
}[FieldName];

export type NumberName = NamesOf<NumberDraft>;

export type ConfigNumberProps = { name: NumberName } & Pick<
  NumberFieldProps,
  "scale" | "step" | "help" | "disabled" | "error" | "defaultValue"
>;

export function ConfigNumber({ name, ...props }: ConfigNumberProps) {
  const field = useDraftField(name);
  const advice = useRecommendation(name);
  const { unit, limits, whole } = configFields[name];
  const range = rangeOf(advice, whole);
  return (
    <NumberField
      {...field}
      unit={unit}
      limits={limits}
      recommended={range}
      why={<Why text={field.why} advice={advice} />}
      {...props}
      error={field.error ?? props.error}
    />
  );
}

export function ConfigText({
  name,
  ...props
}: { name: NamesOf<string> } & Pick<TextFieldProps, "mono" | "placeholder">) {
  return <TextField {...useDraftField(name)} {...props} />;
}

export function ConfigSwitch({ name }: { name: NamesOf<boolean> }) {
  const field = useDraftField(name);
  return <Switch {...field} why={<Why text={field.why} advice={useRecommendation(name)} />} />;
}

export function ConfigChoice({ name }: { name: "optimizer" | "lr_schedule" }) {
  const field = useDraftField(name);
  const choices = configFields[name].choices as readonly (typeof field.value)[];
  return (
    <Select
      {...field}
      onChange={(value: typeof field.value) => field.onChange(value as never)}
      why={<Why text={field.why} advice={useRecommendation(name)} />}
      options={choices.map((value) => ({ value, label: value }))}
    />
  );
}

/** What the schema says, and what is recommended for this model and data. */
function Why({ text, advice }: { text: string | undefined; advice: Recommendation | undefined }) {
  return (
    <>
      {text && <p>{text}</p>}
      {advice && (
        <p>
          <strong>Recommended here: {inWords(advice.value)}.</strong> {advice.why}
        </p>
      )}
    </>
  );
}

function rangeOf(advice: Recommendation | undefined, whole: boolean): Range | undefined {
  if (typeof advice?.low !== "number" || typeof advice.high !== "number") return undefined;
  const { low, high } = advice;
  return whole ? { min: Math.ceil(low), max: Math.floor(high) } : { min: low, max: high };
}

function inWords(value: Recommendation["value"]): string {
  if (typeof value === "boolean") return value ? "on" : "off";
  return typeof value === "number" ? formatPlain(value) : value;
}
