import { X } from "lucide-react";
import { type KeyboardEvent, useId, useState } from "react";
import { NotesChangeSchema } from "@/api/gen/schemas.gen";

export interface TagsFieldProps {
  value: readonly string[];
  /** Tags of other runs, offered while typing. */
  known: readonly string[];
  onChange: (tags: string[]) => void;
}

const { maxItems, items } = NotesChangeSchema.properties.tags.anyOf[0];

/** Words to find the run by. Enter or a comma adds one, Backspace in the empty field takes the last. */
export function TagsField({ value, known, onChange }: TagsFieldProps) {
  const [typed, setTyped] = useState("");
  const id = useId();
  const full = value.length >= maxItems;

  function add(words: string[]) {
    const wanted = words.map((word) => word.trim()).filter(Boolean);
    setTyped("");
    if (wanted.length > 0) onChange([...new Set([...value, ...wanted])].slice(0, maxItems));
  }

  function type(text: string) {
    const parts = text.split(",");
    if (parts.length > 1) add(parts);
    else setTyped(text);
  }

  function press(event: KeyboardEvent) {
    if (event.key === "Enter") {
      event.preventDefault();
      add([typed]);
    }
    if (event.key === "Backspace" && typed === "" && value.length > 0) onChange(value.slice(0, -1));
  }

  return (
    <div>
      <label htmlFor={id} className="font-medium">
        Tags
      </label>
      <div className="mt-1 flex flex-wrap items-center gap-1.5 rounded-control border border-control bg-control-fill p-1.5 has-focus-visible:border-focus">
        {value.map((tag) => (
          <span
            key={tag}
            className="inline-flex h-6 max-w-full items-center gap-1 rounded-full border border-line-strong bg-sunken pl-2 text-xs"
          >
            <span className="truncate">{tag}</span>
            <button
              type="button"
              aria-label={`Remove tag ${tag}`}
              onClick={() => onChange(value.filter((one) => one !== tag))}
              className="flex size-6 items-center justify-center rounded-full text-faint hover:text-ink"
            >
              <X aria-hidden className="size-3" />
            </button>
          </span>
        ))}
        <input
          id={id}
          type="text"
          list={`${id}-known`}
          value={typed}
          maxLength={items.maxLength}
          disabled={full}
          autoComplete="off"
          aria-describedby={`${id}-help`}
          onChange={(event) => type(event.target.value)}
          onKeyDown={press}
          onBlur={() => add([typed])}
          className="h-6 min-w-24 flex-1 bg-transparent px-1 outline-none"
        />
        <datalist id={`${id}-known`}>
          {known
            .filter((tag) => !value.includes(tag))
            .map((tag) => (
              <option key={tag} value={tag} />
            ))}
        </datalist>
      </div>
      <p id={`${id}-help`} className="mt-1 text-faint text-xs">
        {full ? `${maxItems} tags are the most.` : "Enter or a comma adds a tag."}
      </p>
    </div>
  );
}
