import { skipToken } from "@reduxjs/toolkit/query";
import { type ConfigRow, configRows } from "@/api/configRows";
import { useListMethodsQuery } from "@/api/enhancedApi";
import type { Run } from "@/api/gen/types.gen";
import { useGetRunFilesQuery } from "@/api/runsApi";
import { Alert } from "@/components/ui/Alert";
import { CodeBlock } from "@/components/ui/CodeBlock";
import { Skeleton } from "@/components/ui/Skeleton";

/** What the run was asked for, and the files that its trainer was given. */
export function ConfigPanel({ run }: { run: Run }) {
  const { data: methods } = useListMethodsQuery(run.kind === "sft" ? skipToken : undefined);
  const rows = configRows(run, methods?.find(({ kind }) => kind === run.kind)?.fields);
  const changed = rows.filter(({ changedFrom }) => changedFrom !== null).length;
  return (
    <div className="grid gap-x-10 gap-y-6 lg:grid-cols-2">
      <div className="min-w-0">
        <p className="mb-3 text-muted text-xs">
          {changed === 0 ? "All values are the defaults." : `${changed} changed from the default.`}
        </p>
        <dl className="divide-y divide-line border-line border-y">
          {rows.map((row) => (
            <Row key={row.field} {...row} />
          ))}
        </dl>
      </div>
      <TrainerFiles runId={run.id} />
    </div>
  );
}

function Row({ title, value, changedFrom }: ConfigRow) {
  return (
    <div className="flex items-baseline justify-between gap-4 py-1.5">
      <dt className="flex shrink-0 items-center gap-1.5 text-muted">
        {title}
        {changedFrom !== null && (
          <span aria-hidden className="size-1.5 shrink-0 rounded-full bg-primary-500" />
        )}
      </dt>
      <dd className="min-w-0 text-right tabular-nums [overflow-wrap:anywhere]">
        {value}
        {changedFrom !== null && (
          <span className="block text-faint text-xs">{`default ${changedFrom}`}</span>
        )}
      </dd>
    </div>
  );
}

function TrainerFiles({ runId }: { runId: string }) {
  const { data: files, isError } = useGetRunFilesQuery(runId);
  if (files) {
    return (
      <div className="flex min-w-0 flex-col gap-4">
        {files.map(({ name, text }) => (
          <CodeBlock key={name} label={name} code={text} maxHeight="max-h-[44rem]" />
        ))}
      </div>
    );
  }
  if (!isError) return <Skeleton className="h-96" />;
  return (
    <Alert tone="warning" title="The trainer's files are gone">
      They could not be read from the run's folder. The values beside are those the run was started
      with.
    </Alert>
  );
}
