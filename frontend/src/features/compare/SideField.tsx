import { X } from "lucide-react";
import { useId } from "react";
import type { SideChoices } from "@/api/gen/types.gen";
import { IconButton } from "@/components/ui/IconButton";
import { classes } from "@/lib/classes";
import { formatRelativeTime } from "@/lib/formatTime";
import type { DraftSide, SideSpec } from "@/store/compareDraft";
import { Chooser } from "./Chooser";
import { sideDot } from "./sideColours";
import { checkpointOf, checkpointOptions, runOf, sideOfValue, sideValue } from "./sideWords";

export interface SideFieldProps {
  side: DraftSide;
  index: number;
  choices: SideChoices | undefined;
  error: string | undefined;
  onChange: (spec: SideSpec) => void;
  /** Left out for the last side: one has to stay. */
  onRemove: (() => void) | undefined;
}

/** One side: the base, a run at one of its checkpoints, or any adapter folder. */
export function SideField({ side, index, choices, error, onChange, onRemove }: SideFieldProps) {
  const id = useId();
  const { spec } = side;
  const name = `Side ${index + 1}`;
  const run = runOf(spec, choices);
  const wiring = {
    "aria-invalid": error ? (true as const) : undefined,
    "aria-describedby": `${id}-note`,
  };
  return (
    <fieldset className="min-w-0">
      <legend className="sr-only">{name}</legend>
      <div className="mb-1 flex h-6 items-center gap-2">
        <span aria-hidden className={classes("size-2 shrink-0 rounded-full", sideDot(index))} />
        <label htmlFor={id} className="font-medium">
          {name}
        </label>
        {onRemove && (
          <IconButton
            icon={X}
            size="sm"
            label={`Remove side ${index + 1}`}
            onClick={onRemove}
            className="ml-auto"
          />
        )}
      </div>
      <div className="grid gap-2">
        <Chooser
          id={id}
          {...wiring}
          value={sideValue(spec)}
          onChoose={(value) => onChange(sideOfValue(value, choices))}
        >
          <option value="base">Base model</option>
          {spec.source === "run" && !run && <option value={sideValue(spec)}>{spec.run_id}</option>}
          {choices?.runs.map((choice) => (
            <option key={choice.run_id} value={`run:${choice.run_id}`}>
              {`${choice.adapter_name}, ${formatRelativeTime(choice.created_at)}`}
            </option>
          ))}
          <option value="adapter">Adapter folder…</option>
        </Chooser>
        {spec.source === "run" && run && (
          <Chooser
            aria-label={`Checkpoint of side ${index + 1}`}
            {...wiring}
            value={String(spec.checkpoint ?? "final")}
            onChoose={(value) => onChange({ ...spec, checkpoint: checkpointOf(value) })}
          >
            {checkpointOptions(run).map(({ value, label }) => (
              <option key={value} value={String(value)}>
                {label}
              </option>
            ))}
          </Chooser>
        )}
        {spec.source === "adapter" && (
          <input
            type="text"
            aria-label={`Adapter folder of side ${index + 1}`}
            {...wiring}
            value={spec.path}
            placeholder="/path/to/adapters"
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => onChange({ source: "adapter", path: event.target.value })}
            className="input-field font-mono text-[0.8125rem]"
          />
        )}
      </div>
      <p id={`${id}-note`} aria-live="polite" className="min-h-5 pt-1 text-danger text-xs">
        {error}
      </p>
    </fieldset>
  );
}
