import type { FileKind, RunFile } from "@/api/gen/types.gen";
import { problemInWords } from "@/api/problem";
import { useGetFolderQuery } from "@/api/resultsApi";
import { Card } from "@/components/ui/Card";
import { CopyButton } from "@/components/ui/CopyButton";
import { Table, type TableColumn } from "@/components/ui/Table";
import { formatBytes, formatCount } from "@/lib/format";
import { formatDateTime } from "@/lib/formatTime";

const kinds: Record<FileKind, string> = {
  config: "Configuration as submitted",
  trainer_input: "What the trainer was given",
  run: "State, versions, proof",
  events: "Everything that happened",
  log: "What the trainer printed",
  notes: "Star, tags and note",
  preparation: "How the rows were prepared",
  data: "Prepared rows",
  adapter: "Adapter, last weights",
  best_adapter: "Adapter, best weights",
  checkpoint: "Checkpoint",
  adapter_config: "Shape of the adapter",
  state: "State to resume from",
  other: "Other",
};

const columns: readonly TableColumn<RunFile>[] = [
  {
    key: "path",
    header: "File",
    cell: ({ path }) => <span className="font-mono text-xs [overflow-wrap:anywhere]">{path}</span>,
  },
  { key: "kind", header: "Holds", cell: ({ kind }) => kinds[kind] },
  { key: "size", header: "Size", align: "right", cell: ({ bytes }) => formatBytes(bytes) },
  {
    key: "changed",
    header: "Changed",
    align: "right",
    cell: ({ changed_at }) => formatDateTime(changed_at),
  },
];

/** The run's folder: what lies in it, what for, and how large it is. */
export function FilesCard({ runId }: { runId: string }) {
  const { data, error } = useGetFolderQuery(runId);
  const more = data?.more ?? 0;
  return (
    <Card
      title="Files"
      description={
        data && <span className="font-mono [overflow-wrap:anywhere]">{data.folder}</span>
      }
      summary={data ? `${formatCount(data.files.length + more)} files` : ""}
      defaultOpen={false}
      actions={data && <CopyButton text={data.folder} label="Copy path" />}
    >
      {error && <p className="text-danger">{problemInWords(error)}</p>}
      {data && (
        <>
          <Table
            caption="Files"
            columns={columns}
            rows={data.files}
            rowKey={({ path }) => path}
            maxHeight="max-h-96"
          />
          <p className="mt-3 text-muted text-xs tabular-nums">
            {`${formatBytes(data.disk_bytes)} on disk.`}
            {more > 0 && ` ${formatCount(more)} more files are not listed.`}
          </p>
        </>
      )}
    </Card>
  );
}
