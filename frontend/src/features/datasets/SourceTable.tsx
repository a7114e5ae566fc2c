import { shapeWords } from "@/api/dataFields";
import type { DataColumns } from "@/api/gen/types.gen";
import { Badge } from "@/components/ui/Badge";
import { Table } from "@/components/ui/Table";
import { formatCount } from "@/lib/format";

/** What a table is, what it looks like, and its first rows as they stand. */
export function SourceTable({ kind, columns, guesses, preview, ...table }: DataColumns) {
  const guess = guesses[0];
  const rows = preview.map((row, index) => ({ number: index + 1, row }));
  return (
    <section aria-label="First rows as they stand" className="flex flex-col gap-2">
      <p className="flex flex-wrap items-center gap-2 text-muted">
        <Badge>{kind}</Badge>
        <span>
          {formatCount(columns.length)} {columns.length === 1 ? "column" : "columns"}.{" "}
          {guess
            ? `Recognised as ${shapeWords[guess.shape].title}.`
            : "Not recognised: say what each column holds."}
          {table.trainable_as_it_is && " The rows can also be trained as they are."}
        </span>
      </p>
      <div className="overflow-hidden rounded-control border border-line">
        <Table
          caption="First rows as they stand"
          maxHeight="max-h-40"
          rows={rows}
          rowKey={({ number }) => number}
          columns={[
            { key: "number", header: "Row", cell: ({ number }) => number },
            ...columns.map(({ name }) => ({
              key: `column ${name}`,
              header: name,
              cell: ({ row }: (typeof rows)[number]) => <Cell value={row[name]} />,
            })),
          ]}
        />
      </div>
    </section>
  );
}

function Cell({ value }: { value: unknown }) {
  if (value === null || value === undefined) return <span className="text-faint">empty</span>;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return <span className="line-clamp-2 min-w-32 text-xs [overflow-wrap:anywhere]">{text}</span>;
}
