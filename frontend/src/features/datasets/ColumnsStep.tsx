import type { DataColumns } from "@/api/gen/types.gen";
import { RowErrors } from "@/components/ui/RowErrors";
import { SampleRows } from "@/components/ui/SampleRows";
import { Skeleton } from "@/components/ui/Skeleton";
import { ColumnChoices } from "./ColumnChoices";
import { JobProgress } from "./JobProgress";
import { JobTrouble } from "./JobTrouble";
import { SourceTable } from "./SourceTable";
import type { Import } from "./useImport";

/** What the table holds, which column is what, and what its first rows become. */
export function ColumnsStep({ looked, mapping, complete, tried, made, choose }: Import) {
  const table = looked.result;
  return (
    <div className="flex flex-col gap-4">
      {looked.busy && (
        <JobProgress label="Looking inside" progress={looked.progress} onCancel={looked.cancel} />
      )}
      {looked.busy && <Skeleton className="h-56" />}
      <JobTrouble subject="The look inside" {...looked} onAgain={looked.again} />
      {table && mapping && (
        <>
          <SourceTable {...table} />
          <ColumnChoices table={table} mapping={mapping} onChange={choose} />
          <section aria-label="What the rows become" aria-busy={tried.busy} className="min-h-32">
            <h3 className="mb-2 font-medium">What the rows become</h3>
            {!complete && (
              <p className="text-muted">Choose the columns that are still open to see it.</p>
            )}
            {complete &&
              (tried.result ? <Made {...tried.result} /> : <Skeleton className="h-24" />)}
            {complete && <JobTrouble subject="The trial" {...tried} onAgain={tried.again} />}
          </section>
        </>
      )}
      {made.busy && (
        <JobProgress label="Making rows" progress={made.progress} onCancel={made.cancel} />
      )}
      <JobTrouble subject="The import" {...made} />
    </div>
  );
}

function Made({ made, made_errors }: DataColumns) {
  return (
    <div className="flex flex-col gap-3">
      {made.length > 0 ? (
        <SampleRows rows={made} open />
      ) : (
        <p className="text-muted">None of the first rows fits these columns.</p>
      )}
      {made_errors.length > 0 && <RowErrors errors={made_errors} count={made_errors.length} />}
    </div>
  );
}
