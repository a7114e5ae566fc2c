import { Link } from "react-router";
import type { ResultRow } from "@/api/gen/types.gen";
import { Card } from "@/components/ui/Card";
import { Table, type TableColumn } from "@/components/ui/Table";
import {
  formatCount,
  formatDuration,
  formatGigabytes,
  formatLoss,
  formatParameters,
} from "@/lib/format";
import { LineMark } from "./LineMark";

export interface Named {
  row: ResultRow;
  label: string;
  place: number;
}

const figure = (key: string, header: string, write: (row: ResultRow) => string) => ({
  key,
  header,
  align: "right" as const,
  cell: ({ row }: Named) => write(row),
});

const columns: readonly TableColumn<Named>[] = [
  {
    key: "run",
    header: "Run",
    cell: ({ row, label, place }) => (
      <span className="flex items-center gap-2">
        <LineMark place={place} />
        <Link
          to={`/results/${encodeURIComponent(row.id)}`}
          className="truncate font-medium hover:underline"
        >
          {label}
        </Link>
      </span>
    ),
  },
  figure("best", "Best val", (row) => formatLoss(row.best_val_loss)),
  figure("last", "Last val", (row) => formatLoss(row.val_loss)),
  figure("train", "Train", (row) => formatLoss(row.train_loss)),
  figure("test", "Test", (row) => formatLoss(row.test_loss)),
  figure("tokens", "Trained tokens", (row) => formatCount(row.trained_tokens)),
  figure("speed", "Tokens/s", (row) => formatCount(row.tokens_per_second)),
  figure("memory", "Memory", (row) => formatGigabytes(row.peak_memory_gb)),
  figure("time", "Time", (row) => formatDuration(row.seconds)),
  figure("parameters", "Parameters", (row) => formatParameters(row.trainable_parameters)),
];

/** What each of the runs came to. */
export function FiguresTable({ runs }: { runs: readonly Named[] }) {
  return (
    <Card title="Figures">
      <Table caption="Figures" columns={columns} rows={runs} rowKey={({ row }) => row.id} />
    </Card>
  );
}
