import { FieldFrame, type FieldProps } from "@/components/ui/Field";
import type { SelectOption } from "@/components/ui/Select";

export interface CheckOption<Value extends string> extends SelectOption<Value> {
  /** What it means; one short line below the label. */
  note?: string;
}

export interface CheckListProps<Value extends string> extends FieldProps<Value[]> {
  options: readonly CheckOption<Value>[];
}

/** Any number of a few options, as a field. The values keep the order of the options. */
export function CheckList<Value extends string>(props: CheckListProps<Value>) {
  const { options, value, onChange, defaultValue } = props;
  const chosen = (set: Value[]) =>
    options.map((option) => option.value).filter((one) => set.includes(one));

  function toggle(one: Value) {
    onChange(chosen(value.includes(one) ? value.filter((kept) => kept !== one) : [...value, one]));
  }

  return (
    <FieldFrame
      {...props}
      group
      changed={defaultValue !== undefined && !same(chosen(value), chosen(defaultValue))}
      onReset={() => defaultValue !== undefined && onChange(defaultValue)}
    >
      {(wiring) => (
        // biome-ignore lint/a11y/useSemanticElements: the frame's own label names the group, so there is no legend.
        <div
          id={wiring.id}
          role="group"
          aria-labelledby={`${wiring.id}-label`}
          aria-describedby={wiring["aria-describedby"]}
          className="grid min-h-9 grid-cols-[repeat(auto-fill,minmax(9.5rem,1fr))] gap-x-4 gap-y-2 py-1.5"
        >
          {options.map((option) => (
            <Check
              key={option.value}
              {...option}
              name={props.name}
              checked={value.includes(option.value)}
              disabled={props.disabled || option.disabledReason !== undefined}
              onToggle={() => toggle(option.value)}
            />
          ))}
        </div>
      )}
    </FieldFrame>
  );
}

interface CheckProps extends CheckOption<string> {
  name: string | undefined;
  checked: boolean;
  disabled: boolean;
  onToggle: () => void;
}

function Check({ label, note, disabledReason, onToggle, ...input }: CheckProps) {
  const line = disabledReason ?? note;
  return (
    <label className="flex cursor-pointer items-start gap-2 has-disabled:cursor-not-allowed has-disabled:text-faint">
      <input
        {...input}
        type="checkbox"
        onChange={onToggle}
        className="mt-0.5 size-4 shrink-0 cursor-[inherit] accent-primary-600"
      />
      <span className="min-w-0">
        {label}
        {line && <span className="block text-faint text-xs">{line}</span>}
      </span>
    </label>
  );
}

function same(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((value, index) => value === other[index]);
}
