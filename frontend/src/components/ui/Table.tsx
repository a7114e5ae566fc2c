import type { ReactNode } from "react";
import { classes } from "@/lib/classes";

export interface TableColumn<Row> {
  key: string;
  header: string;
  /** Numbers go to the right. */
  align?: "left" | "right";
  cell: (row: Row) => ReactNode;
}

export interface TableProps<Row> {
  /** Says what the table holds; read aloud, shown when `showCaption`. */
  caption: string;
  showCaption?: boolean;
  columns: readonly TableColumn<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string | number;
  /** Height after which the rows scroll, as a class: "max-h-80". */
  maxHeight?: string;
}

/** Rows and columns. The first column names its row. */
export function Table<Row>({ caption, columns, rows, rowKey, ...props }: TableProps<Row>) {
  return (
    <figure
      aria-label={caption}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by key.
      tabIndex={0}
      className={classes("overflow-auto", props.maxHeight)}
    >
      <table className="w-full border-collapse text-left">
        <caption className={props.showCaption ? "pb-2 text-left text-muted text-xs" : "sr-only"}>
          {caption}
        </caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                className={classes(
                  "sticky top-0 whitespace-nowrap border-line border-b bg-surface px-3 py-2 font-medium text-faint text-xs",
                  column.align === "right" && "text-right",
                )}
              >
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <TableRow key={rowKey(row)} row={row} columns={columns} />
          ))}
        </tbody>
      </table>
    </figure>
  );
}

function TableRow<Row>({ row, columns }: { row: Row; columns: readonly TableColumn<Row>[] }) {
  return (
    <tr className="hover:bg-hover">
      {columns.map((column, index) => {
        const Cell = index === 0 ? "th" : "td";
        return (
          <Cell
            key={column.key}
            scope={index === 0 ? "row" : undefined}
            className={classes(
              "border-line border-b px-3 py-2 font-normal",
              column.align === "right" && "text-right tabular-nums",
            )}
          >
            {column.cell(row)}
          </Cell>
        );
      })}
    </tr>
  );
}
