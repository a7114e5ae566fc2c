import { ChevronDown } from "lucide-react";
import type { ReactNode, Ref } from "react";
import { FieldFrame, type FieldProps } from "@/components/ui/Field";
import { type Suggestion, useSuggestions } from "@/components/ui/useSuggestions";
import { classes } from "@/lib/classes";

export interface PathFieldProps extends FieldProps<string> {
  suggestions: readonly Suggestion[];
  placeholder?: string;
  /** A button at the right: "Upload". */
  action?: ReactNode;
  ref?: Ref<HTMLInputElement>;
}

/** A path or name that may be typed freely or taken from a list. Arrows walk the list, Enter takes. */
export function PathField(props: PathFieldProps) {
  const { value, onChange, defaultValue } = props;
  const list = useSuggestions(props.suggestions, value, onChange);
  return (
    <FieldFrame
      {...props}
      changed={defaultValue !== undefined && value !== defaultValue}
      defaultText={defaultValue}
      onReset={() => onChange(defaultValue ?? "")}
    >
      {(wiring) => (
        <div className="flex gap-2">
          <div className="relative min-w-0 flex-1">
            <input
              {...wiring}
              ref={props.ref}
              type="text"
              role="combobox"
              aria-expanded={list.open}
              aria-controls={`${wiring.id}-list`}
              aria-autocomplete="list"
              aria-activedescendant={list.lit >= 0 ? `${wiring.id}-${list.lit}` : undefined}
              name={props.name}
              value={value}
              placeholder={props.placeholder}
              disabled={props.disabled}
              spellCheck={false}
              autoComplete="off"
              onChange={(event) => {
                onChange(event.target.value);
                list.show();
              }}
              onKeyDown={list.onKeyDown}
              onBlur={() => {
                list.close();
                props.onBlur?.();
              }}
              className="input-field pr-9 font-mono text-[0.8125rem]"
            />
            <OpenListButton
              label={props.label}
              disabled={props.disabled || props.suggestions.length === 0}
              onOpen={list.open ? list.close : list.show}
            />
            <SuggestionList id={wiring.id} label={props.label} {...list} onChoose={list.choose} />
          </div>
          {props.action}
        </div>
      )}
    </FieldFrame>
  );
}

interface OpenListButtonProps {
  label: string;
  disabled: boolean;
  onOpen: () => void;
}

function OpenListButton({ label, disabled, onOpen }: OpenListButtonProps) {
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={`Show suggestions for ${label}`}
      disabled={disabled}
      // Keeps the focus in the field, so that the keys go on working.
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.parentElement?.querySelector("input")?.focus();
      }}
      onClick={onOpen}
      className="absolute top-1 right-1 flex size-7 items-center justify-center rounded-control text-faint hover:bg-hover hover:text-ink disabled:hidden"
    >
      <ChevronDown aria-hidden className="size-4" />
    </button>
  );
}

interface SuggestionListProps {
  id: string;
  label: string;
  open: boolean;
  shown: readonly Suggestion[];
  lit: number;
  onChoose: (value: string) => void;
}

function SuggestionList({ id, label, open, shown, lit, onChoose }: SuggestionListProps) {
  return (
    <div
      id={`${id}-list`}
      role="listbox"
      aria-label={`Suggestions for ${label}`}
      hidden={!open}
      className="absolute top-full right-0 left-0 z-30 mt-1 max-h-64 overflow-y-auto rounded-card border border-line-strong bg-raised p-1 shadow-float"
    >
      {shown.map((suggestion, index) => (
        <div
          key={suggestion.value}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === lit}
          onPointerDown={(event) => {
            event.preventDefault();
            onChoose(suggestion.value);
          }}
          className={classes(
            "flex cursor-pointer items-baseline gap-3 rounded-control px-2 py-1.5",
            index === lit ? "bg-pressed" : "hover:bg-hover",
          )}
        >
          <span className="min-w-0 flex-1 truncate">{suggestion.label ?? suggestion.value}</span>
          {suggestion.note && (
            <span className="shrink-0 text-faint text-xs tabular-nums">{suggestion.note}</span>
          )}
        </div>
      ))}
    </div>
  );
}
