import { Switch as Radix } from "radix-ui";
import { useId } from "react";
import type { FieldProps } from "@/components/ui/Field";
import { WhyPopover } from "@/components/ui/WhyPopover";

/** On or off, at once. Label and help at the left, the switch at the right. */
export function Switch({
  label,
  value,
  onChange,
  defaultValue,
  why,
  help,
  error,
  ...props
}: FieldProps<boolean>) {
  const ownId = useId();
  const id = props.id ?? ownId;
  const changed = defaultValue !== undefined && value !== defaultValue;
  return (
    <div className="flex min-w-0 flex-col pb-2">
      <div className="flex min-h-6 items-center gap-1">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        {why && <WhyPopover subject={label}>{why}</WhyPopover>}
        {changed && (
          <>
            <span className="ml-0.5 size-1.5 shrink-0 rounded-full bg-primary-500" />
            <span className="sr-only">Changed from the default.</span>
          </>
        )}
        <Radix.Root
          id={id}
          name={props.name}
          checked={value}
          disabled={props.disabled}
          onCheckedChange={onChange}
          onBlur={props.onBlur}
          aria-describedby={`${id}-help ${id}-error`}
          aria-invalid={error ? true : undefined}
          className="ml-auto inline-flex h-5 w-9 shrink-0 items-center rounded-full border border-transparent bg-control px-0.5 transition-colors disabled:cursor-not-allowed disabled:opacity-50 data-[state=checked]:bg-solid"
        >
          <Radix.Thumb className="size-3.5 rounded-full bg-on-solid shadow-card transition-transform data-[state=checked]:translate-x-4" />
        </Radix.Root>
      </div>
      <p id={`${id}-help`} className="min-h-4 pr-12 text-faint text-xs">
        {help}
      </p>
      <p id={`${id}-error`} aria-live="polite" className="min-h-5 pt-0.5 text-danger text-xs">
        {error}
      </p>
    </div>
  );
}
