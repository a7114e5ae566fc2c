import { CircleAlert, CircleCheck, ScanText } from "lucide-react";
import type { DatasetReport } from "@/api/gen/types.gen";
import { Alert } from "@/components/ui/Alert";
import { Badge } from "@/components/ui/Badge";
import { Button } from "@/components/ui/Button";
import { IconButton } from "@/components/ui/IconButton";
import { RowErrors } from "@/components/ui/RowErrors";
import { SampleRows } from "@/components/ui/SampleRows";
import { Skeleton } from "@/components/ui/Skeleton";
import { formatBytes, formatCount } from "@/lib/format";
import { useOpenRow } from "./openRow";

export interface DatasetReportViewProps {
  report: DatasetReport | undefined;
  loading: boolean;
  /** The field it belongs to. */
  label: string;
  /** The training data: its rows can be viewed token by token. */
  main: boolean;
  onChooseColumns: () => void;
}

/** What is in a data file: rows, format, what is wrong by line, and the first rows. */
export function DatasetReportView({ report, loading, label, main, ...on }: DatasetReportViewProps) {
  if (loading) return <Skeleton className="mb-4 h-9 w-full" />;
  if (!report) return null;
  return (
    <section aria-label={`About ${label}`} className="mb-4 flex flex-col gap-2">
      <Facts {...report} />
      {report.rows_without_answer > 0 && (
        <Alert
          tone="warning"
          title={`${formatCount(report.rows_without_answer)} rows end without an answer`}
        >
          A chat row teaches its last assistant turn. Add one to each of these rows, or remove them.
        </Alert>
      )}
      {report.rows === 0 && (
        <Alert
          tone="info"
          title="No line is a row yet"
          action={
            <Button size="sm" onClick={on.onChooseColumns}>
              Choose columns
            </Button>
          }
        >
          A table, or rows of another shape, can become rows: say which column holds what.
        </Alert>
      )}
      {report.error_count > 0 && !isTable(report) && (
        <RowErrors errors={report.errors} count={report.error_count} />
      )}
      {report.sample.length > 0 && <Sample {...report} main={main} />}
    </section>
  );
}

/** A file of another kind is wrong in every line, which says nothing. */
function isTable({ rows, path }: DatasetReport): boolean {
  return rows === 0 && !/\.jsonl$/i.test(path);
}

/** Where lines are wrong, the place in the sample does not tell the number of a row. */
function Sample({ sample, error_count, main }: DatasetReport & { main: boolean }) {
  const openRow = useOpenRow();
  if (!main || !openRow || error_count > 0) return <SampleRows rows={sample} open={main} />;
  return (
    <SampleRows
      open
      rows={sample}
      action={(index) => (
        <IconButton
          icon={ScanText}
          size="sm"
          label={`View tokens of row ${index + 1}`}
          onClick={() => openRow({ row: index + 1 })}
        />
      )}
    />
  );
}

function Facts({ rows, format, bytes, error_count, ...report }: DatasetReport) {
  const Icon = error_count > 0 ? CircleAlert : CircleCheck;
  return (
    <div className="flex min-h-9 flex-wrap items-center gap-x-4 gap-y-1 rounded-control border border-line bg-sunken px-3 py-1.5 text-muted text-xs tabular-nums">
      <span className="flex items-center gap-1.5 font-medium text-ink">
        <Icon
          aria-hidden
          className={error_count > 0 ? "size-4 text-danger" : "size-4 text-success"}
        />
        {formatCount(rows)} {rows === 1 ? "row" : "rows"}
      </span>
      {format && <Badge>{format}</Badge>}
      <span>{formatBytes(bytes)}</span>
      <span>
        {formatCount(report.characters_mean)} characters on average,{" "}
        {formatCount(report.characters_max)} at most
      </span>
    </div>
  );
}
