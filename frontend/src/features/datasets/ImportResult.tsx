import { useInspectDatasetQuery } from "@/api/datasetsApi";
import type { ImportedData } from "@/api/gen/types.gen";
import { RowErrors } from "@/components/ui/RowErrors";
import { SampleRows } from "@/components/ui/SampleRows";
import { formatCount } from "@/lib/format";

/** What came over, and what did not. */
export function ImportResult({ path, rows, error_count, errors }: ImportedData) {
  const { currentData } = useInspectDatasetQuery(path);
  return (
    <div className="flex flex-col gap-3">
      <p className="tabular-nums">
        {formatCount(rows)} of {formatCount(rows + error_count)} rows came over.
      </p>
      <RowErrors errors={errors} count={error_count} />
      {currentData && <SampleRows rows={currentData.sample} open />}
    </div>
  );
}
