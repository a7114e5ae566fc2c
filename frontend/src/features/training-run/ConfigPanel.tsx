import type { Run } from "@/api/gen/types.gen";
import { useGetRunFilesQuery } from "@/api/runsApi";
import { Alert } from "@/components/ui/Alert";
import { CodeBlock } from "@/components/ui/CodeBlock";
import { Skeleton } from "@/components/ui/Skeleton";
import { type ConfigRow, configRows } from "./configRows";

/** What the run was asked for, and the YAML that the trainer was given. */
export function ConfigPanel({ run }: { run: Run }) {
  const rows = configRows(run.config);
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
      <RunYaml runId={run.id} />
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

function RunYaml({ runId }: { runId: string }) {
  const { data, isError } = useGetRunFilesQuery(runId);
  if (data)
    return data.map(({ name, text }) => (
      <CodeBlock key={name} label={name} code={text} maxHeight="max-h-[44rem]" />
    ));
  if (!isError) return <Skeleton className="h-96" />;
  return (
    <Alert tone="warning" title="There is no mlx.yaml">
      The file could not be read from the run's folder. The values beside it are those the run was
      started with.
    </Alert>
  );
}
