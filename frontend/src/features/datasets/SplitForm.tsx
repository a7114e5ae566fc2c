import { splitFields } from "@/api/dataFields";
import { NumberField } from "@/components/ui/NumberField";
import { Switch } from "@/components/ui/Switch";
import type { NumberDraft } from "@/lib/numberInput";
import { type SplitDraft, splitNumbers } from "./splitDraft";

export interface SplitFormProps {
  draft: SplitDraft;
  onChange: (draft: SplitDraft) => void;
}

/** Shares, seed, and whether repeated rows stay. */
export function SplitForm({ draft, onChange }: SplitFormProps) {
  const { label, help } = splitFields.drop_duplicates;
  return (
    <>
      <div className="grid gap-x-5 sm:grid-cols-3">
        {splitNumbers.map((name) => (
          <NumberField
            key={name}
            {...splitFields[name]}
            why={undefined}
            value={draft[name]}
            defaultValue={splitFields[name].default as number}
            step={name === "seed" ? 1 : 0.05}
            error={problemOf(draft[name], splitFields[name].whole)}
            onChange={(value) => onChange({ ...draft, [name]: value })}
          />
        ))}
      </div>
      <Switch
        label={label}
        help={help}
        value={draft.drop_duplicates}
        onChange={(drop_duplicates) => onChange({ ...draft, drop_duplicates })}
      />
      {draft.valid === 0 && draft.test === 0 && (
        <p className="text-danger text-xs">Give validation or test a share.</p>
      )}
    </>
  );
}

/** What the limits do not tell. */
function problemOf(value: NumberDraft, whole: boolean): string | undefined {
  if (value === null) return "Enter a number.";
  if (whole && typeof value === "number" && !Number.isInteger(value))
    return "Enter a whole number.";
  return undefined;
}
