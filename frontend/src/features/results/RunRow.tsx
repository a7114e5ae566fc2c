import { Trash2, TriangleAlert } from "lucide-react";
import { memo } from "react";
import { Link } from "react-router";
import type { ResultRow } from "@/api/gen/types.gen";
import { classes } from "@/lib/classes";
import { formatDateTime, formatRelativeTime } from "@/lib/formatTime";
import { columns, isBroken, nameOf } from "./columns";
import { NoteButton, RowButton, StarButton } from "./RowButtons";
import { RowFigures } from "./RowFigures";
import { rowCell as cell, rowHeight } from "./rowShape";

export interface RunRowProps {
  row: ResultRow;
  /** Counted from 1, the names of the columns included. */
  index: number;
  selected: boolean;
  onToggle: (id: string) => void;
  onStar: (row: ResultRow) => void;
  onNote: (id: string) => void;
  onDelete: (row: ResultRow) => void;
}

/** One run at a glance; a broken folder says what is wrong in place of its figures. */
export const RunRow = memo(function RunRow({ row, index, selected, ...props }: RunRowProps) {
  const name = nameOf(row);
  const ground = selected ? "bg-primary-50" : "bg-surface group-hover:bg-hover";
  return (
    <tr aria-rowindex={index} style={{ height: rowHeight }} className={classes("group", ground)}>
      <td className={classes("sticky left-0 z-10 border-line border-b p-0", ground)}>
        <input
          type="checkbox"
          data-walk="box"
          aria-label={`Select ${name}`}
          checked={selected}
          onChange={() => props.onToggle(row.id)}
          className="mx-3 block size-4 accent-primary-600"
        />
      </td>
      <td className={classes("sticky left-10 z-10 border-line border-b p-0", ground)}>
        <StarButton row={row} name={name} onStar={props.onStar} />
      </td>
      <th
        scope="row"
        className={classes(cell, "font-normal sm:sticky sm:left-[84px] sm:z-10", ground)}
      >
        <NameCell row={row} name={name} />
      </th>
      {isBroken(row) ? <ProblemCell row={row} /> : <RowFigures row={row} />}
      <td className={cell}>
        <NoteButton row={row} name={name} onNote={props.onNote} />
      </td>
      <td className={classes(cell, "whitespace-nowrap text-muted text-xs")}>
        <span title={formatDateTime(row.created_at)}>{formatRelativeTime(row.created_at)}</span>
      </td>
      <td className="border-line border-b p-0">
        <RowButton
          walk="delete"
          label={`Delete ${name}`}
          onClick={() => props.onDelete(row)}
          className="text-faint hover:text-danger"
        >
          <Trash2 aria-hidden className="size-4" />
        </RowButton>
      </td>
    </tr>
  );
});

function NameCell({ row, name }: { row: ResultRow; name: string }) {
  const about = [row.model, row.data, row.imported_at && "imported"].filter(Boolean).join(" · ");
  return (
    <>
      <Link
        data-walk="name"
        to={`/results/${encodeURIComponent(row.id)}`}
        title={row.id}
        className="block truncate font-medium hover:underline focus-visible:-outline-offset-2"
      >
        {name}
      </Link>
      {row.problem && !isBroken(row) ? (
        <span
          title={row.problem}
          className="flex min-w-0 items-center gap-1 text-warning text-xs leading-4"
        >
          <TriangleAlert aria-hidden className="size-3 shrink-0" />
          <span className="truncate">{row.problem}</span>
        </span>
      ) : (
        <span title={about} className="block truncate text-faint text-xs">
          {about}
        </span>
      )}
    </>
  );
}

/** From the kind to the proof: there is nothing else to say. */
function ProblemCell({ row }: { row: ResultRow }) {
  const from = columns.findIndex(({ id }) => id === "kind");
  const to = columns.findIndex(({ id }) => id === "tags");
  return (
    <td colSpan={to - from} className={cell}>
      <span className="flex items-center gap-2 text-warning text-xs">
        <TriangleAlert aria-hidden className="size-4 shrink-0" />
        <span title={row.problem ?? ""} className="line-clamp-2">
          <span className="sr-only">Problem: </span>
          {row.problem}
        </span>
      </span>
    </td>
  );
}
