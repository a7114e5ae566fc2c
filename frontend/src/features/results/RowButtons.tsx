import { NotebookPen, Star } from "lucide-react";
import type { ReactNode } from "react";
import type { ResultRow } from "@/api/gen/types.gen";
import { classes } from "@/lib/classes";

interface OfRow {
  row: ResultRow;
  name: string;
}

export function StarButton({ row, name, onStar }: OfRow & { onStar: (row: ResultRow) => void }) {
  const starred = row.starred ?? false;
  return (
    <RowButton
      walk="star"
      label={`Star ${name}`}
      pressed={starred}
      onClick={() => onStar(row)}
      className={starred ? "text-warning" : "text-faint hover:text-ink"}
    >
      <Star aria-hidden className={classes("size-4", starred && "fill-current")} />
    </RowButton>
  );
}

/** Tags and the beginning of the note; a press opens both. */
export function NoteButton({ row, name, onNote }: OfRow & { onNote: (id: string) => void }) {
  const tags = row.tags ?? [];
  return (
    <button
      type="button"
      data-walk="note"
      aria-label={`Tags and note of ${name}${tags.length > 0 ? `: ${tags.join(", ")}` : ""}`}
      onClick={() => onNote(row.id)}
      className="-mx-1.5 flex h-11 w-[calc(100%+0.75rem)] flex-col justify-center gap-0.5 rounded-control px-1.5 text-left text-xs hover:bg-pressed focus-visible:-outline-offset-2"
    >
      {tags.length > 0 && (
        <span className="flex w-full gap-1 overflow-hidden">
          {tags.map((tag) => (
            <span
              key={tag}
              className="shrink-0 rounded-full border border-line-strong bg-sunken px-1.5 text-muted leading-4"
            >
              {tag}
            </span>
          ))}
        </span>
      )}
      {row.note && <span className="w-full truncate text-muted">{row.note}</span>}
      {tags.length === 0 && !row.note && (
        <span className="flex items-center gap-1 text-faint">
          <NotebookPen aria-hidden className="size-3.5" />
          Add
        </span>
      )}
    </button>
  );
}

interface RowButtonProps {
  walk: string;
  label: string;
  pressed?: boolean;
  onClick: () => void;
  className: string;
  children: ReactNode;
}

/** Light on purpose: a row that scrolls into view brings no tooltip machinery along. */
export function RowButton({ walk, label, pressed, onClick, className, children }: RowButtonProps) {
  return (
    <button
      type="button"
      data-walk={walk}
      aria-label={label}
      aria-pressed={pressed}
      title={label}
      onClick={onClick}
      className={classes(
        "mx-1 flex size-8 items-center justify-center rounded-control hover:bg-pressed focus-visible:-outline-offset-2",
        className,
      )}
    >
      {children}
    </button>
  );
}
