import { ChevronDown, RotateCcw } from "lucide-react";
import { Popover as Radix } from "radix-ui";
import { useListPresetsQuery } from "@/api/configsApi";
import type { Preset } from "@/api/gen/types.gen";
import { Button } from "@/components/ui/Button";
import { Popover } from "@/components/ui/Popover";
import { draftReset, presetApplied } from "@/store/slices/trainingSlice";
import { useUndoable } from "./useUndoable";

/** Ready-made settings from `configs/`. Model and data stay as they are. */
export function PresetPicker() {
  const { data: presets = [] } = useListPresetsQuery();
  const undoable = useUndoable();
  return (
    <Popover
      label="Presets"
      align="end"
      trigger={
        <Button>
          Presets
          <ChevronDown aria-hidden className="size-4 text-faint" />
        </Button>
      }
    >
      <p className="mb-2 text-faint text-xs">Sets the parameters; model and data stay.</p>
      <ul className="-mx-2 flex flex-col">
        {presets.map((preset) => (
          <li key={preset.id}>
            <PresetItem
              {...preset}
              onApply={(values) =>
                undoable(presetApplied(values), `${preset.title} is in the form`)
              }
            />
          </li>
        ))}
        <li className="mt-2 border-line border-t pt-2">
          <Radix.Close
            onClick={() => undoable(draftReset(), "The form is back to its defaults")}
            className="flex w-full items-center gap-2 rounded-control px-2 py-1.5 text-left hover:bg-hover"
          >
            <RotateCcw aria-hidden className="size-3.5 text-faint" />
            Reset the whole form
          </Radix.Close>
        </li>
      </ul>
    </Popover>
  );
}

interface PresetItemProps extends Preset {
  onApply: (values: Record<string, unknown>) => void;
}

function PresetItem({ title, text, values, onApply }: PresetItemProps) {
  return (
    <Radix.Close
      disabled={values === null}
      onClick={() => values && onApply(values)}
      className="block w-full rounded-control px-2 py-1.5 text-left hover:bg-hover disabled:hover:bg-transparent"
    >
      <span className={values ? "block font-medium" : "block font-medium text-faint"}>{title}</span>
      <span className="line-clamp-2 text-muted text-xs">
        {values ? firstSentences(text) : "Attention-only runs are set up in Enhanced Setup."}
      </span>
    </Radix.Close>
  );
}

/** The purpose, without the command and the memory note that follow it. */
function firstSentences(text: string): string {
  return text.split(/\n(?=Run it|Memory)/)[0]?.replaceAll("\n", " ") ?? "";
}
