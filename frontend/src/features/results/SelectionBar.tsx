import { ChartLine, Trash2, X } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/Button";
import { ButtonLink } from "@/components/ui/ButtonLink";
import { formatCount } from "@/lib/format";
import { mostRuns, overlayPath } from "./overlayAddress";

export interface SelectionBarProps {
  /** At least one. */
  ids: readonly string[];
  onDelete: () => void;
  onClear: () => void;
  /** What else can be done with the chosen runs. */
  children?: ReactNode;
}

/** What can be done with the chosen rows; stays in view at the foot of the window. */
export function SelectionBar({ ids, onDelete, onClear, children }: SelectionBarProps) {
  const few = ids.length < 2;
  const many = ids.length > mostRuns;
  return (
    <section
      aria-label="Chosen runs"
      className="sticky bottom-16 z-30 mt-3 flex flex-wrap items-center gap-2 rounded-card border border-line-strong bg-raised px-4 py-2.5 shadow-float sm:bottom-4"
    >
      <p role="status" className="mr-auto font-medium tabular-nums">
        {`${formatCount(ids.length)} chosen`}
        {(few || many) && (
          <span className="ml-2 font-normal text-muted text-xs">
            {few
              ? "Choose one more to lay curves over each other."
              : `Curves fit ${mostRuns} runs.`}
          </span>
        )}
      </p>
      {children}
      {!few && !many && (
        <ButtonLink variant="primary" icon={ChartLine} to={overlayPath(ids)}>
          Overlay curves
        </ButtonLink>
      )}
      <Button icon={Trash2} onClick={onDelete}>
        Delete
      </Button>
      <Button variant="ghost" icon={X} onClick={onClear}>
        Clear
      </Button>
    </section>
  );
}
