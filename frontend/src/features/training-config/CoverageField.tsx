import { useState } from "react";
import { configFields } from "@/api/configFields";
import { NumberField } from "@/components/ui/NumberField";
import { Select, type SelectOption } from "@/components/ui/Select";
import { useDraftField } from "@/store/useDraftField";
import { useChosenModel } from "./useChosenModel";

const all = -1;
const tops = [24, 16, 8];
const custom = "custom";

/** How many blocks carry adapters: all, one of the usual counts, or any. */
export function CoverageField() {
  const field = useDraftField("lora_num_layers");
  const { map } = useChosenModel();
  const { value, onChange } = field;
  const usual = typeof value === "number" && [all, ...tops].includes(value);
  const [typing, setTyping] = useState(!usual);
  const isCustom = typing || !usual;

  function choose(choice: string | number) {
    setTyping(choice === custom);
    if (choice !== custom) onChange(Number(choice));
    else if (value === all) onChange(map?.num_layers ?? value);
  }

  return (
    <div className={isCustom ? "grid gap-x-5 sm:grid-cols-2" : undefined}>
      <Select<string | number>
        {...field}
        // The number beside it carries the message and takes the focus, where there is one.
        id={isCustom ? `${field.id}-choice` : field.id}
        error={isCustom ? undefined : field.error}
        value={isCustom ? custom : (value as number)}
        defaultValue={configFields.lora_num_layers.default as number}
        onChange={choose}
        options={optionsFor(map?.num_layers)}
      />
      {isCustom && (
        <NumberField
          id={field.id}
          label="Blocks"
          value={value}
          onChange={onChange}
          limits={configFields.lora_num_layers.limits}
          help={blocksInWords(map?.num_layers)}
          error={field.error}
        />
      )}
    </div>
  );
}

function blocksInWords(blocks: number | undefined): string {
  return blocks === undefined ? "Counted from the last." : `1 to ${blocks}, counted from the last.`;
}

function optionsFor(blocks: number | undefined): SelectOption<string | number>[] {
  return [
    { value: all, label: "All Layers (-1)" },
    ...tops.map((count) => ({
      value: count,
      label: `Top ${count} Layers`,
      disabledReason:
        blocks !== undefined && count > blocks ? `the model has ${blocks} blocks` : undefined,
    })),
    { value: custom, label: "Custom" },
  ];
}
