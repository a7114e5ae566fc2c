import { Slider as Radix } from "radix-ui";
import { FieldFrame, type FieldProps } from "@/components/ui/Field";

export interface SliderProps extends FieldProps<number> {
  min: number;
  max: number;
  step: number;
  /** Writes the value beside the track and for those who hear it. */
  format?: (value: number) => string;
}

/** A number picked by feel, where the exact value matters little. */
export function Slider({ value, onChange, defaultValue, format = String, ...props }: SliderProps) {
  return (
    <FieldFrame
      {...props}
      group
      changed={defaultValue !== undefined && value !== defaultValue}
      defaultText={defaultValue === undefined ? undefined : format(defaultValue)}
      onReset={() => onChange(defaultValue ?? props.min)}
    >
      {(wiring) => (
        <div className="flex h-9 items-center gap-3">
          <Radix.Root
            value={[value]}
            min={props.min}
            max={props.max}
            step={props.step}
            disabled={props.disabled ?? false}
            name={props.name}
            onBlur={props.onBlur}
            onValueChange={([next]) => next !== undefined && onChange(next)}
            className="relative flex h-5 flex-1 touch-none select-none items-center"
          >
            <Radix.Track className="relative h-1 flex-1 rounded-full bg-line-strong">
              <Radix.Range className="absolute h-full rounded-full bg-primary-500" />
            </Radix.Track>
            <Radix.Thumb
              aria-labelledby={`${wiring.id}-label`}
              aria-describedby={wiring["aria-describedby"]}
              aria-valuetext={format(value)}
              className="block size-4 rounded-full border border-line-strong bg-on-solid shadow-card"
            />
          </Radix.Root>
          <output className="min-w-10 text-right text-muted text-xs tabular-nums">
            {format(value)}
          </output>
        </div>
      )}
    </FieldFrame>
  );
}
