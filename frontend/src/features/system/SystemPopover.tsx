import { Cpu } from "lucide-react";
import type { System } from "@/api/gen/types.gen";
import { problemInWords } from "@/api/problem";
import { useGetSystemQuery } from "@/api/systemApi";
import { Alert } from "@/components/ui/Alert";
import { KeyValueList } from "@/components/ui/KeyValueList";
import { Popover } from "@/components/ui/Popover";
import { Skeleton } from "@/components/ui/Skeleton";
import { classes } from "@/lib/classes";
import { formatBytes } from "@/lib/format";
import { blasInWords, enginesInWords } from "./systemWords";

/** Opens what the product stands on: engines, computer, and the library that workers compute with. */
export function SystemPopover({ compact }: { compact: boolean }) {
  return (
    <Popover
      label="System"
      align="start"
      focusPanel
      trigger={
        <button
          type="button"
          title="System"
          className={classes(
            "flex h-8 items-center justify-center gap-2.5 rounded-control px-2.5 text-muted transition-colors hover:bg-hover hover:text-ink",
            !compact && "lg:justify-start",
          )}
        >
          <Cpu aria-hidden className="size-4 shrink-0" />
          <span className={classes("sr-only", !compact && "lg:not-sr-only")}>System</span>
        </button>
      }
    >
      <SystemFacts />
    </Popover>
  );
}

/** Asked anew each time it is opened: memory and disk change. */
function SystemFacts() {
  const { data: system, error } = useGetSystemQuery(undefined, { refetchOnMountOrArgChange: true });
  return (
    <>
      <h2 className="mb-2 font-medium">System</h2>
      {system ? (
        <Facts system={system} />
      ) : error ? (
        <Alert tone="danger" title={problemInWords(error) ?? ""} />
      ) : (
        <Skeleton className="h-48" />
      )}
    </>
  );
}

function Facts({ system }: { system: System }) {
  return (
    <>
      <KeyValueList
        items={[
          { key: "Version", value: system.version },
          { key: "Computer", value: `${system.platform}, ${system.machine}` },
          { key: "Cores", value: system.cpus },
          {
            key: "Memory free",
            value: `${formatBytes(system.memory_available_bytes)} of ${formatBytes(system.memory_bytes)}`,
          },
          { key: "Disk free", value: formatBytes(system.disk_free_bytes) },
          {
            key: "BLAS",
            value: <span title={system.blas_path ?? undefined}>{blasInWords(system)}</span>,
          },
          ...enginesInWords(system).map(([key, value]) => ({ key, value })),
          { key: "Runs and data", value: <span className="font-mono text-xs">{system.home}</span> },
        ]}
      />
      {system.hint && (
        <div className="mt-3">
          <Alert title="Training could be faster here">{system.hint}</Alert>
        </div>
      )}
    </>
  );
}
