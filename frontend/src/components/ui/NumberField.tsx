import { type KeyboardEvent, type Ref, useState } from "react";
import { FieldFrame, type FieldProps, type FieldWiring } from "@/components/ui/Field";
import { NumberBand } from "@/components/ui/NumberBand";
import { type Limits, type Range, standingOf } from "@/lib/band";
import { classes } from "@/lib/classes";
import { formatPlain } from "@/lib/format";
import { limitMessage } from "@/lib/limitMessage";
import {
  type NumberDraft,
  readNumber,
  sameDraft,
  stepNumber,
  writeNumber,
} from "@/lib/numberInput";

export interface NumberFieldProps extends FieldProps<NumberDraft> {
  /** Shown inside the field at the right: "steps", "GB". */
  unit?: string | undefined;
  limits?: Limits | undefined;
  recommended?: Range | undefined;
  /** For values that live across magnitudes, such as a learning rate. */
  scale?: "linear" | "log";
  /** What an arrow key adds; ten times as much with Shift. */
  step?: number;
  placeholder?: string;
  ref?: Ref<HTMLInputElement>;
}

/**
 * A number, typed as text so that 1e-5 can be written. Gives a number, the typed text when it is no
 * number, or null when empty; what was typed always stays.
 */
export function NumberField(props: NumberFieldProps) {
  const { value, onChange, defaultValue, limits = {}, recommended, scale = "linear" } = props;
  const [typed, setTyped] = useState(() => writeNumber(value));
  const shown = sameDraft(readNumber(typed), value) ? typed : writeNumber(value);
  const standing = standingOf(value, limits, recommended);
  const error = props.error ?? limitMessage(value, limits);

  function offer(text: string) {
    setTyped(text);
    onChange(readNumber(text));
  }

  function stepByArrow(event: KeyboardEvent) {
    const direction = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!direction || typeof value !== "number") return;
    event.preventDefault();
    const steps = event.shiftKey ? direction * 10 : direction;
    const { min, max } = limits;
    offer(formatPlain(stepNumber(value, steps, { step: props.step ?? 1, scale, min, max })));
  }

  return (
    <FieldFrame
      {...props}
      error={error}
      aside={recommended && <RecommendedText {...recommended} />}
      changed={defaultValue !== undefined && !sameDraft(value, defaultValue)}
      defaultText={defaultValue === undefined ? undefined : writeNumber(defaultValue)}
      onReset={() => offer(writeNumber(defaultValue ?? null))}
    >
      {(wiring) => (
        <div className="relative">
          <NumberInput {...props} {...wiring} text={shown} onType={offer} onKeyDown={stepByArrow} />
          {recommended && (
            <NumberBand value={value} limits={limits} recommended={recommended} scale={scale} />
          )}
          {standing === "beyond" && <span className="sr-only">Outside the recommended range.</span>}
        </div>
      )}
    </FieldFrame>
  );
}

type NumberInputProps = Pick<
  NumberFieldProps,
  "name" | "disabled" | "placeholder" | "onBlur" | "ref" | "unit"
> &
  FieldWiring & {
    text: string;
    onType: (text: string) => void;
    onKeyDown: (event: KeyboardEvent) => void;
  };

function NumberInput(props: NumberInputProps) {
  const unitId = `${props.id}-unit`;
  return (
    <>
      <input
        ref={props.ref}
        id={props.id}
        aria-describedby={classes(props.unit && unitId, props["aria-describedby"])}
        aria-invalid={props["aria-invalid"]}
        type="text"
        inputMode="decimal"
        name={props.name}
        value={props.text}
        placeholder={props.placeholder}
        disabled={props.disabled}
        spellCheck={false}
        autoComplete="off"
        onBlur={props.onBlur}
        onChange={(event) => props.onType(event.target.value)}
        onKeyDown={props.onKeyDown}
        className={classes("input-field tabular-nums", props.unit && "pr-16")}
      />
      {props.unit && (
        <span
          id={unitId}
          className="pointer-events-none absolute top-0 right-3 flex h-9 items-center text-faint text-xs"
        >
          {props.unit}
        </span>
      )}
    </>
  );
}

function RecommendedText({ min, max }: Range) {
  const text = min === max ? formatPlain(min) : `${formatPlain(min)} – ${formatPlain(max)}`;
  return (
    <>
      <span className="sr-only">Recommended: </span>
      {text}
    </>
  );
}
