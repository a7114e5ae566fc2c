import { ChevronDown } from "lucide-react";
import type { Ref } from "react";
import { FieldFrame, type FieldProps } from "@/components/ui/Field";

export interface SelectOption<Value extends string | number> {
  value: Value;
  label: string;
  /** Why it cannot be chosen now. Shown beside the label. */
  disabledReason?: string | undefined;
}

export interface SelectProps<Value extends string | number> extends FieldProps<Value> {
  options: readonly SelectOption<Value>[];
  ref?: Ref<HTMLSelectElement>;
}

/** The browser's own list, in the look of the page. A value that is not among the options is shown as it is. */
export function Select<Value extends string | number>(props: SelectProps<Value>) {
  const { value, onChange, defaultValue } = props;
  const known = props.options.some((option) => option.value === value);
  const options = known ? props.options : [{ value, label: String(value) }, ...props.options];
  return (
    <FieldFrame
      {...props}
      changed={defaultValue !== undefined && value !== defaultValue}
      defaultText={options.find((option) => option.value === defaultValue)?.label}
      onReset={() => defaultValue !== undefined && onChange(defaultValue)}
    >
      {(wiring) => (
        <div className="relative">
          <select
            {...wiring}
            ref={props.ref}
            name={props.name}
            value={String(value)}
            disabled={props.disabled}
            onBlur={props.onBlur}
            onChange={(event) => {
              const chosen = options.find((option) => String(option.value) === event.target.value);
              if (chosen) onChange(chosen.value);
            }}
            className="select-field"
          >
            {options.map((option) => (
              <SelectItem key={String(option.value)} {...option} />
            ))}
          </select>
          <ChevronDown
            aria-hidden
            className="pointer-events-none absolute top-2.5 right-3 size-4 text-faint"
          />
        </div>
      )}
    </FieldFrame>
  );
}

function SelectItem({ value, label, disabledReason }: SelectOption<string | number>) {
  return (
    <option value={String(value)} disabled={disabledReason !== undefined}>
      {disabledReason ? `${label} (${disabledReason})` : label}
    </option>
  );
}
