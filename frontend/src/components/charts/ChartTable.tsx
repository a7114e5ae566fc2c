import type { ChartSeries } from "@/components/charts/chartSeries";
import { Table } from "@/components/ui/Table";
import { alignPoints } from "@/lib/alignPoints";
import { missing } from "@/lib/format";

export interface ChartTableProps {
  title: string;
  series: readonly ChartSeries[];
  xLabel: string;
  formatX: (value: number) => string;
  formatY: (value: number) => string;
}

const mostRows = 500;

/** The values of a chart as rows. A long run is thinned out evenly, and says so. */
export function ChartTable({ title, series, xLabel, formatX, formatY }: ChartTableProps) {
  const [xs, ...columns] = alignPoints(series);
  const every = Math.max(1, Math.ceil(xs.length / mostRows));
  const rows = xs.map((_, row) => row).filter((row) => row % every === 0 || row === xs.length - 1);
  const thinned = every > 1 ? `, one row in ${every}` : "";
  return (
    <Table
      caption={`${title}${thinned}`}
      showCaption={every > 1}
      maxHeight="h-full"
      rows={rows}
      rowKey={(row) => row}
      columns={[
        { key: "x", header: xLabel, cell: (row) => formatX(xs[row] ?? 0) },
        ...series.map(({ id, label }, column) => ({
          key: id,
          header: label,
          align: "right" as const,
          cell: (row: number) => {
            const value = columns[column]?.[row];
            return typeof value === "number" ? formatY(value) : missing;
          },
        })),
      ]}
    />
  );
}
