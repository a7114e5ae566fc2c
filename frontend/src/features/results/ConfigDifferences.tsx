import { skipToken } from "@reduxjs/toolkit/query";
import { useMemo } from "react";
import { useListMethodsQuery } from "@/api/enhancedApi";
import type { Run } from "@/api/gen/types.gen";
import { Card } from "@/components/ui/Card";
import { Table } from "@/components/ui/Table";
import { formatCount } from "@/lib/format";
import { configDifferences } from "./configDifferences";

export interface ConfigDifferencesProps {
  runs: readonly { run: Run; label: string }[];
}

/** The settings that differ between the runs, and no others. */
export function ConfigDifferences({ runs }: ConfigDifferencesProps) {
  const enhanced = runs.some(({ run }) => run.kind !== "sft");
  const { data: methods } = useListMethodsQuery(enhanced ? undefined : skipToken);
  const { differing, equal } = useMemo(
    () =>
      configDifferences(
        runs.map(({ run }) => run),
        methods,
      ),
    [runs, methods],
  );
  return (
    <Card
      title="Configuration differences"
      description={`${formatCount(equal)} settings are the same in all of them and left out.`}
    >
      {differing.length === 0 ? (
        <p className="py-4 text-center text-faint">Every setting is the same.</p>
      ) : (
        <Table
          caption="Configuration differences"
          maxHeight="max-h-[36rem]"
          rows={differing}
          rowKey={({ field }) => field}
          columns={[
            { key: "title", header: "Setting", cell: ({ title }) => title },
            ...runs.map(({ run, label }, column) => ({
              key: run.id,
              header: label,
              cell: ({ values }: (typeof differing)[number]) => (
                <span className="tabular-nums [overflow-wrap:anywhere]">{values[column]}</span>
              ),
            })),
          ]}
        />
      )}
    </Card>
  );
}
