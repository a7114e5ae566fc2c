import type { KeyboardEvent, Ref } from "react";
import { FieldFrame, type FieldProps } from "@/components/ui/Field";

export interface TextAreaProps extends FieldProps<string> {
  placeholder?: string;
  rows?: number;
  onKeyDown?: (event: KeyboardEvent<HTMLTextAreaElement>) => void;
  ref?: Ref<HTMLTextAreaElement>;
}

/** Several lines of text. Grows with what is typed, up to a third of the window. */
export function TextArea({ value, onChange, defaultValue, rows = 3, ...props }: TextAreaProps) {
  return (
    <FieldFrame
      {...props}
      changed={defaultValue !== undefined && value !== defaultValue}
      defaultText={defaultValue}
      onReset={() => onChange(defaultValue ?? "")}
    >
      {(wiring) => (
        <textarea
          {...wiring}
          ref={props.ref}
          name={props.name}
          rows={rows}
          value={value}
          placeholder={props.placeholder}
          disabled={props.disabled}
          onBlur={props.onBlur}
          onKeyDown={props.onKeyDown}
          onChange={(event) => onChange(event.target.value)}
          className="input-field field-sizing-content h-auto max-h-[33vh] min-h-18 resize-y py-2 leading-5"
        />
      )}
    </FieldFrame>
  );
}
