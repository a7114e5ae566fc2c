import type { MemoryEstimate, Preview } from "@/api/gen/types.gen";
import { useGetSystemQuery } from "@/api/systemApi";
import { KeyValueList } from "@/components/ui/KeyValueList";
import { classes } from "@/lib/classes";
import { formatBytes, missing } from "@/lib/format";
import { Group } from "./ReviewFacts";

const parts: readonly {
  key: Exclude<keyof MemoryEstimate, "total">;
  label: string;
  fill: string;
}[] = [
  { key: "weights", label: "Weights", fill: "bg-primary-500" },
  { key: "adapters", label: "Adapters and optimizer", fill: "bg-chart-5" },
  { key: "activations", label: "Activations", fill: "bg-chart-2" },
  { key: "logits", label: "Logits", fill: "bg-chart-6" },
];

/** What the run takes: memory by part, and the file it leaves behind. */
export function ReviewCost({ preview }: { preview: Preview | undefined }) {
  const { data: system } = useGetSystemQuery();
  const memory = preview?.memory;
  const free = system?.memory_available_bytes;
  const over = memory !== undefined && free !== undefined && memory.total > free;
  return (
    <Group title="Cost, estimated">
      <p className="flex items-baseline justify-between gap-3 tabular-nums">
        <span className="text-muted">Peak memory</span>
        <span className={classes("font-medium", over && "text-danger")}>
          {formatBytes(memory?.total)}
          {free !== undefined && (
            <span className="font-normal text-faint"> of {formatBytes(free)}</span>
          )}
        </span>
      </p>
      <MemoryBar memory={memory} />
      <ul className="mb-3 grid grid-cols-1 gap-y-1 text-xs">
        {parts.map(({ key, label, fill }) => (
          <li key={key} className="flex items-center gap-2 tabular-nums">
            <span aria-hidden className={classes("size-2 rounded-[2px]", fill)} />
            <span className="flex-1 text-muted">{label}</span>
            {memory ? formatBytes(memory[key]) : missing}
          </li>
        ))}
      </ul>
      {system?.hint && <p className="mb-3 text-muted text-xs">{system.hint}</p>}
      <KeyValueList items={[{ key: "Adapter file", value: formatBytes(preview?.adapter_bytes) }]} />
    </Group>
  );
}

/** The parts as shares of the whole. The list below says them in words. */
function MemoryBar({ memory }: { memory: MemoryEstimate | undefined }) {
  return (
    <div aria-hidden className="my-2 flex h-2 gap-px overflow-hidden rounded-full bg-pressed">
      {memory &&
        parts.map(({ key, fill }) => (
          <div
            key={key}
            className={classes("h-full min-w-px", fill)}
            style={{ width: `${(memory[key] / Math.max(memory.total, 1)) * 100}%` }}
          />
        ))}
    </div>
  );
}
