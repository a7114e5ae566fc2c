import { useMemo } from "react";
import { rowsWords } from "@/api/evaluationsApi";
import type { ComparisonReport, MethodReport, Spread } from "@/api/gen/types.gen";
import { runKinds } from "@/api/runKinds";
import { Card } from "@/components/ui/Card";
import { Table, type TableColumn } from "@/components/ui/Table";
import { formatParameters, missing } from "@/lib/format";
import { type MeasureRow, measureRows, rangeText } from "./measureRows";

type Row = MeasureRow | "parameters";

/** Quality and cost of every method side by side. */
export function MethodTable({ report }: { report: ComparisonReport }) {
  const { reports, base_test_loss: base, seeds } = report;
  const rows = useMemo(() => inOrder(measureRows(reports, base)), [reports, base]);
  const columns: TableColumn<Row>[] = [
    { key: "measure", header: "Measure", cell: (row) => labelOf(row) },
    ...reports.map((method) => ({
      key: method.kind,
      header: runKinds[method.kind].label,
      align: "right" as const,
      cell: (row: Row) => cellOf(row, method),
    })),
    { key: "base", header: "Without adapter", align: "right", cell: baseOf },
  ];
  return (
    <Card
      title="Figures"
      description={`Measured on ${report.test_rows} ${rowsWords[report.rows_from]}${seeds.length > 1 ? "; the mean over the seeds, and below it the range" : ""}.`}
    >
      <Table
        caption="Figures by method"
        columns={columns}
        rows={rows}
        rowKey={(row) => (row === "parameters" ? row : row.key)}
      />
      <p className="mt-2 text-muted text-xs">
        Time counts training with its evaluations and saves. A change of the loss on general English
        is in nats a token: above zero, the model expects it less than before.
      </p>
    </Card>
  );
}

/** Quality, then what it takes. */
function inOrder([loss, perplexity, ...others]: MeasureRow[]): Row[] {
  return [...(loss && perplexity ? [loss, perplexity] : []), "parameters", ...others];
}

function labelOf(row: Row): string {
  return row === "parameters" ? "Trainable parameters" : row.label;
}

function cellOf(row: Row, method: MethodReport) {
  if (row === "parameters") return formatParameters(method.trainable_parameters);
  return <SpreadCell spread={row.spreadOf(method)} format={row.format} />;
}

function baseOf(row: Row): string {
  if (row === "parameters" || typeof row.base !== "number") return "";
  return row.format(row.base);
}

interface SpreadCellProps {
  spread: Spread | null;
  format: (value: number) => string;
}

function SpreadCell({ spread, format }: SpreadCellProps) {
  if (!spread) return missing;
  const range = rangeText(spread, format);
  return (
    <>
      <span className="whitespace-nowrap font-medium">{format(spread.mean)}</span>
      {range && <span className="block text-faint text-xs">{range}</span>}
    </>
  );
}
