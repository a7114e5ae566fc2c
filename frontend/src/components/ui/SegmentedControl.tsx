import type { LucideIcon } from "lucide-react";
import { useId } from "react";
import { FieldFrame, type FieldProps } from "@/components/ui/Field";
import type { SelectOption } from "@/components/ui/Select";
import { classes } from "@/lib/classes";

export interface SegmentOption<Value extends string | number> extends SelectOption<Value> {
  icon?: LucideIcon;
}

export interface SegmentedControlProps<Value extends string | number> extends FieldProps<Value> {
  options: readonly SegmentOption<Value>[];
}

/** A few options side by side, as a field. Arrow keys move between them. */
export function SegmentedControl<Value extends string | number>(
  props: SegmentedControlProps<Value>,
) {
  const { value, onChange, defaultValue } = props;
  return (
    <FieldFrame
      {...props}
      group
      aside={reasonsOf(props.options)}
      changed={defaultValue !== undefined && value !== defaultValue}
      defaultText={props.options.find((option) => option.value === defaultValue)?.label}
      onReset={() => defaultValue !== undefined && onChange(defaultValue)}
    >
      {(wiring) => (
        <Segments
          {...props}
          labelledBy={`${wiring.id}-label`}
          describedBy={wiring["aria-describedby"]}
        />
      )}
    </FieldFrame>
  );
}

/** "Auto: no data": shown beside the help, because a segment has no room for it. */
function reasonsOf(options: readonly SelectOption<string | number>[]): string {
  return options
    .filter(({ disabledReason }) => disabledReason)
    .map(({ label, disabledReason }) => `${label}: ${disabledReason}`)
    .join(", ");
}

export interface SegmentsProps<Value extends string | number> {
  options: readonly SegmentOption<Value>[];
  value: Value;
  onChange: (value: Value) => void;
  disabled?: boolean | undefined;
  /** Names the group; or give `labelledBy`. */
  label?: string | undefined;
  labelledBy?: string | undefined;
  describedBy?: string | undefined;
  /** Shows icons only; labels are still read aloud. */
  iconsOnly?: boolean;
}

/** The bare control, for toolbars. */
export function Segments<Value extends string | number>(props: SegmentsProps<Value>) {
  const group = useId();
  return (
    <div
      role="radiogroup"
      aria-label={props.labelledBy ? undefined : props.label}
      aria-labelledby={props.labelledBy}
      aria-describedby={props.describedBy}
      className="flex min-h-9 w-full gap-0.5 rounded-control border border-line bg-sunken p-0.5"
    >
      {props.options.map((option) => (
        <Segment
          key={String(option.value)}
          {...option}
          group={group}
          iconsOnly={props.iconsOnly ?? false}
          checked={option.value === props.value}
          disabled={props.disabled || option.disabledReason !== undefined}
          onChoose={() => props.onChange(option.value)}
        />
      ))}
    </div>
  );
}

interface SegmentProps extends SegmentOption<string | number> {
  group: string;
  checked: boolean;
  disabled: boolean;
  iconsOnly: boolean;
  onChoose: () => void;
}

function Segment({ icon: Icon, label, disabledReason, iconsOnly, ...props }: SegmentProps) {
  return (
    <label
      title={disabledReason ?? (iconsOnly ? label : undefined)}
      className={classes(
        "relative flex min-w-0 flex-1 items-center justify-center gap-1.5 rounded-[5px] px-2.5 py-1 text-center text-xs transition-colors",
        "has-focus-visible:outline-2 has-focus-visible:outline-focus",
        props.checked
          ? "bg-control-fill font-medium text-ink shadow-card ring-1 ring-line-strong"
          : "text-muted",
        props.disabled ? "cursor-not-allowed text-faint" : "hover:text-ink",
      )}
    >
      <input
        type="radio"
        // Over the whole segment, so that whoever aims at the radio button itself hits it.
        className="absolute inset-0 m-0 cursor-[inherit] opacity-0"
        name={props.group}
        value={String(props.value)}
        checked={props.checked}
        disabled={props.disabled}
        onChange={props.onChoose}
      />
      {Icon && <Icon aria-hidden className="size-3.5 shrink-0" />}
      <span className={iconsOnly ? "sr-only" : "truncate"}>{label}</span>
    </label>
  );
}
