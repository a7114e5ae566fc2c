import { Undo2 } from "lucide-react";
import { type ReactNode, useId } from "react";
import { WhyPopover } from "@/components/ui/WhyPopover";
import { classes } from "@/lib/classes";

/** What every field takes. `value`, `onChange`, `onBlur` and `name` fit a form library's controller. */
export interface FieldProps<Value> {
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  onBlur?: (() => void) | undefined;
  name?: string | undefined;
  id?: string | undefined;
  /** One line below the field. */
  help?: ReactNode;
  /** The longer explanation, behind a question mark. */
  why?: ReactNode;
  /** What is wrong and what to do; one short sentence. */
  error?: string | undefined;
  /** When given, a differing value shows a dot and a way back. */
  defaultValue?: Value | undefined;
  disabled?: boolean | undefined;
}

/** What a control needs to be tied to its label, help and error. */
export interface FieldWiring {
  id: string;
  "aria-describedby": string;
  "aria-invalid": true | undefined;
}

export interface FieldFrameProps {
  label: string;
  id?: string | undefined;
  help?: ReactNode;
  /** Short fact at the right of the help line: the recommended range. */
  aside?: ReactNode;
  why?: ReactNode;
  error?: string | undefined;
  changed?: boolean | undefined;
  /** The default in words, for the reset button. */
  defaultText?: string | undefined;
  onReset?: (() => void) | undefined;
  /** The control is a group: the label names it instead of pointing at it. */
  group?: boolean;
  className?: string;
  children: (wiring: FieldWiring) => ReactNode;
}

/**
 * Label above, control, one line of help, and one line kept free for the error: when an error
 * appears nothing moves, so a click on its way to a button still lands.
 */
export function FieldFrame(props: FieldFrameProps) {
  const ownId = useId();
  const id = props.id ?? ownId;
  const helpId = `${id}-help`;
  const errorId = `${id}-error`;
  const wiring: FieldWiring = {
    id,
    "aria-describedby": `${helpId} ${errorId}`,
    "aria-invalid": props.error ? true : undefined,
  };
  return (
    <div className={classes("flex min-w-0 flex-col pb-2", props.className)}>
      <FieldHead {...props} id={id} />
      {props.children(wiring)}
      <div id={helpId} className="mt-1.5 flex min-h-4 justify-between gap-3 text-faint text-xs">
        <span className="min-w-0">{props.help}</span>
        {props.aside && <span className="shrink-0 tabular-nums">{props.aside}</span>}
      </div>
      <p id={errorId} aria-live="polite" className="min-h-5 pt-0.5 text-danger text-xs">
        {props.error}
      </p>
    </div>
  );
}

function FieldHead({
  id,
  label,
  why,
  changed,
  defaultText,
  onReset,
  group,
}: FieldFrameProps & { id: string }) {
  return (
    <div className="mb-1 flex h-6 items-center gap-1.5">
      {group ? (
        <span id={`${id}-label`} className="truncate font-medium">
          {label}
        </span>
      ) : (
        <label htmlFor={id} className="truncate font-medium">
          {label}
        </label>
      )}
      {why && <WhyPopover subject={label}>{why}</WhyPopover>}
      {changed && (
        <>
          <span className="ml-0.5 size-1.5 shrink-0 rounded-full bg-primary-500" />
          <span className="sr-only">Changed from the default.</span>
        </>
      )}
      {changed && onReset && (
        <button
          type="button"
          onClick={onReset}
          aria-label={`Reset ${label}${defaultText ? ` to ${defaultText}` : ""}`}
          className="ml-auto inline-flex h-5 min-w-0 items-center gap-1 rounded-control px-1 text-faint text-xs hover:bg-hover hover:text-ink"
        >
          <Undo2 aria-hidden className="size-3 shrink-0" />
          {defaultText && <span className="max-w-28 truncate tabular-nums">{defaultText}</span>}
        </button>
      )}
    </div>
  );
}
