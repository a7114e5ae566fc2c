import { ChevronDown } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { classes } from "@/lib/classes";

export interface CardProps {
  title: string;
  /** One sentence below the title. */
  description?: ReactNode;
  /** Buttons at the right of the header. */
  actions?: ReactNode;
  /** One line of what is inside. When given, the card can be collapsed to it. */
  summary?: ReactNode;
  defaultOpen?: boolean;
  className?: string;
  children: ReactNode;
}

/** A titled section. With a `summary` it collapses to one line that still says what it holds. */
export function Card(props: CardProps) {
  const [open, setOpen] = useState(props.defaultOpen ?? true);
  const id = useId();
  const collapsible = props.summary !== undefined;
  const shown = open || !collapsible;
  return (
    <section aria-labelledby={`${id}-title`} className={classes("card", props.className)}>
      <header className="card-header">
        <div className="min-w-0 flex-1">
          <h2 id={`${id}-title`} className="font-semibold text-sm">
            {collapsible ? (
              <button
                type="button"
                aria-expanded={open}
                aria-controls={`${id}-body`}
                onClick={() => setOpen(!open)}
                className="-ml-1 flex items-center gap-1.5 rounded-control px-1 text-left"
              >
                <ChevronDown
                  aria-hidden
                  className={classes(
                    "size-4 text-faint transition-transform",
                    !open && "-rotate-90",
                  )}
                />
                {props.title}
              </button>
            ) : (
              props.title
            )}
          </h2>
          {shown && props.description && (
            <p className="mt-0.5 text-muted text-xs">{props.description}</p>
          )}
        </div>
        {!shown && (
          <p className="min-w-0 truncate text-muted text-xs tabular-nums">{props.summary}</p>
        )}
        {props.actions && <div className="flex shrink-0 items-center gap-2">{props.actions}</div>}
      </header>
      <div id={`${id}-body`} hidden={!shown} className="card-body">
        {props.children}
      </div>
    </section>
  );
}
