import type { Preparation, PreparedFile } from "@/api/gen/types.gen";
import { Card } from "@/components/ui/Card";
import { Table, type TableColumn } from "@/components/ui/Table";
import { formatCount } from "@/lib/format";
import {
  cutSentence,
  paddingOf,
  paddingSentence,
  repeatedSentence,
  sharePercent,
} from "./preparationWords";

const columns: readonly TableColumn<PreparedFile>[] = [
  { key: "name", header: "File", cell: ({ name }) => name },
  {
    key: "rows",
    header: "Rows",
    align: "right",
    cell: ({ source_rows }) => formatCount(source_rows),
  },
  {
    key: "repeated",
    header: "Repeated",
    align: "right",
    cell: ({ repeated }) => formatCount(repeated.length),
  },
  {
    key: "cut",
    header: "Truncated",
    align: "right",
    cell: ({ truncated_rows }) => formatCount(truncated_rows),
  },
  { key: "tokens", header: "Tokens", align: "right", cell: ({ tokens }) => formatCount(tokens) },
];

/** What became of the rows before they were trained: order, padding, rows twice, rows cut. */
export function PreparationCard({ preparation }: { preparation: Preparation }) {
  const { files, settings } = preparation;
  const padding = paddingOf(preparation);
  const sentences = files.flatMap((file) => [
    repeatedSentence(file),
    cutSentence(file, settings.max_seq_length),
  ]);
  return (
    <Card
      title="Data as trained"
      description={
        settings.sort_by_length === false
          ? "Rows stand in the order of the file."
          : "Long rows share batches with rows as long, the shortest with longer ones."
      }
    >
      <div className="grid gap-x-10 gap-y-5 lg:grid-cols-2">
        <div className="min-w-0">
          {padding && (
            <>
              <p className="mb-3 font-medium">{paddingSentence(padding)}</p>
              <dl className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-3 gap-y-2 text-xs">
                <Share label="As the file stands" share={padding.before} tone="fill-warning-mark" />
                <Share label="As trained" share={padding.after} tone="fill-primary-600" />
              </dl>
            </>
          )}
          <ul className="mt-4 grid gap-1.5 text-muted text-xs empty:hidden">
            {sentences.map((text) => text && <li key={text}>{text}</li>)}
          </ul>
        </div>
        <Table
          caption="Prepared files"
          columns={columns}
          rows={files}
          rowKey={({ name }) => name}
        />
      </div>
    </Card>
  );
}

/** A thin bar: how much of the computing is padding. */
function Share({ label, share, tone }: { label: string; share: number; tone: string }) {
  return (
    <div className="contents">
      <dt className="text-muted">{label}</dt>
      <dd aria-hidden>
        <svg aria-hidden className="block h-2 w-full overflow-hidden rounded-full bg-sunken">
          <rect width={`${share * 100}%`} height="100%" className={tone} />
        </svg>
      </dd>
      <dd className="text-right tabular-nums">{sharePercent(share)}</dd>
    </div>
  );
}
