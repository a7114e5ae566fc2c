import { type KeyboardEvent, useState } from "react";
import type { ResultRow } from "@/api/gen/types.gen";
import { boxWidth, columns, tableWidth } from "./columns";
import { NotesDialog } from "./NotesDialog";
import { RunRow } from "./RunRow";
import { rowHeight } from "./rowShape";
import { TableHead } from "./TableHead";
import { useRowWindow } from "./useRowWindow";
import type { View } from "./view";

export interface ResultsTableProps {
  rows: readonly ResultRow[];
  selected: ReadonlySet<string>;
  view: View;
  onView: (view: View) => void;
  /** Every tag that is in use, to choose from. */
  tags: readonly string[];
  onToggle: (id: string) => void;
  onChoose: (ids: string[]) => void;
  onStar: (row: ResultRow) => void;
  onDelete: (row: ResultRow) => void;
}

/** Rows of equal height, of which only those in view are on the page. Arrow keys walk from row to row. */
export function ResultsTable({ rows, selected, ...props }: ResultsTableProps) {
  const { first, last, before, after, onScroll } = useRowWindow(rows.length, rowHeight);
  const [noted, setNoted] = useState<string | null>(null);
  const notedRow = rows.find(({ id }) => id === noted);
  return (
    <>
      <section
        aria-label="Runs"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by key.
        tabIndex={0}
        onScroll={onScroll}
        className="max-h-[max(24rem,calc(100dvh-17rem))] scroll-pt-10 overflow-auto contain-content rounded-card border border-line bg-surface shadow-card"
      >
        <table
          aria-label="Runs"
          aria-rowcount={rows.length + 1}
          style={{ minWidth: tableWidth }}
          className="w-full table-fixed border-separate border-spacing-0 text-left"
        >
          <colgroup>
            <col style={{ width: boxWidth }} />
            {columns.map(({ id, width }) => (
              <col key={id} style={id === "name" ? undefined : { width }} />
            ))}
            <col style={{ width: boxWidth }} />
          </colgroup>
          <TableHead
            view={props.view}
            onView={props.onView}
            all={rows.length > 0 && rows.every(({ id }) => selected.has(id))}
            onAll={(all) => props.onChoose(all ? rows.map(({ id }) => id) : [])}
          />
          <tbody onKeyDown={walkRows}>
            <Spacer height={before} />
            {rows.slice(first, last).map((row, place) => (
              <RunRow
                key={row.id}
                row={row}
                index={first + place + 2}
                selected={selected.has(row.id)}
                onToggle={props.onToggle}
                onStar={props.onStar}
                onNote={setNoted}
                onDelete={props.onDelete}
              />
            ))}
            <Spacer height={after} />
          </tbody>
        </table>
      </section>
      {notedRow && <NotesDialog row={notedRow} tags={props.tags} onClose={() => setNoted(null)} />}
    </>
  );
}

/** Stands for the rows that are not on the page. */
function Spacer({ height }: { height: number }) {
  if (height === 0) return null;
  return (
    <tr aria-hidden>
      <td colSpan={columns.length + 2} style={{ height }} className="p-0" />
    </tr>
  );
}

/** Up and down go to the same control of the next row. */
function walkRows(event: KeyboardEvent) {
  const towards = { ArrowUp: "previousElementSibling", ArrowDown: "nextElementSibling" } as const;
  if (!(event.key in towards) || !(event.target instanceof HTMLElement)) return;
  const place = event.target.closest<HTMLElement>("[data-walk]")?.dataset.walk;
  const row = event.target.closest("tr")?.[towards[event.key as keyof typeof towards]];
  const next =
    row?.querySelector<HTMLElement>(`[data-walk="${place}"]`) ??
    row?.querySelector<HTMLElement>("[data-walk]");
  if (!next) return;
  event.preventDefault();
  next.focus();
}
