import { CircleAlert, CircleCheck } from "lucide-react";
import type { DatasetReport } from "@/api/gen/types.gen";
import { Alert } from "@/components/ui/Alert";
import { Badge } from "@/components/ui/Badge";
import { RowErrors } from "@/components/ui/RowErrors";
import { SampleRows } from "@/components/ui/SampleRows";
import { Skeleton } from "@/components/ui/Skeleton";
import { formatBytes, formatCount } from "@/lib/format";

export interface DatasetReportViewProps {
  report: DatasetReport | undefined;
  loading: boolean;
  /** The field it belongs to. */
  label: string;
  sampleOpen: boolean;
}

/** What is in a data file: rows, format, what is wrong by line, and the first rows. */
export function DatasetReportView({ report, loading, label, sampleOpen }: DatasetReportViewProps) {
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
      {report.error_count > 0 && <RowErrors errors={report.errors} count={report.error_count} />}
      {report.sample.length > 0 && <SampleRows rows={report.sample} open={sampleOpen} />}
    </section>
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
