import type { Ref } from "react";
import { FieldFrame, type FieldProps } from "@/components/ui/Field";
import { classes } from "@/lib/classes";

export interface TextFieldProps extends FieldProps<string> {
  placeholder?: string;
  /** Fixed-width letters, for names and paths. */
  mono?: boolean;
  ref?: Ref<HTMLInputElement>;
}

/** One line of text. */
export function TextField({ value, onChange, defaultValue, mono, ...props }: TextFieldProps) {
  return (
    <FieldFrame
      {...props}
      changed={defaultValue !== undefined && value !== defaultValue}
      defaultText={defaultValue}
      onReset={() => onChange(defaultValue ?? "")}
    >
      {(wiring) => (
        <input
          {...wiring}
          ref={props.ref}
          type="text"
          name={props.name}
          value={value}
          placeholder={props.placeholder}
          disabled={props.disabled}
          spellCheck={false}
          autoComplete="off"
          onBlur={props.onBlur}
          onChange={(event) => onChange(event.target.value)}
          className={classes("input-field", mono && "font-mono text-[0.8125rem]")}
        />
      )}
    </FieldFrame>
  );
}
