import { skipToken } from "@reduxjs/toolkit/query/react";
import { useState } from "react";
import { useImportDataMutation, useReadColumnsQuery } from "@/api/datasetJobs";
import type { ColumnMapping, ColumnsRequest, ImportedData } from "@/api/gen/types.gen";
import { useAskedJob, useRunJob } from "./jobView";
import { firstMapping, isComplete } from "./mapping";

/** A table on its way to rows: what it holds, the columns that are chosen, what they would give, the import. */
export function useImport(
  table: ColumnsRequest | null,
  onImported: (imported: ImportedData) => void,
) {
  const [chosen, setChosen] = useState<ColumnMapping | null>(null);
  const looked = useAskedJob(useReadColumnsQuery(table ?? skipToken));
  const mapping = chosen ?? (looked.result ? firstMapping(looked.result) : null);
  const complete = mapping !== null && isComplete(mapping);
  const asked = table && complete ? { ...table, ...(chosen && { mapping: chosen }) } : skipToken;
  const tried = useAskedJob(useReadColumnsQuery(asked));
  const made = useRunJob(useImportDataMutation());

  async function make() {
    if (!table || !mapping) return;
    const imported = await made.run({ ...table, mapping });
    // Rows that did not fit are shown before anything is taken.
    if (imported?.error_count === 0) onImported(imported);
  }

  return { looked, mapping, complete, tried, made, choose: setChosen, make };
}

export type Import = ReturnType<typeof useImport>;
