import { X } from "lucide-react";
import { useState } from "react";
import { useSetWorkerMutation, useUnloadWorkerMutation } from "@/api/compareApi";
import { idleField } from "@/api/compareFields";
import type { WorkerStatus } from "@/api/gen/types.gen";
import { problemInWords } from "@/api/problem";
import { Button } from "@/components/ui/Button";
import { IconButton } from "@/components/ui/IconButton";
import { NumberField } from "@/components/ui/NumberField";
import { formatBytes } from "@/lib/format";
import { limitMessage } from "@/lib/limitMessage";
import type { NumberDraft } from "@/lib/numberInput";

/** What is resident, each part with its size; unloads one adapter or everything. */
export function WorkerPanel({ worker }: { worker: WorkerStatus }) {
  const [unload, { isLoading, error }] = useUnloadWorkerMutation();
  return (
    <div className="grid grid-cols-1 gap-3">
      {worker.loaded ? (
        <ul className="grid gap-1">
          <Resident name="Base model" bytes={worker.base_bytes} />
          {worker.sides.map(({ key, label, bytes }) => (
            <Resident
              key={key}
              name={label}
              bytes={bytes}
              onUnload={worker.busy ? undefined : () => void unload(key)}
            />
          ))}
        </ul>
      ) : (
        <p className="text-muted">Nothing is in memory.</p>
      )}
      <IdleField worker={worker} />
      <Button
        busy={isLoading}
        disabled={!worker.loaded || worker.busy}
        onClick={() => void unload(null)}
      >
        Unload everything
      </Button>
      <p aria-live="polite" className="text-danger text-xs empty:hidden">
        {problemInWords(error)}
      </p>
    </div>
  );
}

interface ResidentProps {
  name: string;
  bytes: number | null;
  onUnload?: (() => void) | undefined;
}

function Resident({ name, bytes, onUnload }: ResidentProps) {
  return (
    <li className="flex min-h-7 items-center gap-2">
      <span className="min-w-0 flex-1 truncate">{name}</span>
      <span className="text-muted text-xs tabular-nums">{formatBytes(bytes)}</span>
      <span className="size-6">
        {onUnload && <IconButton icon={X} size="sm" label={`Unload ${name}`} onClick={onUnload} />}
      </span>
    </li>
  );
}

function IdleField({ worker }: { worker: WorkerStatus }) {
  const [setWorker, { error }] = useSetWorkerMutation();
  const [value, setValue] = useState<NumberDraft>(worker.idle_seconds);
  const { label, help, why, unit, limits } = idleField;

  function keep() {
    if (typeof value !== "number" || limitMessage(value, limits)) return;
    if (value !== worker.idle_seconds) void setWorker({ idle_seconds: value });
  }

  return (
    <NumberField
      label={label}
      help={help}
      why={why}
      unit={unit}
      limits={limits}
      step={30}
      value={value}
      onChange={setValue}
      onBlur={keep}
      error={problemInWords(error)}
    />
  );
}
