import { CircleAlert, CircleCheck, ListChecks } from "lucide-react";
import { Button } from "@/components/ui/Button";
import { PathField, type PathFieldProps } from "@/components/ui/PathField";
import { RowErrors } from "@/components/ui/RowErrors";
import { SampleRows } from "@/components/ui/SampleRows";
import { Skeleton } from "@/components/ui/Skeleton";
import { formatCount } from "@/lib/format";
import { useEnhancedField } from "@/store/useEnhancedField";
import type { DataLook, DataReport } from "./useDataReport";

export interface DataFileProps extends Pick<PathFieldProps, "suggestions"> {
  name: "train_data_path" | "val_data_path";
  look: DataLook;
}

/** One data file: its path, and on demand what is in it, line by line. */
export function DataFile({ name, look, suggestions }: DataFileProps) {
  const { defaultValue: _, ...field } = useEnhancedField(name);
  const { validate, loading, report, error } = look;
  const path = field.value.trim();
  return (
    <div>
      <PathField
        {...field}
        error={error ?? field.error}
        suggestions={suggestions}
        placeholder="/path/to/rows.jsonl"
        action={
          <Button
            icon={ListChecks}
            aria-label={`Validate ${field.label}`}
            busy={loading}
            disabled={path === ""}
            onClick={() => validate(path)}
          >
            Validate
          </Button>
        }
      />
      {loading && <Skeleton className="mb-4 h-9 w-full" />}
      {report && <DataReportView report={report} label={field.label} />}
    </div>
  );
}

function DataReportView({ report, label }: { report: DataReport; label: string }) {
  const { rows, error_count: wrong, errors, sample, fact } = report;
  const Icon = wrong > 0 ? CircleAlert : CircleCheck;
  return (
    <section aria-label={`About ${label}`} className="mb-4 flex flex-col gap-2">
      <p
        role="status"
        className="flex min-h-9 flex-wrap items-center gap-x-4 gap-y-1 rounded-control border border-line bg-sunken px-3 py-1.5 text-muted text-xs tabular-nums"
      >
        <span className="flex items-center gap-1.5 font-medium text-ink">
          <Icon aria-hidden className={wrong > 0 ? "size-4 text-danger" : "size-4 text-success"} />
          {formatCount(rows)} {rows === 1 ? "good row" : "good rows"}
        </span>
        <span>{fact}</span>
      </p>
      {wrong > 0 && <RowErrors errors={errors} count={wrong} />}
      {sample.length > 0 && <SampleRows rows={sample} open={wrong === 0} />}
    </section>
  );
}
