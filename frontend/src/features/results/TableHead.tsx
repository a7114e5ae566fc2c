import { ArrowDown, ArrowUp, Star } from "lucide-react";
import { classes } from "@/lib/classes";
import { type Column, columns } from "./columns";
import { sortedBy, type View } from "./view";

export interface TableHeadProps {
  view: View;
  onView: (view: View) => void;
  /** Whether every row is chosen. */
  all: boolean;
  onAll: (all: boolean) => void;
}

const head = "sticky top-0 h-9 border-line border-b bg-surface p-0 font-medium text-faint text-xs";

/** Names of the columns; a press puts the rows in order by one. */
export function TableHead({ view, onView, all, onAll }: TableHeadProps) {
  return (
    <thead>
      <tr aria-rowindex={1}>
        <th scope="col" className={classes(head, "left-0 z-20")}>
          <input
            type="checkbox"
            aria-label="Select all rows shown"
            checked={all}
            onChange={(event) => onAll(event.target.checked)}
            className="mx-3 block size-4 accent-primary-600"
          />
        </th>
        {columns.map((column) => (
          <HeadCell
            key={column.id}
            column={column}
            sorted={view.sort === column.id ? (view.down ? "descending" : "ascending") : undefined}
            onSort={() => onView(sortedBy(view, column.id))}
          />
        ))}
        <th scope="col" className={classes(head, "z-10")}>
          <span className="sr-only">Delete</span>
        </th>
      </tr>
    </thead>
  );
}

interface HeadCellProps {
  column: Column;
  sorted: "ascending" | "descending" | undefined;
  onSort: () => void;
}

function HeadCell({ column: { id, header, align }, sorted, onSort }: HeadCellProps) {
  const Arrow = sorted === "descending" ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      aria-sort={sorted}
      className={classes(
        head,
        "z-10",
        id === "name" && "sm:left-[84px] sm:z-20",
        id === "starred" && "left-10 z-20",
      )}
    >
      <button
        type="button"
        onClick={onSort}
        className={classes(
          "flex h-full w-full items-center gap-1 whitespace-nowrap px-2.5 hover:text-ink focus-visible:-outline-offset-2",
          align === "right" && "flex-row-reverse",
          sorted && "text-ink",
        )}
      >
        {id === "starred" ? (
          <>
            <Star aria-hidden className="size-3.5" />
            <span className="sr-only">{header}</span>
          </>
        ) : (
          header
        )}
        {sorted && <Arrow aria-hidden className="size-3 shrink-0" />}
      </button>
    </th>
  );
}
